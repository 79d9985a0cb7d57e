"""Many people who ask the same at once: how many were heard, answered, and what it cost the systems that were asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from playground.slack import Refused, Slack

LARGEST = 200


class Crowd:
    """Asks as many people at once, each in a DM with the bot.

    Slack lets an app post about once a second in a channel; fifty answers in one would take most of a minute. Each person's
    DM is a channel of its own, so that the limits hold here too and nobody waits.

    Args:
        slack: the stand-in.
        asked_upstream: how many requests the systems behind the bot have got so far.
    """

    def __init__(self, slack: Slack, asked_upstream: Callable[[], int]) -> None:
        self._slack = slack
        self._asked_upstream = asked_upstream
        self._last: dict[str, Any] = {}
        self._waiting: dict[str, str] = {}
        self._before = 0

    async def ask(self, size: int, line: str, command: str = "/sre") -> None:
        """Let so many people type the same line; return when each is acked, or has not been within three seconds.

        Raises:
            Refused: too few or too many people, or nothing to ask.
        """
        line = line.removeprefix(command).strip()
        if not 1 <= size <= LARGEST or not line:
            raise Refused("no_such_crowd")
        people = self._slack.crowd(size)
        places = self._slack.direct
        self._before = self._asked_upstream()
        self._waiting = {person: self._newest(places[person]) for person in people}
        self._last = {"people": size, "line": line, "acked": 0}
        asked = (self._slack.slash(person, places[person], line, command) for person in people)
        self._last["acked"] = sum(delivery.acked for delivery in await asyncio.gather(*asked))

    def shown(self) -> dict[str, Any]:
        """Return how the last crowd fares: people, line, acked, answered, upstream (requests since then); {} for none."""
        if not self._last:
            return {}
        places = self._slack.direct
        answered = sum(self._newest(places[person]) != before for person, before in self._waiting.items())
        return {**self._last, "answered": answered, "upstream": self._asked_upstream() - self._before}

    def _newest(self, place: str) -> str:
        """Return the time stamp of what was said last in a DM, "" for nothing: a command leaves no message of its own."""
        said = self._slack.messages(place)
        return said[-1].ts if said else ""
