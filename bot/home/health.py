"""How each target is, from what is known already: the last whole picture in the cache, and its circuit breakers."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.cache.cache import Cache, Key
from bot.upstreams import Upstreams
from processors._summary import Tone
from processors.status import Picture

_ORDER = (Tone.BAD, Tone.WARNING, Tone.NEUTRAL, Tone.GOOD)
_SAID = 3


class TargetState(msgspec.Struct, frozen=True):
    """How one target is.

    Attributes:
        target: its name.
        tone: the state.
        said: what is known, one phrase.
        at: when that was true, seconds since 1970; None where nothing is known.
        connectors: what it consists of.
        resting: those of them that are left alone, as they failed repeatedly.
    """

    target: str
    tone: Tone
    said: str
    at: float | None = None
    connectors: tuple[str, ...] = ()
    resting: tuple[str, ...] = ()


class KnownHealth:
    """Looks at what is known.

    Args:
        upstreams: the opened targets.
        cache: where answers stand.
    """

    def __init__(self, upstreams: Upstreams, cache: Cache) -> None:
        self._upstreams, self._cache = upstreams, cache

    async def now(self) -> Sequence[TargetState]:
        """Return how each target is, in the configuration's order; no upstream is asked."""
        has: dict[str, list[str]] = {}
        resting: dict[str, list[str]] = {}
        for opened in self._upstreams.opened:
            has.setdefault(opened.target, []).append(opened.connector.name)
            if opened.upstream.breaker == "open":
                resting.setdefault(opened.target, []).append(opened.connector.name)
        return [await self._of(target, tuple(names), tuple(resting.get(target, ()))) for target, names in has.items()]

    async def _of(self, target: str, connectors: tuple[str, ...], resting: tuple[str, ...]) -> TargetState:
        found = await self._cache.peek(Key("status", target), Picture)
        if found is None:
            return TargetState(target, Tone.BAD if resting else Tone.NEUTRAL, "", None, connectors, resting)
        picture: Picture = found.records
        ill = sorted(
            (one for one in picture.aspects if one.tone in (Tone.BAD, Tone.WARNING)), key=lambda one: _ORDER.index(one.tone)
        )
        tone = Tone.BAD if resting or any(one.tone is Tone.BAD for one in ill) else Tone.WARNING if ill else Tone.GOOD
        said = ", ".join(one.gist.records.said if one.gist.records else f"{one.name} not known" for one in ill[:_SAID])
        return TargetState(target, tone, said or "all is well", found.at, connectors, resting)
