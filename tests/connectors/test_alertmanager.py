"""The connector to Alertmanager, against a real one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from misbehaving import Observed, hangs, says, serving
from monitoring_servers import Monitoring

from connectors._alerts.records import Matcher
from connectors._deadline import Deadline
from connectors._errors import Broken, Invalid, Unreachable
from connectors.alertmanager import Alertmanager, AlertmanagerSettings, open_alertmanager


@pytest.fixture
async def alertmanager(monitored: Monitoring) -> AsyncIterator[Alertmanager]:
    """The connector, opened on the real server."""
    async with open_alertmanager("prod", AlertmanagerSettings(url=monitored.alertmanager), Observed()) as opened:
        yield opened


@pytest.fixture
def silenced(monitored: Monitoring) -> Iterator[str]:
    """The ID of a silence that keeps TargetGone quiet."""
    made = monitored.silence([{"name": "alertname", "value": "Target.*", "isRegex": True, "isEqual": True}])
    monitored.wait(
        lambda: any(one["status"]["silencedBy"] for one in monitored.get(f"{monitored.alertmanager}/api/v2/alerts"))
    )
    yield made
    monitored.unsilence(made)
    monitored.wait(
        lambda: not any(one["status"]["silencedBy"] for one in monitored.get(f"{monitored.alertmanager}/api/v2/alerts"))
    )


def soon() -> Deadline:
    """Return a deadline that is far enough away."""
    return Deadline.after(10)


async def test_an_alert_is_read_with_what_it_says(alertmanager: Alertmanager) -> None:
    """From a rule of a real Prometheus through a real Alertmanager."""
    found = await alertmanager.alerts([Matcher("alertname", "=", "TargetGone")], deadline=soon())
    [alert] = found.alerts
    assert (found.found, found.whole) == (1, True)
    assert (alert.name, alert.severity, alert.state) == ("TargetGone", "critical", "active")
    assert dict(alert.labels) == {
        "instance": "127.0.0.1:1", "job": "gone", "namespace": "payments", "service": "<!channel>"
    }  # fmt: skip
    assert (alert.summary, alert.runbook) == ("gone is gone", "https://runbooks.example/gone")
    assert alert.expression == "up == 0"
    assert alert.since > 1e9
    assert alert.receivers == ("nobody",)


@pytest.mark.parametrize(
    ("matchers", "names"),
    [
        ([], {"TargetGone", "Watchdog"}),
        ([Matcher("severity", "!=", "none")], {"TargetGone"}),
        ([Matcher("alertname", "=~", "W.*"), Matcher("severity", "=", "none")], {"Watchdog"}),
        ([Matcher("service", "=", "<!channel>")], {"TargetGone"}),
        ([Matcher("service", "=", 'a"b\\c\n')], set()),
    ],
)
async def test_matchers_pick_alerts(alertmanager: Alertmanager, matchers: list[Matcher], names: set[str]) -> None:
    """All of them have to fit, and what they hold is no syntax."""
    found = await alertmanager.alerts(matchers, deadline=soon())
    assert {alert.name for alert in found.alerts} == names


async def test_a_matcher_that_it_does_not_understand_is_the_askers_matter(alertmanager: Alertmanager) -> None:
    """Its regular expressions are RE2's, which know less than ours."""
    with pytest.raises(Invalid):
        await alertmanager.alerts([Matcher("service", "=~", "(?=x)")], deadline=soon())


async def test_silenced_alerts_are_told_apart(alertmanager: Alertmanager, silenced: str) -> None:
    """`alerts firing` must not show what somebody keeps quiet on purpose."""
    firing = await alertmanager.alerts(suppressed=False, deadline=soon())
    assert {alert.name for alert in firing.alerts} == {"Watchdog"}
    quiet = await alertmanager.alerts(active=False, deadline=soon())
    assert [(alert.name, alert.state, alert.silenced_by) for alert in quiet.alerts] == [
        ("TargetGone", "suppressed", (silenced,))
    ]


async def test_one_alert_comes_with_the_silences_that_keep_it_quiet(alertmanager: Alertmanager, silenced: str) -> None:
    """Whoever asks wants to know who and until when."""
    detail = await alertmanager.alert("TargetGone", deadline=soon())
    [silence] = detail.silences
    assert (silence.id, silence.creator, silence.comment) == (silenced, "ana", "testing <!here>")
    assert [str(matcher) for matcher in silence.matchers] == ['alertname=~"Target.*"']
    assert 0 < silence.ends - silence.starts <= 1800


