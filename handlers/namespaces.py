"""What stands in the namespaces."""

from __future__ import annotations

from connectors._kube.spaces.records import SpaceList
from handlers._lists import list_command
from processors.spaces import summary

COMMANDS = (
    list_command(
        "namespaces",
        "namespaces: pods in each, how many fail, and what keeps one from being deleted",
        "namespace",
        "ns",
        of="namespaces",
        everywhere=True,
        record=SpaceList,
        find=lambda cluster: cluster.spaces.all,
        show=summary,
        example="namespaces -l team=shop",
    ),
)
