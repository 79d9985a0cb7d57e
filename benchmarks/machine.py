"""The machine that a run was made on, in neutral words."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version

PACKAGES = ("aiohttp", "httpx", "kubernetes", "msgspec", "redis", "slack-bolt", "slack-sdk")


def described() -> str:
    """Return its cores, memory, system and versions in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    parts = [f"{os.cpu_count()} cores", f"{memory:.0f} GB of memory", f"{platform.system()} {platform.machine()}"]
    parts.append(f"Python {platform.python_version()}")
    return ", ".join([*parts, *(f"{name} {_version(name)}" for name in PACKAGES)])


def load() -> str:
    """Return how busy the machine is: the mean number of processes that wanted a core in the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
