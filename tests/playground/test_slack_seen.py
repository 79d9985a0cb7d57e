"""What the stand-in tells of what it has seen: envelopes, calls with how long they took, people of a crowd, outages."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from playground.slack import ManualClock, Refused, Slack


async def test_an_envelope_is_told_with_what_was_typed_and_when_it_was_acked(slack: Slack, bare: Any) -> None:
    """The panel under the bonnet lives on it, and the story's ticks."""
    await slack.slash("ana", "incidents", "pods <failed> & more")
    await slack.mention("ben", "incidents", "hello")
    said = await slack.wait(lambda: [one for one in slack.messages("incidents") if one.blocks])
    await slack.click("ana", said[0].ts, "Refresh", "incidents")
    typed, mention, click = slack.envelopes
    assert (typed.kind, typed.what, typed.user) == ("slash_commands", "/sre pods <failed> & more", slack.users["ana"])
    assert mention.what == f"<@{slack.bot_user}> hello"
    assert (click.kind, click.what, click.channel) == ("interactive", "pods failed", slack.channels["incidents"])
    assert all(one.acked and one.seconds is not None and one.seconds < 3 and not one.failed for one in slack.envelopes)


async def test_an_envelope_that_nobody_takes_is_told_as_failed(slack: Slack) -> None:
    """Without a socket Slack gives up at once."""
    await slack.slash("ana", "incidents", "x")
    assert [(one.acked, one.failed) for one in slack.envelopes] == [(False, "dispatch_failed")]


async def test_steps_grow_with_every_envelope_ack_and_call(slack: Slack, bare: Any) -> None:
    """Whoever shows them need not compare them all."""
    before = slack.steps
    await slack.slash("ana", "incidents", "x")
    await slack.wait(lambda: slack.messages("incidents"))
    assert slack.steps >= before + 3


async def test_a_crowd_is_the_same_people_again_and_each_has_a_dm(slack: Slack, bare: Any) -> None:
    """Each may be asked about once a second without waiting for the others."""
    people = slack.crowd(3)
    assert slack.crowd(2) == people[:2]
    assert len({slack.direct[person] for person in people}) == 3
    await slack.slash(people[0], slack.direct[people[0]], "x")
    await slack.wait(lambda: slack.messages(slack.direct[people[0]]))


async def test_one_fault_can_end_while_another_lasts(slack: Slack, bare: Any) -> None:
    """Two switches must not put each other off."""
    first = slack.faults.refuse("chat.postMessage", "ratelimited", times=None)
    slack.faults.refuse("chat.update", "ratelimited", times=None)
    slack.faults.end(first)
    assert slack.faults.take("chat.postMessage") is None
    assert slack.faults.take("chat.update") is not None


async def test_slack_is_away_for_apps_alone_and_for_as_long_as_was_said(clock: ManualClock, timeless: Slack) -> None:
    """The page goes on showing what the app does about it."""
    await timeless.away(20)
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.ClientError):
            await http.post(f"{timeless.api_url}api.test")
        async with http.get(f"{timeless.page_url}_playground/state") as answer:
            assert answer.status == 200
        await clock.busy()
        clock.advance(20)
        await timeless.wait(lambda: not timeless.is_away)
        async with http.post(f"{timeless.api_url}api.test") as answer:
            assert (await answer.json())["ok"]


class _Counter:
    """A panel that counts."""

    def __init__(self) -> None:
        self.count = 0

    def shown(self) -> dict[str, Any]:
        return {"count": self.count}

    async def act(self, what: dict[str, Any]) -> None:
        if what != {"act": "more"}:
            raise Refused("unknown_act")
        self.count += 1


async def test_a_panel_is_there_once_it_is_offered(slack: Slack) -> None:
    """The stand-in is used without any by most tests, and by other apps."""
    async with aiohttp.ClientSession(f"{slack.page_url}_playground/") as http:
        async with http.get("bonnet") as answer:
            assert answer.status == 404
        slack.offer("bonnet", _Counter())
        async with http.post("bonnet", json={"act": "more"}) as answer:
            assert answer.status == 200
        async with http.post("bonnet", json={"act": "less"}) as answer:
            assert (answer.status, (await answer.json())["error"]) == (400, "unknown_act")
        async with http.get("bonnet") as answer:
            assert await answer.json() == {"count": 1}
