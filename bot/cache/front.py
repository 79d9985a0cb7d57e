"""The copies of answers in this process, and when they may be used without asking Redis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.cache.ask import SKEW_SECONDS, Ask
from bot.cache.entry import UNPROVEN, Codec, Held
from bot.cache.flight import Flight
from bot.store.memory import Shelf
from bot.store.news import News
from bot.store.redis import Link


class Front:
    """Copies by key. Without Redis, or while it is away, they are all that there is and are used as they are.

    With Redis, a copy is used only in the session of the news in which Redis was seen to hold it, and while that session is
    live: then no drop can have been missed, for longer than the lease. Otherwise it serves to spare the decoding when Redis
        holds the same.
    """

    def __init__(self, shelf: Shelf, link: Link | None, news: News | None, now: Callable[[], float]) -> None:
        self._shelf, self._link, self._news, self._now = shelf, link, news, now

    def hit(self, ask: Ask) -> Held | None:
        """Return the copy if it suits the question and may be used."""
        held = self._shelf.get(ask.text)
        return held if held is not None and self._trusted(held) and ask.suits(held, self._now()) else None

    def last(self, key: str, record: Any) -> Held | None:
        """Return the copy, however old and wherever it is from."""
        held = self._shelf.get(key)
        return held if held is not None and held.record is record else None

    def session(self) -> int:
        """Return what to note in a copy of what Redis is about to be asked for; to be taken before asking."""
        return self._news.session if self._news is not None and self._news.live else UNPROVEN

    def read(self, ask: Ask, data: bytes | None, session: int, codec: Codec, flight: Flight[Any]) -> Held | None:
        """Return the answer in what Redis held in `session`, and keep a copy; None if there is none."""
        known = self.last(ask.text, ask.record)
        held = codec.unpack(data, ask.record, known)
        if held is not None:
            self.put(ask.text, held, session, flight)
        return held

    def put(self, key: str, held: Held, session: int, flight: Flight[Any]) -> None:
        """Keep a copy, unless the key was dropped since the flight began, or a later answer is here."""
        if not flight.valid:
            return
        here = self.last(key, held.record)
        if here is not None and here is not held and held.at < here.at <= self._now() + SKEW_SECONDS:
            return
        held.session = session
        if here is not held:
            self._shelf.put(key, held)

    def drop(self, matches: Callable[[str], bool]) -> None:
        """Forget the copies of the matching keys."""
        self._shelf.drop(matches)

    def _trusted(self, held: Held) -> bool:
        if self._link is None or self._news is None or self._link.reason:
            return True
        return held.session == self._news.session and self._news.live