async def test_silences_that_are_over_are_counted_only(
    alertmanager: Alertmanager, monitored: Monitoring, silenced: str
) -> None:
    """Alertmanager remembers them for days."""
    over = monitored.silence([{"name": "job", "value": "x", "isRegex": False, "isEqual": False}])
    monitored.unsilence(over)
    listed = await alertmanager.silences(deadline=soon())
    assert [silence.id for silence in listed.silences] == [silenced]
    assert listed.expired >= 1


async def test_groups_receivers_and_status_are_read(alertmanager: Alertmanager) -> None:
    """What the alerts in the channel will be made of."""
    groups = await alertmanager.groups(deadline=soon())
    assert {dict(group.labels)["alertname"] for group in groups} == {"TargetGone", "Watchdog"}
    assert all(group.receiver == "nobody" and group.alerts for group in groups)
    assert await alertmanager.receivers(deadline=soon()) == ("nobody",)
    status = await alertmanager.status(deadline=soon())
    assert (status.version[:2], status.cluster) == ("0.", "disabled")
    assert all(finding.well for finding in await alertmanager.check(soon()))


async def test_the_first_replica_that_answers_is_used_and_asked_first_from_then_on(monitored: Monitoring) -> None:
    """Alertmanager is run in clusters so that one of them may be away."""
    observed = Observed()
    settings = AlertmanagerSettings(urls=("http://127.0.0.1:1", monitored.alertmanager))
    async with open_alertmanager("prod", settings, observed) as opened:
        assert (await opened.alerts(deadline=soon())).found == 2
        tries = len(observed.outcomes)
        assert (await opened.alerts(deadline=soon())).found == 2
        assert observed.outcomes[tries:] == ["ok"]


async def test_the_targets_breaker_is_open_only_when_every_replicas_is() -> None:
    """The metric is the target's, and somebody is woken by it."""
    observed = Observed()
    settings = AlertmanagerSettings(urls=("http://127.0.0.1:1", "http://127.0.0.1:2"))
    async with open_alertmanager("prod", settings, observed) as opened:
        for _ in range(2):
            with pytest.raises(Unreachable):
                await opened.alerts(deadline=soon())
        assert opened.breaker == "open"
    assert observed.moves == ["closed", "open"]


async def test_a_replica_that_hangs_leaves_time_for_the_next(monitored: Monitoring) -> None:
    """A machine that is half dead accepts connections and says nothing."""
    async with serving(**{"api/v2/alerts": hangs()}) as half_dead:
        settings = AlertmanagerSettings(urls=(half_dead.url, monitored.alertmanager))
        async with open_alertmanager("prod", settings, Observed()) as opened:
            assert (await opened.alerts(deadline=Deadline.after(2))).found == 2


async def test_what_a_replica_refuses_is_not_asked_of_the_next(monitored: Monitoring) -> None:
    """A wrong question is wrong everywhere."""
    async with serving(**{"api/v2/alerts": says(400, '"bad matcher format"')}) as refusing:
        settings = AlertmanagerSettings(urls=(refusing.url, monitored.alertmanager))
        async with open_alertmanager("prod", settings, Observed()) as opened:
            with pytest.raises(Invalid, match="bad matcher format"):
                await opened.alerts(deadline=soon())


async def test_where_no_replica_answers_the_last_reason_is_said() -> None:
    """There is nobody left to ask."""
    settings = AlertmanagerSettings(urls=("http://127.0.0.1:1", "http://127.0.0.1:2"))
    async with open_alertmanager("prod", settings, Observed()) as opened:
        with pytest.raises(Unreachable, match="connection refused"):
            await opened.alerts(deadline=soon())


@pytest.mark.parametrize("body", ["[", '{"items": 3}', "[3]", '[{"labels": 3}]', "<html>"])
async def test_an_answer_that_makes_no_sense_is_broken(body: str) -> None:
    """A proxy's page, half an answer, another system."""
    async with (
        serving(**{"api/v2/alerts": says(200, body)}) as odd,
        open_alertmanager("prod", AlertmanagerSettings(url=odd.url), Observed()) as opened,
    ):
        with pytest.raises(Broken):
            await opened.alerts(deadline=soon())
