"""Alertmanager's webhook, version 4: what is posted to us, checked and typed.

Source: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config and notify/webhook in Alertmanager's source.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import msgspec

from processors._alerts import Alert

MOST = 100
"""Alerts of one group of which we keep more than their number."""
_LONGEST = 2000
"""Characters of a label's or an annotation's value that are kept."""
_NAMED = 64
"""Labels, and annotations, that are kept of one alert."""


class NoticeError(Exception):
    """What was posted is not what Alertmanager posts; the text names the field."""


class _Alert(msgspec.Struct, frozen=True, rename="camel"):
    status: Literal["firing", "resolved"]
    labels: dict[str, str]
    starts_at: datetime
    annotations: dict[str, str] = {}
    ends_at: datetime | None = None
    generator_url: str = msgspec.field(default="", name="generatorURL")
    fingerprint: str = ""


class _Posted(msgspec.Struct, frozen=True, rename="camel"):
    version: Literal["4"]
    group_key: str
    alerts: list[_Alert]
    truncated_alerts: int = 0
    group_labels: dict[str, str] = {}
    external_url: str = msgspec.field(default="", name="externalURL")


class Notice(msgspec.Struct, frozen=True):
    """One webhook.

    Attributes:
        key: the group's short name: the same for the same group of the same target, whichever replica posts it.
        target: the target whose systems it is about; "" for the default.
        received: when it came in, by our clock.
        labels: what the group is grouped by.
        alerts: as they are now, firing ones first; `heard` is `received`.
        left_out: how many more there are.
        url: Alertmanager's own address.
    """

    key: str
    target: str
    received: float
    labels: Mapping[str, str]
    alerts: tuple[Alert, ...]
    left_out: int
    url: str


def read(body: bytes, target: str, now: float) -> Notice:
    """Return what the body of a webhook says.

    Args:
        body: JSON.
        target: the target that it is about; "" for the default.
        now: when it came in, seconds since 1970.

    Raises:
        NoticeError: it is none.
    """
    try:
        posted = msgspec.json.decode(body, type=_Posted)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NoticeError(str(error)) from error
    alerts = sorted((_alert(one, now) for one in posted.alerts), key=lambda one: (one.ended is not None, one.began, one.id))
    return Notice(
        key=_short(f"{target}\0{posted.group_key}"),
        target=target,
        received=now,
        labels=_kept(posted.group_labels),
        alerts=tuple(alerts[:MOST]),
        left_out=len(alerts[MOST:]) + max(0, posted.truncated_alerts),
        url=posted.external_url[:_LONGEST],
    )


def _alert(posted: _Alert, now: float) -> Alert:
    began = _seconds(posted.starts_at)
    ended = None
    if posted.status == "resolved":
        ended = max(began, _seconds(posted.ends_at) if posted.ends_at else now)
    return Alert(
        id=posted.fingerprint[:64] or _short(repr(sorted(posted.labels.items()))),
        began=began,
        ended=ended,
        heard=now,
        labels=_kept(posted.labels),
        annotations=_kept(posted.annotations),
        url=posted.generator_url[:_LONGEST],
    )


def _seconds(when: datetime) -> float:
    return max(0.0, when.timestamp())


def _kept(pairs: Mapping[str, str]) -> dict[str, str]:
    return {name[:200]: value[:_LONGEST] for name, value in list(pairs.items())[:_NAMED]}


def _short(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]
