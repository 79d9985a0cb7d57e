"""What is used, as flat frozen records. CPU in thousandths of a core, memory in bytes."""

from __future__ import annotations

import msgspec

from connectors._kube.records import Unread


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """What one pod or node uses.

    Attributes:
        namespace: a pod's; "" for a node.
        name: its name.
        cpu, memory: what it uses now.
        cpu_of, memory_of: what a pod requests, or a node has to give; 0: it requests nothing, or that was not read.
        memory_limit: at which a pod is killed; 0: at none, or not read.
        node: where a pod runs; "" if not read.
    """

    namespace: str
    name: str
    cpu: int
    memory: int
    cpu_of: int = 0
    memory_of: int = 0
    memory_limit: int = 0
    node: str = ""


class UseList(msgspec.Struct, frozen=True, kw_only=True):
    """Who uses most.

    Attributes:
        what: `pods` or `nodes`.
        looked_at: how many were measured.
        cpu, memory: of all of them together.
        cpu_of, memory_of: of nodes: what all have to give.
        uses: those that use most, at most 50 pods or 500 nodes, the greatest first.
        compared: why what they request, or have to give, could not be read; "" if it was.
        unread: namespaces that could not be looked at.
    """

    what: str
    looked_at: int
    cpu: int
    memory: int
    uses: tuple[Use, ...]
    cpu_of: int = 0
    memory_of: int = 0
    compared: str = ""
    unread: tuple[Unread, ...] = ()
