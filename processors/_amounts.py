"""Says how much of a node's resources is asked for."""

from __future__ import annotations

from decimal import Decimal

from connectors._kube.nodes.records import Share
from connectors._kube.quantities import binary, cores

_BYTES = ("memory", "ephemeral-storage", "hugepages-")


def share_said(share: Share) -> str:
    """Return e.g. `cpu 6.4 of 15 (42 %)`, `memory 8 GiB of 60 GiB (13 %)`, `pods 32 of 110 (29 %)`."""
    percent = f" ({100 * share.requested // share.allocatable} %)" if share.allocatable else ""
    return f"{share.resource} {_said(share, share.requested)} of {_said(share, share.allocatable)}{percent}"


def _said(share: Share, amount: int) -> str:
    if share.resource == "cpu":
        return cores(Decimal(amount) / 1000)
    return binary(amount) if share.resource.startswith(_BYTES) else f"{amount:,}"
