"""Whatever order webhooks come in, what is known in the end is what Alertmanager said last."""

from __future__ import annotations

import itertools

from msgspec.structs import replace

from bot.alerts.merge import DOUBT, Severities, merged
from bot.alerts.notice import Notice
from processors._alerts import Alert, Group

NOW = 1_795_442_465.0
HOW = Severities("severity", ("critical", "warning"), anew=3600)


def alert(name: str, began: float = 0, ended: float | None = None, severity: str = "warning") -> Alert:
    """Return an alert that began, and ended, so many seconds after NOW."""
    labels = {"alertname": "Down", "pod": name, "severity": severity}
    return Alert(name, NOW + began, None if ended is None else NOW + ended, 0.0, labels)


def notice(*alerts: Alert, at: float = 1, left_out: int = 0) -> Notice:
    """Return a webhook that came in so many seconds after NOW."""
    heard = tuple(replace(one, heard=NOW + at) for one in alerts)
    return Notice("k1", "", NOW + at, {"alertname": "Down"}, heard, left_out, "")


def after(*notices: Notice, known: Group | None = None) -> Group:
    """Return what is known after these, in this order."""
    for one in notices:
        known = merged(known, one, "C1", HOW)
    assert known is not None
    return known


def states(group: Group) -> dict[str, float | None]:
    """Return when each alert ended, in seconds after NOW; None for those that fire."""
    return {one.id: None if one.ended is None else one.ended - NOW for one in group.alerts}


def test_a_duplicate_changes_nothing() -> None:
    """Alertmanagers in a cluster post twice at times; the message must not be edited for it."""
    first = after(notice(alert("a")))
    assert merged(first, notice(alert("a"), at=5), "C1", HOW) is first


def test_any_order_within_seconds_comes_to_the_same_end() -> None:
    """What was overtaken on its way must not undo what overtook it."""
    story = [
        notice(alert("a")), notice(alert("a"), alert("b", 2)),
        notice(alert("a", 0, 4), alert("b", 2)), notice(alert("b", 2, 9)),
    ]  # fmt: skip
    for order in itertools.permutations(range(len(story))):
        told = [replace(story[place], received=NOW + 10 + turn) for turn, place in enumerate(order)]
        told = [replace(one, alerts=tuple(replace(a, heard=one.received) for a in one.alerts)) for one in told]
        assert not after(*told).firing, order


def test_a_late_firing_leaves_a_resolved_group_resolved() -> None:
    """A retry that arrives after its successor."""
    group = after(notice(alert("a")), notice(alert("a", 0, 30), at=31), notice(alert("a"), at=40))
    assert states(group) == {"a": 30}


def test_a_firing_told_again_minutes_later_is_true_although_it_began_before_the_end() -> None:
    """Prometheus was cut off from Alertmanager for so long that the alert ran out, and fires on."""
    group = after(notice(alert("a")), notice(alert("a", 0, 30), at=31), notice(alert("a"), at=32 + DOUBT))
    assert states(group) == {"a": None}


def test_an_alert_that_is_not_named_any_more_has_ended() -> None:
    """Alertmanager was restarted without it; nobody will say that it is resolved."""
    group = after(notice(alert("a"), alert("b", 2)), notice(alert("b", 2), alert("c", 50), at=51))
    assert states(group) == {"b": None, "c": None, "a": 51}


def test_an_alert_that_is_left_out_for_length_fires_on() -> None:
    """Alertmanager's max_alerts cuts the list; what is not seen is not over."""
    group = after(notice(alert("a"), alert("b", 2)), notice(alert("b", 2), alert("c", 50), at=51, left_out=1))
    assert states(group)["a"] is None


def test_a_group_that_comes_back_soon_keeps_its_message() -> None:
    """Flapping is one story."""
    known = replace(after(notice(alert("a")), notice(alert("a", 0, 30), at=31)), ts="1.1")
    again = after(notice(alert("a", 60), at=61), known=known)
    assert (again.ts, again.born) == ("1.1", known.born)
    assert [line.said for line in again.lines][-1] == "firing again: 1 alert"


def test_a_group_that_comes_back_much_later_gets_a_new_message() -> None:
    """Nobody reads an edit of yesterday's message."""
    known = replace(after(notice(alert("a")), notice(alert("a", 0, 30), at=31)), ts="1.1")
    again = after(notice(alert("a", 9000), at=9001), known=known)
    assert (again.ts, again.began, again.lines) == ("", NOW + 9000, ())
    assert again.born != known.born


def test_only_a_rise_in_severity_is_broadcast() -> None:
    """A channel that is told of everything is read by nobody."""
    group = after(notice(alert("a")), notice(alert("a"), alert("b", 5, severity="critical"), at=6))
    assert [line.said for line in group.lines if line.broadcast] == ["severity rises to critical"]
    calmer = after(notice(alert("a"), alert("b", 5, 9, severity="critical"), at=10), known=group)
    assert [line.said for line in calmer.lines if line.broadcast] == ["severity rises to critical"]


def test_a_webhook_about_nothing_known_that_is_resolved_makes_no_fire() -> None:
    """The first that a bot hears after a loss may be the end."""
    group = after(notice(alert("a", 0, 30), at=31))
    assert not group.firing
    assert group.ended == NOW + 30
