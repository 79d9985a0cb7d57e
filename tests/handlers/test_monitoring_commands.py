"""The commands about alerts, expressions and logs: what they ask, and that their records survive the cache."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec
import pytest
from golden.scenes_monitoring import NOW, broken, loglines, many_alerts, samples, silenced, unscraped, waves

from bot.catalogue import Catalogue, find_commands
from bot.invocation import Grammar
from connectors._alerts.records import AlertDetail, AlertList, Matcher, SilenceList
from connectors._deadline import Deadline
from connectors._errors import Missing
from connectors._prom.records import Instant, Sample
from connectors.prometheus import Graph, Objective
from handlers._contract import Invocation, UsageError
from processors._burn import SHORT, Budget, Window
from processors._summary import Part

COMMANDS = {command.name: command for command in find_commands()}
GRAMMAR = Grammar(Catalogue(tuple(COMMANDS.values())))
DEADLINE = Deadline(5.0, lambda: 0.0)


class Upstream:
    """Stands for any of the three: gives what it was handed, by the method's name, and notes what it was asked."""

    graphs: ClassVar = {"errors": Graph(query="rate(errors[5m])", unit="ratio", title="Errors")}
    slos: ClassVar = {
        "checkout": Objective(
            errors="errors[$window]", total="all[$window]", objective=99.0, days=7, title="checkouts succeed"
        )
    }

    def __init__(self, **answers: Any) -> None:
        self.asked: list[Any] = []
        found = AlertList(alerts=tuple(many_alerts()), found=12)
        self._answers = {
            "alerts": found, "alert": AlertDetail(alerts=found, silences=(silenced(),)), "instant": samples(3),
            "silences": SilenceList(silences=(silenced(),), found=1), "range": waves(3), "targets": unscraped(),
            "rules": broken(), "lines": loglines(30), **answers,
        }  # fmt: skip

    def __getattr__(self, name: str) -> Any:
        async def answer(*arguments: Any, deadline: Deadline, **options: Any) -> Any:
            assert deadline == DEADLINE
            self.asked.append((name, *arguments, *sorted(options.items())))
            return self._answers[name]

        return answer


class Tools:
    """The tools of one target, with that upstream."""

    target = "prod"
    deadline = DEADLINE

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream

    def upstream(self, kind: type[Any]) -> Any:  # noqa: ARG002 (the contract's signature)
        """Return the upstream."""
        return self._upstream


async def loaded(line: str, upstream: Upstream) -> tuple[Invocation, Any]:
    """Return what a line means, and the records that it brings."""
    invocation = GRAMMAR.parse(line)
    return invocation, await COMMANDS[invocation.command].load(invocation, Tools(upstream))  # type: ignore[arg-type]  # a fake


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("alerts", ("alerts", (), ("active", True), ("suppressed", True))),
        ("alerts firing", ("alerts", (), ("active", True), ("suppressed", False))),
        (
            "alerts silenced severity=critical",
            ("alerts", (Matcher("severity", "=", "critical"),), ("active", False), ("suppressed", True)),
        ),
        ("alert CheckoutErrors", ("alert", "CheckoutErrors")),
        ("silences", ("silences",)),
        ("query 'sum(up) > 1'", ("instant", "sum(up) > 1")),
        ("query up --since 90m", ("range", "up", 5400)),
        ("graph errors", ("range", "rate(errors[5m])", 10_800)),
        ("targets down", ("targets",)),
        ("rules failing", ("rules",)),
        ('loki \'{app="web"} |= "x"\' --since 30m', ("lines", '{app="web"} |= "x"', 1800, 500)),
    ],
)
async def test_a_command_asks_its_question_once(line: str, asked: tuple[Any, ...]) -> None:
    """With what was given, and by the deadline."""
    upstream = Upstream()
    invocation, records = await loaded(line, upstream)
    assert upstream.asked == [asked]
    command = COMMANDS[invocation.command]
    kept = msgspec.msgpack.encode(records)  # compared as bytes, as there is no telling whether NaN is NaN
    assert msgspec.msgpack.encode(msgspec.msgpack.decode(kept, type=command.record)) == kept
    assert command.show(invocation, [Part("prod", records, NOW), Part("eu", records, NOW)]).title


@pytest.mark.parametrize("line", ["graph", "slo"])
async def test_without_a_name_those_that_there_are_come_without_a_question(line: str) -> None:
    """They stand in the configuration."""
    upstream = Upstream()
    await loaded(line, upstream)
    assert upstream.asked == []


@pytest.mark.parametrize("line", ["graph nosuch", "slo nosuch"])
async def test_a_name_that_is_not_there_is_missing_on_that_target_alone(line: str) -> None:
    """Another target may have it."""
    with pytest.raises(Missing, match=r"nosuch; there are: (errors|checkout)"):
        await loaded(line, Upstream())


async def test_an_objective_asks_for_each_window_and_for_its_period() -> None:
    """Without errors there is no series of them; that is no error rate of nothing, but of nought."""
    upstream = Upstream(instant=Instant(kind="vector", samples=(Sample((), 0.02),), found=1))
    _, records = await loaded("slo checkout", upstream)
    assert [query for _, query in upstream.asked] == [
        f"(sum(errors[{span}s]) or 0 * sum(all[{span}s])) / sum(all[{span}s])"
        for span in (300, 1800, 3600, 21_600, 259_200, 604_800)
    ]
    assert records.budget.burn(SHORT) == pytest.approx(2.0)
    assert records.budget.left == pytest.approx(-1.0)


def test_a_budget_is_gone_when_it_has_burnt() -> None:
    """Half of a budget of thirty days, at fifteen times the allowed rate, lasts a day."""
    windows = (Window(3600.0, 0.015),)
    half = Budget(name="x", title="", objective=99.9, period=Window(30 * 86_400.0, 0.0005), windows=windows)
    assert half.gone_in == pytest.approx(86_400.0)
    assert Budget(name="x", title="", objective=99.9, period=Window(1.0, None), windows=()).gone_in is None


@pytest.mark.parametrize(
    "line", ["loki error", "alerts firing critical", "alerts team=~'('", "query", "alert", "query up --since never"]
)
def test_what_makes_no_sense_is_said_before_anybody_is_asked(line: str) -> None:
    """An upstream's own words come later and are harder to read."""
    with pytest.raises(UsageError):
        GRAMMAR.parse(line)
