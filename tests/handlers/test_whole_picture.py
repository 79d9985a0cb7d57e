"""Answers that are made of several questions: what fails costs its own part only."""

from typing import Any

import pytest
from answering import DEADLINE, Cluster
from golden.asked import NOW
from golden.scenes import failing, pod_list
from golden.scenes_monitoring import many_alerts

from bot.catalogue import find_commands
from connectors._alerts.records import AlertList, Matcher
from connectors._deadline import Deadline
from connectors._errors import TimedOut
from connectors.alertmanager import Alertmanager
from handlers._contract import Invocation, UsageError
from handlers._pieces import PATIENCE, piece, pieces
from processors._controls import Button
from processors._passages import Line
from processors._summary import Part, Summary, Tone

COMMANDS = {command.name: command for command in find_commands()}


class Alarms:
    """An Alertmanager connector that gives what it was handed, or raises it, and notes what it was asked."""

    def __init__(self, found: AlertList | TimedOut) -> None:
        self.found, self.asked = found, list[tuple[Any, ...]]()

    async def alerts(self, matchers: tuple[Matcher, ...], *, suppressed: bool, deadline: Deadline) -> AlertList:
        """Note the question; return the list."""
        self.asked.append((matchers, suppressed, deadline))
        if isinstance(self.found, TimedOut):
            raise self.found
        return self.found


class Tools:
    """The tools of one target, with that cluster, and an Alertmanager or none."""

    target = "prod"
    deadline = DEADLINE

    def __init__(self, cluster: Cluster, alarms: Alarms | None = None) -> None:
        self._cluster, self._alarms = cluster, alarms

    def upstream(self, kind: type[Any]) -> Any:
        """Return the connector. Raises UsageError where there is none."""
        if kind is not Alertmanager:
            return self._cluster
        if self._alarms is None:
            raise UsageError("@prod has no Alertmanager configured.")
        return self._alarms


def words(summary: Summary) -> str:
    """Return the title's and the lines' words."""
    texts = [summary.title, *(passage.text for passage in summary.body if isinstance(passage, Line))]
    return "\n".join("".join(getattr(span, "text", "@") for span in text) for text in texts)


async def asked(name: str, cluster: Cluster, *arguments: str, alarms: Alarms | None = None, namespace: str = "") -> Summary:
    """Return what people see of a command's answer."""
    invocation = Invocation(name, arguments, (("namespace", namespace),) if namespace else (), ("prod",))
    records = await COMMANDS[name].load(invocation, Tools(cluster, alarms))
    return COMMANDS[name].show(invocation, [Part("prod", records, NOW)])


async def test_a_part_that_fails_is_named_and_the_rest_stands() -> None:
    """During an incident some part always fails, and the others are asked for just then."""
    cluster = Cluster(pod_list(failing(3)))
    cluster.fail(cluster.nodes)
    shown = await asked("status", cluster)
    assert "nodes not known · timed out after 6 s" in words(shown)
    assert "3 pods failing" in words(shown)
    assert shown.tone is Tone.BAD


async def test_good_news_of_which_a_part_is_missing_is_not_green() -> None:
    """What could not be looked at may be what is on fire."""
    cluster = Cluster(pod_list([]))
    cluster.fail(*cluster.families)
    shown = await asked("status", cluster)
    assert shown.tone is Tone.WARNING
    assert "nodes not known" in words(shown)


async def test_a_target_of_which_nothing_is_known_has_no_picture() -> None:
    """Then the last good one is shown instead, which only an error brings about."""

    async def away() -> None:
        raise TimedOut("prod", "timed out after 6 s")

    with pytest.raises(TimedOut):
        await pieces([away, away])
    assert (await piece(away)).trouble == "timed out after 6 s"


async def test_every_part_is_asked_for_less_time_than_people_wait() -> None:
    """A part that hangs for as long as the whole may take would cost the whole."""
    seen: list[float] = []

    class Noting(Cluster):
        async def pods(self, scope: Any, question: Any, *, deadline: Deadline) -> Any:
            seen.append(deadline.left())
            return await super().pods(scope, question, deadline=deadline)

    class Patient(Tools):
        deadline = Deadline(100.0, lambda: 0.0)

    await COMMANDS["status"].load(Invocation("status"), Patient(Noting(pod_list([]))))
    assert seen == [PATIENCE]


async def test_the_picture_asks_what_the_single_commands_ask() -> None:
    """Two ways to one number would sooner or later be two numbers."""
    cluster = Cluster(pod_list(failing(1)))
    await asked("status", cluster)
    assert [str(one[0]) for one in cluster.asked if isinstance(one[0], str)] == ["find"] * 3
    assert len(cluster.asked) == len(("nodes", "pods", "workloads", "warnings"))


async def test_alerts_are_part_of_the_picture_where_there_is_an_alertmanager() -> None:
    """Those that somebody has silenced are somebody's already."""
    alarms = Alarms(AlertList(alerts=tuple(many_alerts()), found=12))
    shown = await asked("status", Cluster(pod_list([])), alarms=alarms)
    assert "alerts firing" in words(shown)
    [(matchers, suppressed, _)] = alarms.asked
    assert (matchers, suppressed) == ((), False)
    assert "alerts firing @prod" in [control.line for control in shown.controls if isinstance(control, Button)]


async def test_a_namespace_narrows_the_alerts_too_and_the_way_deeper() -> None:
    """Alertmanager knows no namespaces; its alerts have a label of that name."""
    alarms = Alarms(AlertList(alerts=tuple(many_alerts()), found=12))
    shown = await asked("status", Cluster(pod_list([])), alarms=alarms, namespace="payments")
    [(matchers, _, _)] = alarms.asked
    assert matchers == (Matcher("namespace", "=", "payments"),)
    lines = [control.line for control in shown.controls if isinstance(control, Button)]
    assert "alerts firing @prod 'namespace=\"payments\"'" in lines


async def test_a_target_without_an_alertmanager_has_no_line_for_alerts() -> None:
    """What is not there is not missing."""
    assert "alert" not in words(await asked("status", Cluster(pod_list([]))))


async def test_alerts_that_cannot_be_read_are_named_and_the_rest_stands() -> None:
    """And the cluster stands where only Alertmanager is away."""
    alarms = Alarms(TimedOut("prod", "timed out after 6 s"))
    shown = await asked("status", Cluster(pod_list(failing(3))), alarms=alarms)
    assert "alerts not known · timed out after 6 s" in words(shown)
    assert "3 pods failing" in words(shown)


async def test_a_workload_whose_events_cannot_be_read_is_told_all_the_same() -> None:
    """Rights on events are often missing; the rollout is what was asked about."""
    cluster = Cluster(pod_list(failing(2)))
    cluster.fail(cluster.events)
    shown = await asked("workload", cluster, "deployment/svc-014")
    assert "Its events could not be read: timed out after 6 s" in words(shown)
    assert "stuck" in words(shown)


async def test_a_node_whose_warnings_cannot_be_read_is_told_all_the_same() -> None:
    """As above."""
    cluster = Cluster()
    cluster.fail(cluster.events)
    shown = await asked("node", cluster, "node-007")
    assert "Its events could not be read" in words(shown)
    assert "not ready" in words(shown)


async def test_a_node_that_is_not_there_is_said_as_a_plain_error() -> None:
    """An error in a group would be an accident with an id, not an answer."""
    cluster = Cluster()
    cluster.fail(cluster.nodes)
    with pytest.raises(TimedOut):
        await asked("node", cluster, "node-007")
