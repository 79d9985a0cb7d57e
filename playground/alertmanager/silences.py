"""Silences: those of a team, and those that are made while one looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec

from playground.alertmanager.matchers import Matcher, parse

HOUR = 3600.0


@dataclass(frozen=True)
class Silence:
    """A silence; times are in seconds since 1970."""

    id: str
    matchers: tuple[Matcher, ...]
    starts: float
    ends: float
    creator: str
    comment: str
    updated: float

    def shown(self, now: float) -> dict[str, Any]:
        """Return it as the API shows it at this moment."""
        state = "expired" if now >= self.ends else "active" if now >= self.starts else "pending"
        return {
            "id": self.id, "status": {"state": state}, "updatedAt": iso(self.updated), "comment": self.comment,
            "createdBy": self.creator, "endsAt": iso(self.ends), "startsAt": iso(self.starts),
            "matchers": [
                {"isEqual": not m.operator.startswith("!"), "isRegex": "~" in m.operator, "name": m.name, "value": m.value}
                for m in self.matchers
            ],
        }  # fmt: skip


class _Matcher(msgspec.Struct, rename="camel"):
    name: str
    value: str
    is_regex: bool
    is_equal: bool = True


class _Asked(msgspec.Struct, rename="camel"):
    matchers: list[_Matcher]
    starts_at: datetime
    ends_at: datetime
    created_by: str
    comment: str
    id: str = ""


class BadSilence(Exception):
    """It cannot be made; the text says why."""


class Silences:
    """All silences.

    Args:
        clock: returns seconds since 1970.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._began = clock, clock()
        self.restart()

    def restart(self) -> None:
        """Let there be those again that there were at first, and no others."""
        self._all = {one.id: one for one in _planned(self._began)}

    def listing(self) -> list[dict[str, Any]]:
        """Return them as the API shows them."""
        return [one.shown(self._clock()) for one in self._all.values()]

    def find(self, silence: str) -> dict[str, Any] | None:
        """Return one as the API shows it."""
        found = self._all.get(silence)
        return found.shown(self._clock()) if found else None

    def silencing(self, labels: Mapping[str, str]) -> Sequence[str]:
        """Return the IDs of those that keep an alert of these labels quiet now."""
        now = self._clock()
        return [
            one.id for one in self._all.values()
            if one.starts <= now < one.ends and all(matcher.fits(labels) for matcher in one.matchers)
        ]  # fmt: skip

    def make(self, body: bytes) -> str:
        """Make the silence that was posted, instead of the one whose `id` it names; return its ID. Raises BadSilence."""
        try:
            asked = msgspec.json.decode(body, type=_Asked)
        except msgspec.DecodeError as error:
            raise BadSilence(str(error)) from error
        now, ends = self._clock(), asked.ends_at.timestamp()
        starts = max(now, asked.starts_at.timestamp())
        if not asked.matchers or all(one.value == "" for one in asked.matchers):
            raise BadSilence("silence invalid: at least one matcher must not match the empty string")
        if ends <= starts:
            raise BadSilence("silence invalid: end time must not be before start time")
        if asked.id:
            self.expire(asked.id)
        matchers = tuple(Matcher(one.name, _operator(one), one.value) for one in asked.matchers)
        made = Silence(str(uuid4()), matchers, starts, ends, asked.created_by, asked.comment, now)
        self._all[made.id] = made
        return made.id

    def expire(self, silence: str) -> bool:
        """End one now; return whether there was one that was not over."""
        found, now = self._all.get(silence), self._clock()
        if found is None or found.ends <= now:
            return False
        self._all[silence] = replace(found, starts=min(found.starts, now), ends=now, updated=now)
        return True


def iso(moment: float) -> str:
    """Return a moment (seconds since 1970) as Alertmanager writes it."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _operator(one: _Matcher) -> str:
    return {(False, True): "=", (False, False): "!=", (True, True): "=~", (True, False): "!~"}[one.is_regex, one.is_equal]


def _planned(began: float) -> Iterator[Silence]:
    """Yield the silences that the company's people have made."""
    for number, matchers, begin, end, who, why in (
        (1, ('alertname="TargetDown"', 'job="soap-bridge"'), -1, 20, "ana", "soap-bridge is being switched off this week"),
        (2, ('container=~"index.*"',), 1, 3, "ben", "reindexing tonight"),
        (3, ('service="mailer"',), -5, -3, "ana", "new mail provider"),
    ):
        starts, parsed = began + begin * HOUR, tuple(parse(one) for one in matchers)
        yield Silence(f"7f1c9d0e-0000-4000-8000-{number:012d}", parsed, starts, began + end * HOUR, who, why, starts)
