"""How full the quotas are."""

from __future__ import annotations

from connectors._kube.quotas.records import QuotaList
from handlers._lists import list_command
from processors.quotas import summary

COMMANDS = (
    list_command(
        "quota",
        "how full each namespace's quotas are, the fullest first",
        "quotas",
        of="quotas",
        record=QuotaList,
        find=lambda cluster: cluster.quotas.all,
        show=summary,
        example="quota -n payments",
    ),
)
