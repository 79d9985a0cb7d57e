"""The flat records that Alertmanager gives."""

from __future__ import annotations

from typing import Literal

import msgspec

Labels = tuple[tuple[str, str], ...]
"""Label names and values, sorted by name."""
State = Literal["active", "suppressed", "unprocessed"]


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """One alert that is not resolved.

    Attributes:
        name: its `alertname`.
        severity: its label `severity`; "" without one.
        labels: the others.
        state: `suppressed` is silenced or inhibited; `unprocessed` has just come.
        since: when it began, seconds since 1970.
        summary, description: of its annotations; the message and the like stand in where they are missing.
        runbook, dashboard: links of its annotations; hostile until checked.
        expression: what it is about, as far as its source tells; PromQL.
        silenced_by: the IDs of silences.
        inhibited_by: the fingerprints of the alerts that stand for it.
        receivers: who is told.
        fingerprint: its own.
    """

    name: str
    severity: str = ""
    labels: Labels = ()
    state: State = "active"
    since: float = 0.0
    summary: str = ""
    description: str = ""
    runbook: str = ""
    dashboard: str = ""
    expression: str = ""
    silenced_by: tuple[str, ...] = ()
    inhibited_by: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    fingerprint: str = ""


class AlertList(msgspec.Struct, frozen=True, kw_only=True):
    """Alerts: at most `MOST_ALERTS` of `found`; `whole` says whether all were counted."""

    alerts: tuple[Alert, ...] = ()
    found: int = 0
    whole: bool = True


class AlertGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Alerts that one notification tells of: the labels that they have in common, who is told, and the alerts."""

    labels: Labels
    receiver: str
    alerts: tuple[Alert, ...]


class Matcher(msgspec.Struct, frozen=True):
    """One condition on a label; `operator` is `=`, `!=`, `=~` or `!~`."""

    name: str
    operator: str
    value: str

    def __str__(self) -> str:
        escaped = self.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'{self.name}{self.operator}"{escaped}"'


class Silence(msgspec.Struct, frozen=True, kw_only=True):
    """A silence that is in force or will be. Times are in seconds since 1970."""

    id: str
    state: Literal["active", "pending"]
    matchers: tuple[Matcher, ...]
    starts: float
    ends: float
    creator: str = ""
    comment: str = ""


class NewSilence(msgspec.Struct, frozen=True, kw_only=True):
    """A silence that is to be made. Its comment has to be its own: by that it is found where no answer came."""

    matchers: tuple[Matcher, ...]
    starts: float
    ends: float
    creator: str
    comment: str


class SilenceList(msgspec.Struct, frozen=True, kw_only=True):
    """Silences: at most `MOST_SILENCES` of `found`, those that end first; `expired` are over and still remembered."""

    silences: tuple[Silence, ...] = ()
    found: int = 0
    expired: int = 0


class AlertDetail(msgspec.Struct, frozen=True, kw_only=True):
    """One alert by its name: each place where it is, and the silences that keep it quiet."""

    alerts: AlertList
    silences: tuple[Silence, ...] = ()


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """How one Alertmanager is: its version, its cluster's state (`ready`, `settling`, `disabled`), its number of peers."""

    version: str
    cluster: str
    peers: int
