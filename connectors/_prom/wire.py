"""The shapes of answers as they come over the wire; only the fields that are used, everything else is skipped."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec


class _Json(msgspec.Struct, frozen=True, rename="camel", gc=False):
    pass


class Element(_Json, frozen=True):
    """One series of a result: `value` of an instant, `values` of a range; each is a time and a number as text."""

    metric: dict[str, str] = {}
    value: tuple[float, str] | None = None
    values: list[tuple[float, str]] = []


class Result(_Json, frozen=True):
    """What a query gave. A scalar and a string are a time and a text, where the other kinds have elements."""

    result_type: str = ""
    result: list[Element | float | str] = []


class Queried(_Json, frozen=True):
    """The envelope of a query's result."""

    status: str = ""
    data: Result = Result()
    warnings: list[str] | None = None


class Target(_Json, frozen=True):
    """One scraped target."""

    labels: dict[str, str] = {}
    scrape_pool: str = ""
    scrape_url: str = ""
    last_error: str = ""
    last_scrape: datetime | None = None
    health: str = ""


class Targets(_Json, frozen=True):
    """The scraped targets."""

    active_targets: list[Target] = []


class TargetsSaid(_Json, frozen=True):
    """The envelope of the targets."""

    status: str = ""
    data: Targets = Targets()


class Rule(_Json, frozen=True):
    """One rule, recording or alerting."""

    name: str = ""
    query: str = ""
    type: str = ""
    health: str = ""
    last_error: str = ""
    evaluation_time: float = 0.0


class Group(_Json, frozen=True):
    """One group of rules, evaluated together; `interval` and `evaluation_time` in seconds."""

    name: str = ""
    file: str = ""
    rules: list[Rule] = []
    interval: float = 0.0
    evaluation_time: float = 0.0
    last_evaluation: datetime | None = None


class Groups(_Json, frozen=True):
    """The groups of rules."""

    groups: list[Group] = []


class RulesSaid(_Json, frozen=True):
    """The envelope of the rules."""

    status: str = ""
    data: Groups = Groups()
    warnings: list[str] | None = None


class Stream(_Json, frozen=True):
    """One of Loki's streams: each value is nanoseconds since 1970 as text, a line, and perhaps structured metadata."""

    stream: dict[str, str] = {}
    values: list[list[Any]] = []


class Streams(_Json, frozen=True):
    """What a log query gave; a query of numbers gives elements of another kind, which are skipped."""

    result_type: str = ""
    result: list[Stream | float | str] = []


class Logged(_Json, frozen=True):
    """The envelope of a log query's result."""

    status: str = ""
    data: Streams = Streams()
    warnings: list[str] | None = None


class Build(_Json, frozen=True):
    """What it was built from."""

    version: str = ""


class BuildSaid(_Json, frozen=True):
    """Prometheus puts it into the envelope; Loki does not."""

    data: Build = Build()
    version: str = ""


QUERIED = msgspec.json.Decoder(Queried)
TARGETS = msgspec.json.Decoder(TargetsSaid)
RULES = msgspec.json.Decoder(RulesSaid)
LOGGED = msgspec.json.Decoder(Logged)
BUILD = msgspec.json.Decoder(BuildSaid)
