"""The names that are known at this moment: from answers that stand in the cache, so that nobody is asked for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from time import monotonic
from typing import Any

import msgspec

from bot.cache.cache import Cache, Key
from bot.catalogue import Catalogue
from bot.upstreams import Upstreams
from connectors._kube.nodes.records import NodeList
from connectors._kube.spaces.records import SpaceList
from connectors._kube.workloads.records import WorkloadList
from handlers._contract import Command
from processors._alert_digest import AlertDigest
from processors._digest import PodDigest
from processors._things import Kind, Thing

KINDS: tuple[Kind, ...] = ("alert", "pod", "workload", "node", "namespace")
"""The kinds of things; of several of one name the first is meant, unless something says otherwise."""
GATHERED = 5.0
"""Seconds for which the names are not gathered anew: there may be thirty targets, and many who ask."""
MOST = 20_000
"""Names that are known at most."""
_LOOKED_AT = (
    "namespaces",
    "workloads",
    "workloads unhealthy",
    "pods failed",
    "nodes",
    "nodes notready",
    "alerts firing",
    "alerts",
)
"""The lines whose answers name things."""


class Names(msgspec.Struct, frozen=True):
    """What is known by name.

    Attributes:
        targets: the targets there are.
        things: by its name in small letters each thing of that name, where more than one.
    """

    targets: frozenset[str] = frozenset()
    things: Mapping[str, tuple[Thing, ...]] = {}

    def called(self, name: str, *kinds: Kind) -> Thing | None:
        """Return the thing of this name and of the first of these kinds that there is; without a place if it has several."""
        known = self.things.get(name.lower(), ())
        for kind in kinds or KINDS:
            found = [one for one in known if one.kind == kind]
            if found:
                alone = len({one.namespace for one in found}) == 1
                return found[0] if alone else Thing(kind, found[0].name)
        return None


class KnownNames:
    """Gathers names.

    Args:
        catalogue: the commands that there are.
        upstreams: the opened targets.
        cache: where answers stand.
        clock: seconds, of a clock that never goes back.
    """

    def __init__(
        self, catalogue: Catalogue, upstreams: Upstreams, cache: Cache, clock: Callable[[], float] = monotonic
    ) -> None:  # fmt: skip
        self._catalogue, self._upstreams, self._cache, self._clock = catalogue, upstreams, cache, clock
        self._gathered: tuple[float, Names] | None = None

    async def now(self) -> Names:
        """Return what is known now, or was a few seconds ago; no upstream is asked."""
        if self._gathered is None or self._clock() - self._gathered[0] >= GATHERED:
            self._gathered = (self._clock(), await self._gather())
        return self._gathered[1]

    async def _gather(self) -> Names:
        targets = tuple(dict.fromkeys(opened.target for opened in self._upstreams.opened))
        found = await asyncio.gather(*(self._in(line, target) for target in targets for line in _LOOKED_AT))
        things: dict[str, dict[Thing, None]] = {}
        for thing in chain.from_iterable(found):
            if len(things) >= MOST:
                break
            things.setdefault(thing.name.lower(), {})[thing] = None
        return Names(frozenset(targets), {name: tuple(called) for name, called in things.items()})

    async def _in(self, line: str, target: str) -> Sequence[Thing]:
        command = self._catalogue.command(line)
        if not isinstance(command, Command):
            return ()
        found = await self._cache.peek(Key(line, target), command.record)
        return tuple(named(found.records)) if found is not None else ()


def named(records: Any) -> Iterator[Thing]:
    """Yield what these records name."""
    for kind, names in _NAMED.items():
        if isinstance(records, kind):
            yield from names(records)


def _spaces(found: SpaceList) -> Iterator[Thing]:
    return (Thing("namespace", space.name) for space in found.spaces)


def _workloads(found: WorkloadList) -> Iterator[Thing]:
    for one in found.workloads:
        yield Thing("namespace", one.namespace)
        yield Thing("workload", one.name, one.namespace)


def _pods(found: PodDigest) -> Iterator[Thing]:
    for group in found.groups:
        yield Thing("namespace", group.namespace)
        if group.kind:
            yield Thing("workload", group.name, group.namespace)
        yield from (Thing("pod", name, group.namespace) for name in group.samples)


def _nodes(found: NodeList) -> Iterator[Thing]:
    return (Thing("node", node.name) for node in found.nodes)


def _alerts(found: AlertDigest) -> Iterator[Thing]:
    return (Thing("alert", row.name) for row in found.rows)


_NAMED: Mapping[type[Any], Callable[[Any], Iterator[Thing]]] = {
    SpaceList: _spaces, WorkloadList: _workloads, PodDigest: _pods, NodeList: _nodes, AlertDigest: _alerts,
}  # fmt: skip
