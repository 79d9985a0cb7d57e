"""The edition of a digest: whatever becomes of its commands, one message stands for them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from golden.scenes_digests import PODS, failing, firing

from bot import failures
from bot.answers import Answered, Plan
from bot.ask import Ask
from bot.digests.digest import Digest, Run
from bot.digests.editing import Editing
from bot.errors import Denied
from bot.flow import Flow
from handlers._contract import UsageError
from processors._changes import said
from processors._summary import Part, Summary

NOW = 1_795_442_465.0
ALERTS = "alerts firing"
DIGEST = Digest(
    name="morning", channel="C1", cron="0 9 * * 1-5", timezone="UTC", commands=(PODS, ALERTS), maker="U1", team="T1"
)


class Answering(Flow):
    """A flow that knows its answers already; what is an error is raised. Who asked what is noted."""

    def __init__(self, answers: Mapping[str, Summary | Exception]) -> None:
        self.answers, self.asked = answers, list[Ask]()

    def plan(self, ask: Ask) -> Plan:
        """Return the question as its own plan."""
        self.asked.append(ask)
        answer = self.answers[ask.text]
        if isinstance(answer, UsageError | Denied):
            raise answer
        return ask

    async def carry_out(self, plan: Ask) -> Answered:
        """Return the answer, or break."""
        answer = self.answers[plan.text]
        if isinstance(answer, Exception):
            raise answer
        return Answered(answer, (Part("prod", None, NOW),))

    def _note(self, error: Exception) -> None:
        assert failures.told(error, "")


async def edition(answers: Mapping[str, Summary | Exception], before: bytes = b"", *, asked_by: str = "", **fields: object):
    """Return the edition of a run now."""
    digest = Digest(**({name: getattr(DIGEST, name) for name in DIGEST.__struct_fields__} | fields))
    return await Editing(Answering(answers), lambda: NOW).edit(Run(digest=digest, due=NOW, asked_by=asked_by), before)


async def test_it_asks_with_its_makers_rights_where_it_is_posted() -> None:
    """Whoever reads it sees what its maker may see there, and no more."""
    flow = Answering({PODS: failing(), ALERTS: firing()})
    await Editing(flow, lambda: NOW).edit(Run(digest=DIGEST, due=NOW), b"")
    assert {(ask.user, ask.team, ask.place.channel, ask.way) for ask in flow.asked} == {("U1", "T1", "C1", "digest")}
    assert not flow.asked[0].configured


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (UsageError("“alerts fring” is not a command.", ("alerts firing",)), "is not a command."),
        (Denied("You may not ask alerts firing here."), "You may not ask"),
        (TimeoutError(), "No answer in time"),
        (RuntimeError("a bug"), "broke"),
    ],
)
async def test_what_fails_is_named_in_one_line_and_the_rest_stands(error: Exception, told: str) -> None:
    """One cluster that hangs takes nothing from the others."""
    made = await edition({PODS: failing(shop__web=3), ALERTS: error})
    lines = [said(passage.text) for passage in made.summary.body if hasattr(passage, "text")]
    assert any(told in line for line in lines)
    assert "Did you mean" not in str(lines)
    assert "3 pods failing" in said(made.summary.title)
    assert len(made.parts) == 1
    assert not made.quiet


async def test_it_is_quiet_when_that_was_asked_for_and_never_when_somebody_asked_for_it_now() -> None:
    """A channel that gets the same every morning stops reading."""
    well = {PODS: failing(), ALERTS: firing()}
    ill = {PODS: failing(shop__web=3), ALERTS: firing()}
    first = await edition(ill, only_if_changed=True)
    assert not first.quiet
    assert (await edition(ill, first.kept, only_if_changed=True)).quiet == "nothing has changed"
    assert not (await edition(ill, first.kept, only_if_changed=True, asked_by="U2")).quiet
    assert not (await edition(well, first.kept, only_if_changed=True)).quiet
    assert (await edition(well, quiet_if_healthy=True)).quiet == "all is well"
    assert not (await edition(ill, quiet_if_healthy=True)).quiet
    assert not (await edition({PODS: failing(), ALERTS: TimeoutError()}, quiet_if_healthy=True)).quiet


async def test_damaged_memory_makes_a_first_run() -> None:
    """After an update, or a bad day of Redis."""
    made = await edition({PODS: failing(shop__web=3), ALERTS: firing()}, b"damaged")
    assert "first run" in said(made.summary.title)
