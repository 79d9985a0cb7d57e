"""The memory of this process, as Linux counts it. https://man7.org/linux/man-pages/man5/proc_pid_status.5.html"""

from __future__ import annotations

from pathlib import Path

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")
_RESET_PEAK = "5"


def resident() -> int:
    """Return the bytes of memory that this process holds now."""
    return _field("VmRSS")


def peak() -> int:
    """Return the most bytes that it has held since `reset_peak`."""
    return _field("VmHWM")


def reset_peak() -> None:
    """Begin a new peak at what is held now. Raises OSError where the system forbids it."""
    _CLEAR.write_text(_RESET_PEAK)


def _field(name: str) -> int:
    for line in _STATUS.read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise LookupError(f"no {name} in the process's status")
