"""Which autoscalers are at their end."""

from __future__ import annotations

from connectors._kube.scalers.records import ScalerList
from handlers._lists import list_command
from processors.scalers import summary

COMMANDS = (
    list_command(
        "hpa maxed",
        "autoscalers that are at their maximum, cannot scale, or cannot read their metrics",
        "hpa",
        "hpas",
        "maxed hpa",
        of="autoscalers",
        record=ScalerList,
        find=lambda cluster: cluster.scalers.maxed,
        show=summary,
        example="hpa maxed @all",
    ),
)
