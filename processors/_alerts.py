"""What is known of one alert group, and of a storm of them: the state that the replicas share and that messages are made of.

All times are seconds since 1970. All text is from outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from processors._passages import Passage


class Alert(msgspec.Struct, frozen=True):
    """One alert of a group.

    Attributes:
        id: its fingerprint: the same for as long as its labels are.
        began: when it began to fire.
        ended: when it was resolved; None while it fires.
        heard: when the newest news of it came in, by our clock.
        labels, annotations: as Prometheus made them.
        url: the expression's graph.
    """

    id: str
    began: float
    ended: float | None
    heard: float
    labels: Mapping[str, str] = {}
    annotations: Mapping[str, str] = {}
    url: str = ""

    @property
    def event(self) -> float:
        """When the newest thing happened that this state knows of: it began, or it was resolved."""
        return self.began if self.ended is None else self.ended


class Mark(msgspec.Struct, frozen=True):
    """Who did something, and when.

    Attributes:
        by: the user's ID.
    """

    by: str
    at: float


class Silence(msgspec.Struct, frozen=True):
    """A silence of Alertmanager's that was made from the message: its ID there, who made it, until when."""

    id: str
    by: str
    until: float


class ServiceSilence(msgspec.Struct, frozen=True):
    """A silence of all that a service fires, made from a digest.

    Attributes:
        label, value: the label that names the service, and its name.
        target: the target whose Alertmanager has it; "" for the default.
        silence: the silence.
    """

    label: str
    value: str
    target: str
    silence: Silence


class ThreadLine(msgspec.Struct, frozen=True):
    """A change that is still to be told in the thread.

    Attributes:
        at: when it happened.
        said: what happened, a few words.
        by: the user who did it, or "".
        broadcast: whether the channel is told too.
    """

    at: float
    said: str
    by: str = ""
    broadcast: bool = False


class Piece(msgspec.Struct, frozen=True):
    """A piece of evidence: what it is about, what was found (passages), or why nothing was."""

    name: str
    found: tuple[Passage, ...] = ()
    trouble: str = ""


class Group(msgspec.Struct, frozen=True, kw_only=True, tag="group"):
    """One alert group and its message.

    Attributes:
        key: its short name, in buttons and in the message's metadata.
        target: the target whose systems it is about; "" for the default.
        channel: where its message stands.
        labels: what the group is grouped by.
        url: Alertmanager's own address.
        alerts: the firing ones and those lately resolved, the worst first.
        left_out: how many more there are.
        began: when it began to fire, this time.
        changed: when something last changed.
        rank: the worst severity that it has had, from 0; as the configuration orders them.
        owner: who has acknowledged it.
        silence: the silence made from the message.
        evidence: what was found out when it began; None: not looked yet.
        ts: the message; "" while there is none.
        posting: when a post was begun whose end is not known; 0 if none.
        born: a word of chance, another for each message of the group and for each time that the state was lost.
        storm: the key of the digest that it stands in; "" for none.
        alone: it has a message of its own although it stands in a digest, as somebody opened it there.
        revision: counts what people could see change.
        shown: the revision that the message shows.
        lines: changes that the thread has not been told.
        missing: since when Alertmanager has been seen not to know one of the firing alerts; 0 while it knows all.
    """

    key: str
    target: str
    channel: str
    labels: Mapping[str, str] = {}
    url: str = ""
    alerts: tuple[Alert, ...] = ()
    left_out: int = 0
    began: float = 0.0
    changed: float = 0.0
    rank: int = 0
    owner: Mark | None = None
    silence: Silence | None = None
    evidence: tuple[Piece, ...] | None = None
    ts: str = ""
    posting: float = 0.0
    born: str = ""
    storm: str = ""
    alone: bool = False
    revision: int = 0
    shown: int = 0
    lines: tuple[ThreadLine, ...] = ()
    missing: float = 0.0

    @property
    def firing(self) -> tuple[Alert, ...]:
        """The alerts that fire."""
        return tuple(alert for alert in self.alerts if alert.ended is None)

    @property
    def ended(self) -> float | None:
        """When the last of its alerts was resolved; None while one fires."""
        return None if self.firing else max((alert.ended or 0.0 for alert in self.alerts), default=self.changed)

    @property
    def gathered(self) -> bool:
        """Whether it has no message of its own, as it stands in a digest."""
        return bool(self.storm) and not self.alone and not self.ts

    @property
    def common(self) -> dict[str, str]:
        """The labels that all its firing alerts share, or all its alerts when none fires."""
        known = [alert.labels for alert in self.firing or self.alerts if alert.labels]
        return dict(_shared(known or [self.labels]))

    @property
    def notes(self) -> dict[str, str]:
        """The annotations of all its firing alerts that they share, and else those of the first."""
        known = [alert.annotations for alert in self.firing or self.alerts if alert.annotations]
        return {**known[0], **dict(_shared(known))} if known else {}


class Storm(msgspec.Struct, frozen=True, kw_only=True, tag="storm"):
    """A digest: one message for many groups.

    Attributes:
        key: its short name.
        channel: where it stands.
        began: when it was begun.
        members: the keys of its groups.
        silences: those that were made from it and not ended from it.
        ts, posting, born, revision, shown: as in `Group`.
    """

    key: str
    channel: str
    began: float
    members: tuple[str, ...] = ()
    silences: tuple[ServiceSilence, ...] = ()
    ts: str = ""
    posting: float = 0.0
    born: str = ""
    revision: int = 0
    shown: int = 0


def _shared(all_of: list[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    first = all_of[0]
    return ((name, value) for name, value in first.items() if all(one.get(name) == value for one in all_of))
