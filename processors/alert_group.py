"""Summary of one alert group: what fires, since when, what was found out, who looks after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

import msgspec

from processors._ages import duration, moment
from processors._alerts import Alert, Group, Piece, ThreadLine
from processors._controls import Button, Control, Menu, Visit
from processors._counts import among, counted
from processors._passages import Facts, Line, Passage
from processors._summary import Summary, Tone
from processors._text import Link, Moment, Person, Span, Team, Text, bold, plain  # fmt: skip

_PLACES = ("namespace", "service", "job", "cluster")
"""Labels that say where it is; the first that there is stands in the title."""
_SERIES = 5
_ANNOTATIONS = ("summary", "description", "message")
_RUNBOOKS = ("runbook_url", "runbook")
_DASHBOARDS = ("dashboard_url", "dashboard")


class Look(msgspec.Struct, frozen=True):
    """How alerts look here.

    Attributes:
        tones: a severity's rank to its tone.
        severity: the label that says how bad it is.
        worst: the rank of the worst severity, for which people are called.
        hosts: the hosts that links may lead to, `*` allowed.
    """

    tones: Mapping[int, Tone]
    severity: str
    worst: int
    hosts: tuple[str, ...]

    def allowed(self, url: str) -> str:
        """Return `url` if it may be linked, else ""."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return ""
        names = (host, f"{host}:{port}")
        fits = parts.scheme in ("http", "https") and "@" not in parts.netloc
        return url if fits and any(fnmatchcase(name, host) for name in names for host in self.hosts) else ""


class Ways(msgspec.Struct, frozen=True):
    """What can be asked and done from the message: labels and command lines; and the user group that is called, or ""."""

    acknowledge: str
    silences: tuple[tuple[str, str], ...]
    unsilence: str
    looks: tuple[tuple[str, str], ...]
    mention: str


def name(group: Group) -> str:
    """Return what the group is called, e.g. `CheckoutErrors`."""
    return group.common.get("alertname") or group.labels.get("alertname") or among(tuple(group.labels.values())) or "Alerts"


def summary(group: Group, look: Look, ways: Ways, now: float) -> Summary:
    """Return the message of `group`.

    Args:
        group: what is known of it.
        look: how alerts look here.
        ways: what its buttons carry.
        now: when it is made: what ran out by then is not shown.
    """
    silence = group.silence if group.silence and group.silence.until > now else None
    firing = bool(group.firing)
    tone = look.tones.get(group.rank, Tone.WARNING)
    if not firing:
        tone = Tone.GOOD
    elif silence:
        tone = Tone.SILENCED
    body = [*_described(group), *_series(group, look), *(_found(group.evidence or ()) if firing else ())]
    if firing and ways.mention and group.rank >= look.worst and not group.owner:
        body.append(Line((Team(ways.mention),)))
    body.append(Line((*_standing(group, now), *_links(group, look))))
    return Summary(
        tone=tone,
        title=_title(group, look, now),
        body=tuple(body),
        controls=tuple(_controls(group, look, ways, silenced=silence is not None)) if firing else (),
        notes=("Alertmanager",),
    )


def _title(group: Group, look: Look, now: float) -> Text:
    notes, common = group.notes, group.common
    way = _first(notes, _RUNBOOKS, look) or _first(notes, _DASHBOARDS, look) or look.allowed(_graph(group))
    head = Link(name(group), way, "bold") if way else bold(name(group))
    place = next((common[label] for label in _PLACES if common.get(label)), "")
    facts = [place, common.get(look.severity, "") or _severity(group, look)]
    said = "".join(f" · {fact}" for fact in facts if fact)
    if group.ended is not None:
        lasted = duration(max(0.0, group.ended - group.began)) if group.began else ""
        return (head, Span(f"{said} · resolved{f' after {lasted}' if lasted else ''} at "), moment(group.ended, now))
    number = len(group.firing) + group.left_out
    count = (Span(f" · {counted(number, 'alert')}"),) if number > 1 else ()
    return (head, Span(f"{said} · firing since "), moment(group.began, now), *count)


