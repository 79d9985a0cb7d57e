"""The options of `pods/log`, as the API server reads and refuses them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from playground.kubernetes.problems import Problem, bad_request, invalid

MINIMA = {"limitBytes": 1, "sinceSeconds": 1, "tailLines": 0}
BOUNDS = {0: "must be greater than or equal to 0", 1: "must be greater than 0"}
RFC3339 = "2006-01-02T15:04:05Z07:00"
TWICE = "Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified"


@dataclass(frozen=True, slots=True)
class LogOptions:
    """What of a log is wanted.

    Attributes:
        container: "" if none is named.
        since: only lines from this moment on, in seconds since 1970.
        tail: only so many lines, the last ones; None for all.
        limit: no more bytes than this; None for all.
    """

    container: str
    previous: bool
    follow: bool
    timestamps: bool
    since: float
    tail: int | None
    limit: int | None


def log_options(name: str, query: Mapping[str, str], now: float) -> LogOptions:
    """Return the options of a request for the log of the pod with this name.

    Raises:
        Problem: 400 or 422, an option that makes no sense.
    """
    numbers = {option: _number(name, option, query.get(option, "")) for option in MINIMA}
    at = query.get("sinceTime", "")
    seconds = numbers["sinceSeconds"]
    if at and seconds is not None:
        raise _invalid(name, "[]", "FieldValueForbidden", TWICE)
    since = _moment(at) if at else now - seconds if seconds is not None else 0.0
    return LogOptions(
        container=query.get("container", ""),
        previous=_flag(query, "previous"),
        follow=_flag(query, "follow"),
        timestamps=_flag(query, "timestamps"),
        since=since,
        tail=numbers["tailLines"],
        limit=numbers["limitBytes"],
    )


def _flag(query: Mapping[str, str], option: str) -> bool:
    """Return an option that is on or off: everything but these words is on, as in k8s.io/apimachinery/pkg/conversion."""
    return query.get(option, "0").lower() not in ("0", "false")


def _number(name: str, option: str, text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[-+]?\d+", text):
        raise bad_request(f'strconv.ParseInt: parsing "{text}": invalid syntax')
    value, least = int(text), MINIMA[option]
    if value < least:
        raise _invalid(name, option, "FieldValueInvalid", f"Invalid value: {value}: {BOUNDS[least]}")
    return value


def _moment(text: str) -> float:
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError as e:
        raise bad_request(f'parsing time "{text}" as "{RFC3339}": cannot parse "{text}" as "2006"') from e


def _invalid(name: str, field: str, reason: str, message: str) -> Problem:
    return invalid("PodLogOptions", "", name, [(field, reason, message)])
