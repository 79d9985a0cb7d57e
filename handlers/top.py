"""Who uses most."""

from __future__ import annotations

from connectors._kube.usage.records import UseList
from handlers._lists import list_command
from processors.usage import summary

COMMANDS = (
    list_command(
        "top pods",
        "pods that use most CPU or memory, beside what they request and may have",
        "top",
        "top pod",
        of="pods",
        record=UseList,
        find=lambda cluster: cluster.usage.pods,
        show=summary,
        example="top pods -n shop",
    ),
    list_command(
        "top nodes",
        "nodes by what is used of them",
        "top node",
        of="nodes",
        everywhere=True,
        record=UseList,
        find=lambda cluster: cluster.usage.nodes,
        show=summary,
        example="top nodes @all",
    ),
)