def _severity(group: Group, look: Look) -> str:
    """Return the severities of a group that has several."""
    return among(tuple(dict.fromkeys(filter(None, (alert.labels.get(look.severity, "") for alert in group.firing)))))


def _described(group: Group) -> Iterator[Line]:
    notes = group.notes
    said = next((notes[label] for label in _ANNOTATIONS if notes.get(label, "").strip()), "")
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    if lines:
        yield Line(plain(" ".join(lines[:2])))


def _series(group: Group, look: Look) -> Iterator[Facts]:
    """Yield what tells the group's alerts apart."""
    alerts, common = group.firing, group.common
    if len(alerts) > 1:
        told = tuple(_apart(alert, common, look) for alert in alerts[:_SERIES])
        more = len(alerts) - len(told) + group.left_out
        yield Facts((*told, *((f"{more} more",) if more else ())))


def _apart(alert: Alert, common: Mapping[str, str], look: Look) -> str:
    own = {label: value for label, value in alert.labels.items() if label not in common}
    return " ".join(f"{label}={value}" if label != look.severity else value for label, value in own.items()) or "one more"


def _found(pieces: Sequence[Piece]) -> Iterator[Passage]:
    for piece in pieces:
        yield from piece.found
    missing = tuple(f"no {piece.name}: {piece.trouble}" for piece in pieces if piece.trouble)
    if missing:
        yield Facts(missing)


def _standing(group: Group, now: float) -> Text:
    """Return who looks after it, who has silenced it, and until when."""
    owner, silence = group.owner, group.silence
    if owner is not None:
        verb = "looks after it since" if group.ended is None else "looked after it from"
        owned: Text = (Person(owner.by), Span(f" {verb} "), moment(owner.at, now))
    else:
        owned = plain("Nobody looks after it yet" if group.ended is None else "Nobody had acknowledged it")
    if silence is None or group.ended is not None:
        return owned
    if silence.until <= now:
        return (*owned, Span(" · the silence of "), Person(silence.by), Span(" has run out"))
    return (*owned, Span(" · silenced by "), Person(silence.by), Span(" until "), moment(silence.until, now))


def _controls(group: Group, look: Look, ways: Ways, *, silenced: bool) -> Iterator[Control]:
    if ways.acknowledge:
        own = group.owner is not None
        yield Button("Give it back" if own else "Acknowledge", ways.acknowledge, "plain" if own else "primary")
    if silenced and ways.unsilence:
        yield Button("Undo silence", ways.unsilence)
    elif ways.silences:
        yield Menu("Silence…", tuple(Button(label, line) for label, line in ways.silences))
    runbook = _first(group.notes, _RUNBOOKS, look)
    first, later = ways.looks[:1] if runbook else ways.looks[:2], ways.looks[1:] if runbook else ways.looks[2:]
    for label, line in first:
        yield Button(label, line)
    if runbook:
        yield Visit("Runbook", runbook)
    for label, line in later:
        yield Button(label, line, more=True)


def _links(group: Group, look: Look) -> Iterator[Span | Link]:
    for label, url in (("Dashboard", _first(group.notes, _DASHBOARDS, look)), ("Graph", look.allowed(_graph(group)))):
        if url:
            yield from (Span(" · "), Link(label, url))


def _first(notes: Mapping[str, str], labels: Sequence[str], look: Look) -> str:
    return next((url for label in labels if (url := look.allowed(notes.get(label, "")))), "")


def _graph(group: Group) -> str:
    return next((alert.url for alert in group.firing or group.alerts if alert.url), "")


def told(lines: Sequence[ThreadLine]) -> Summary:
    """Return what the thread is told of changes: a line each, in one message."""
    return Summary(tone=Tone.NEUTRAL, title=_line(lines[0]), body=tuple(Line(_line(line)) for line in lines[1:]))


def _line(line: ThreadLine) -> Text:
    who: Text = (Person(line.by), Span(" ")) if line.by else ()
    return (Moment(line.at), Span(" · "), *who, Span(line.said))
