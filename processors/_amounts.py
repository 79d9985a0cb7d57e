"""Says amounts of a node's resources in the units that people use."""

from __future__ import annotations

from connectors._kube.nodes.records import Share

_UNITS = ((1 << 40, "TiB"), (1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB"))
_BYTES = ("memory", "ephemeral-storage", "hugepages-")


def share_said(share: Share) -> str:
    """Return e.g. `cpu 6.4 of 15 (42 %)`, `memory 8 of 60 GiB (13 %)`, `pods 32 of 110 (29 %)`."""
    percent = f" ({100 * share.requested // share.allocatable} %)" if share.allocatable else ""
    if share.resource == "cpu":
        return f"cpu {_rounded(share.requested, 1000)} of {_rounded(share.allocatable, 1000)}{percent}"
    if share.resource.startswith(_BYTES):
        size, unit = next((one for one in _UNITS if share.allocatable >= one[0]), (1, "B"))
        return f"{share.resource} {_rounded(share.requested, size)} of {_rounded(share.allocatable, size)} {unit}{percent}"
    return f"{share.resource} {share.requested:,} of {share.allocatable:,}{percent}"


def _rounded(amount: int, unit: int) -> str:
    """Return the amount in this unit, with one decimal where it is not whole; in whole numbers throughout, so exactly."""
    tenths = (amount * 10 + unit // 2) // unit
    whole, tenth = divmod(tenths, 10)
    return f"{whole:,}.{tenth}" if tenth else f"{whole:,}"
