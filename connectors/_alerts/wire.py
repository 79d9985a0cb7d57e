"""The shapes of answers as they come over the wire, and the records made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import msgspec

from connectors._alerts.records import Alert, AlertGroup, Labels, Matcher, NewSilence, Silence, State

_LABEL, _TEXT, _NAMES = 200, 1000, 20


class _Json(msgspec.Struct, frozen=True, rename="camel", gc=False):
    pass


class AlertStatus(_Json, frozen=True):
    """What becomes of an alert."""

    state: State = "active"
    silenced_by: list[str] = []
    inhibited_by: list[str] = []


class Receiver(_Json, frozen=True):
    """Who is told."""

    name: str = ""


class AlertSaid(_Json, frozen=True):
    """One alert."""

    labels: dict[str, str] = {}
    annotations: dict[str, str] = {}
    status: AlertStatus = AlertStatus()
    receivers: list[Receiver] = []
    starts_at: datetime | None = None
    fingerprint: str = ""
    generator_url: str = msgspec.field(name="generatorURL", default="")


class AlertsSaid(_Json, frozen=True):
    """Some of the alerts."""

    items: list[AlertSaid] = []


class GroupSaid(_Json, frozen=True):
    """One group of alerts."""

    labels: dict[str, str] = {}
    receiver: Receiver = Receiver()
    alerts: list[AlertSaid] = []


class GroupsSaid(_Json, frozen=True):
    """Some of the groups."""

    items: list[GroupSaid] = []


class MatcherSaid(_Json, frozen=True):
    """One matcher of a silence; before 0.22 there was no `isEqual`."""

    name: str = ""
    value: str = ""
    is_regex: bool = False
    is_equal: bool = True


class SilenceStatus(_Json, frozen=True):
    """Whether a silence is in force."""

    state: Literal["active", "pending", "expired"] = "active"


class SilenceSaid(_Json, frozen=True):
    """One silence."""

    id: str = ""
    status: SilenceStatus = SilenceStatus()
    matchers: list[MatcherSaid] = []
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    created_by: str = ""
    comment: str = ""


class SilencesSaid(_Json, frozen=True):
    """Some of the silences."""

    items: list[SilenceSaid] = []


class Version(_Json, frozen=True):
    """What it was built from."""

    version: str = ""


class Peer(_Json, frozen=True):
    """Another member of the cluster."""

    name: str = ""


class Cluster(_Json, frozen=True):
    """The cluster that it is a member of."""

    status: str = ""
    peers: list[Peer] | None = None


class StatusSaid(_Json, frozen=True):
    """How it is. Its configuration stands there too and is not read, as there are secrets in it."""

    version_info: Version = Version()
    cluster: Cluster = Cluster()


class MadeSaid(_Json, frozen=True):
    """The answer to a new silence."""

    silence_id: str = msgspec.field(name="silenceID", default="")


class SilencePosted(_Json, frozen=True):
    """A silence as it is asked for."""

    matchers: list[MatcherSaid]
    starts_at: datetime
    ends_at: datetime
    created_by: str
    comment: str


MADE = msgspec.json.Decoder(MadeSaid)
ALERTS = msgspec.json.Decoder(AlertsSaid)
GROUPS = msgspec.json.Decoder(GroupsSaid)
SILENCES = msgspec.json.Decoder(SilencesSaid)
RECEIVERS = msgspec.json.Decoder(list[Receiver])
STATUS = msgspec.json.Decoder(StatusSaid)


def alert(said: AlertSaid) -> Alert:
    """Return one alert as a record."""
    notes = said.annotations
    return Alert(
        name=said.labels.get("alertname", "")[:_LABEL],
        severity=said.labels.get("severity", "")[:_LABEL],
        labels=_labels(said.labels, without=("alertname", "severity")),
        state=said.status.state,
        since=_moment(said.starts_at),
        summary=_first(notes, "summary", "message", "title"),
        description=_first(notes, "description"),
        runbook=_first(notes, "runbook_url", "runbook"),
        dashboard=_first(notes, "dashboard_url", "dashboard"),
        expression=_expression(said.generator_url),
        silenced_by=tuple(said.status.silenced_by[:_NAMES]),
        inhibited_by=tuple(said.status.inhibited_by[:_NAMES]),
        receivers=tuple(receiver.name for receiver in said.receivers[:_NAMES]),
        fingerprint=said.fingerprint,
    )


def group(said: GroupSaid) -> AlertGroup:
    """Return one group as a record."""
    return AlertGroup(
        labels=_labels(said.labels), receiver=said.receiver.name, alerts=tuple(alert(one) for one in said.alerts)
    )


def silence(said: SilenceSaid) -> Silence:
    """Return one silence that is not over as a record."""
    operators = {(False, True): "=", (False, False): "!=", (True, True): "=~", (True, False): "!~"}
    return Silence(
        id=said.id,
        state="pending" if said.status.state == "pending" else "active",
        matchers=tuple(
            Matcher(one.name, operators[one.is_regex, one.is_equal], one.value[:_LABEL]) for one in said.matchers[:_NAMES]
        ),
        starts=_moment(said.starts_at),
        ends=_moment(said.ends_at),
        creator=said.created_by[:_LABEL],
        comment=said.comment[:_TEXT],
    )


def posted(asked: NewSilence) -> SilencePosted:
    """Return how a new silence is asked for."""
    return SilencePosted(
        matchers=[
            MatcherSaid(one.name, one.value, is_regex="~" in one.operator, is_equal=not one.operator.startswith("!"))
            for one in asked.matchers
        ],
        starts_at=datetime.fromtimestamp(asked.starts, UTC),
        ends_at=datetime.fromtimestamp(asked.ends, UTC),
        created_by=asked.creator,
        comment=asked.comment,
    )


def _labels(found: Mapping[str, str], without: tuple[str, ...] = ()) -> Labels:
    return tuple(sorted((name, value[:_LABEL]) for name, value in found.items() if name not in without))


def _first(annotations: Mapping[str, str], *names: str) -> str:
    return next((annotations[name][:_TEXT] for name in names if annotations.get(name)), "")


def _expression(url: str) -> str:
    """Return the expression in the link to Prometheus' graph, which is how it says where an alert comes from.

    It is brought into one line, which a button can carry; not where there is a comment in it, which would swallow the rest.
    """
    try:
        said = parse_qs(urlsplit(url).query).get("g0.expr", [""])[0][:_TEXT]
    except ValueError:
        return ""
    return said if "#" in said else re.sub(r"\s*[\r\n]\s*", " ", said).strip()


def _moment(at: datetime | None) -> float:
    return at.timestamp() if at and at.year > 1 else 0.0
