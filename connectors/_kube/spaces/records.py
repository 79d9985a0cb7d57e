"""Namespaces as flat frozen records. Times are seconds since 1970; None: not known."""

from __future__ import annotations

import msgspec


class Space(msgspec.Struct, frozen=True, kw_only=True):
    """One namespace.

    Attributes:
        name: its name.
        pods: how many pods stand in it; None where they could not be looked at.
        failing: how many of them fail by their status, or are not ready.
        worst: the most frequent status of those; "" if there are none.
        deleting_since: when its deletion was asked for; None for one that stays.
        finalizers: what has to be done first before it can go, as it names it.
        blocked: what the server says why it cannot go, at most 300 characters.
    """

    name: str
    pods: int | None
    failing: int = 0
    worst: str = ""
    deleting_since: float | None = None
    finalizers: tuple[str, ...] = ()
    blocked: str = ""


class SpaceList(msgspec.Struct, frozen=True, kw_only=True):
    """All namespaces.

    Attributes:
        looked_at: how many there are.
        pods: how many pods in all.
        failing: how many of them fail.
        spaces: those that cannot go first, then by failing pods, then by pods; at most 500.
        trouble: why pods could not be looked at where `Space.pods` is None, one phrase; "" if they all were.
    """

    looked_at: int
    pods: int
    failing: int
    spaces: tuple[Space, ...]
    trouble: str = ""
