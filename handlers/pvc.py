"""Which claims to storage wait."""

from __future__ import annotations

from connectors._kube.claims.records import ClaimList
from handlers._lists import list_command
from processors.claims import summary

COMMANDS = (
    list_command(
        "pvc pending",
        "volume claims that have no volume, and what the newest event says why",
        "pvc",
        "pvcs",
        "pending pvc",
        "pvcs pending",
        of="claims",
        record=ClaimList,
        find=lambda cluster: cluster.claims.pending,
        show=summary,
        example="pvc pending -n shop",
    ),
)
