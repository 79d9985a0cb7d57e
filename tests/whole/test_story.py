"""The playground's story, from the alert to the recovery, by what people do in Slack: the bot is the real one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from bot_processes import running
from servers import free_port

from playground.democonfig import TOKEN, Demo, write_config
from playground.kubernetes import Fleet, Site
from playground.monitoring import Monitoring, monitoring, notifying
from playground.slack import Commands, Message, Usage
from playground.story import Guide, Scene
from playground.story.colleague import Colleague

if TYPE_CHECKING:
    from staging import Stage

Words = Callable[[Message], str]
ROOT = Path(__file__).parents[2]
PROD = Site("prod", 400, 7, "v1.29.4", eventful=True)


@dataclass
class Told:
    """The story as the page shows it, and acts on it."""

    stage: Stage
    fleet: Fleet
    watching: Monitoring
    http: aiohttp.ClientSession

    async def shown(self) -> dict[str, Any]:
        """Return what the panel shows."""
        async with self.http.get("story") as answer:
            return dict(await answer.json())

    async def act(self, what: str) -> int:
        """Press something, and return the answer's status."""
        async with self.http.post("story", json={"act": what}) as answer:
            return answer.status

    async def step(self, name: str, *, active: bool = True) -> dict[str, Any]:
        """Return a step as soon as it is the next one (or, with `active=False`, done), as the page would learn of it."""
        async with asyncio.timeout(60), self.http.get("events") as events:
            async for _ in events.content:
                step = next(one for one in (await self.shown())["steps"] if one["id"] == name)
                if step["active" if active else "done"]:
                    return step
        raise AssertionError("the feed ended")

    async def follow(self, name: str) -> Message:
        """Wait for a step, type what it suggests, and return the bot's answer."""
        hint = (await self.step(name))["hint_line"]
        before = {one.ts for one in self._said()}
        await self.stage.slack.slash("ana", "incidents", hint.removeprefix("/sre "))
        return await self.stage.slack.wait(lambda: next((one for one in self._said() if one.ts not in before), None), 15)

    def _said(self) -> list[Message]:
        """Return the bot's answers that stand in the channel and are not on their way any more."""
        answers = (one for one in self.stage.answers() if one.thread_ts is None and not one.text.startswith("asking "))
        return [one for one in answers if "ErrorBudgetBurn" not in one.text]

    async def acknowledge(self) -> Message:
        """Wait for the alert, press its button, and return it."""
        await self.step("ack")
        fired = await self.alert("🔥", len(self.alerts()))
        await self.stage.slack.click("ben", fired.ts, "Acknowledge", "incidents")
        await self.step("ack", active=False)
        return fired

    def alerts(self) -> list[Message]:
        """Return the bot's own messages about the alert, the newest last."""
        return [one for one in self.stage.answers() if one.thread_ts is None and "ErrorBudgetBurn" in one.text]

    async def alert(self, sign: str, count: int = 1) -> Message:
        """Return the newest of so many such messages as soon as it begins with this sign."""

        def found() -> Message | None:
            there = self.alerts()
            return there[-1] if len(there) == count and there[-1].text.startswith(sign) else None

        return await self.stage.slack.wait(found, seconds=30)

    async def silences(self) -> list[dict[str, Any]]:
        """Return the silences that people have made from Slack, as the demo Alertmanager's API tells them."""
        async with self.http.get(f"{self.watching.alertmanager.url}/api/v2/silences") as answer:
            return [one for one in await answer.json() if one["comment"].startswith("silenced in Slack")]


@pytest.fixture
async def told(stage: Stage) -> AsyncIterator[Told]:
    """The story, with a bot that asks the fleet in which it happens."""
    fleet = await stage.stack.enter_async_context(Fleet((PROD,)))
    kubeconfig = fleet.kubeconfig(stage.folder / "kubeconfig")
    scene = Scene(fleet)
    watching = await stage.stack.enter_async_context(monitoring(scene))
    slack, token, port = stage.slack, "a-token-of-the-test", free_port()
    demo = Demo(("prod",), "prod", slack.channels["incidents"], slack.groups["sre"])
    environ = {**watching.variables({}), "KUBECONFIG": str(kubeconfig), TOKEN: token, "SREHUB_HTTP_PORT": str(port)}
    config = write_config(stage.folder / "demo.yaml", demo, {"SREHUB_CONFIG": str(ROOT / "config.yaml")})
    guide = Guide(slack, scene, Colleague(slack, lambda: scene.cluster.url))
    slack.offer("story", guide)
    await stage.stack.enter_async_context(running(["run", "--config", str(config)], {**stage.environ, **environ}))
    await slack.wait(lambda: slack.connections == 2, seconds=30)
    url = f"http://127.0.0.1:{port}/webhooks/alertmanager/prod"
    await stage.stack.enter_async_context(notifying(watching, url, token))
    going_on = asyncio.create_task(guide.run(), name="guide")
    async with aiohttp.ClientSession(f"{slack.page_url}_playground/") as http:
        yield Told(stage, fleet, watching, http)
    going_on.cancel()
    with suppress(asyncio.CancelledError):
        await going_on


async def hurry(told: Told) -> None:
    """Press "faster" until the clock goes as fast as it can."""
    while (await told.shown())["clock"]["speed"] < 60:
        assert await told.act("faster") == 200


async def test_the_story_is_led_from_the_alert_to_the_recovery(told: Told, words: Words) -> None:
    """It is the first quarter of an hour that anybody spends with the bot: it has to come to a good end."""
    fired = await told.acknowledge()
    failed = await told.follow("failed")
    assert "pods failing" in failed.text
    assert "payments/checkout" in words(failed)
    assert "crash" in words(await told.follow("worst")).lower()
    await told.follow("changed")
    await told.follow("log")
    assert (await told.step("undo"))["act"] == {"label": "Ask Ben to roll it back"}
    assert await told.act("step:undo") == 200
    await hurry(told)
    said = [one.text for one in told.stage.slack.messages("incidents") if one.user == told.stage.slack.users["ben"]]
    assert "kubectl rollout undo deployment/checkout" in said[-1]
    while not (await told.step("recover"))["hint_line"]:
        pass
    assert "checkout" not in words(await told.follow("recover"))
    shown = await told.shown()
    assert shown["title"].startswith("Well done")
    assert shown["steps"][-1]["id"] == "end"
    assert (await told.alert("🟢")).ts == fired.ts


async def test_what_is_done_another_way_is_ticked_off_too(told: Told) -> None:
    """The guide follows people, not the other way round: a mention, a click and one's own kubectl count."""
    await hurry(told)
    await told.acknowledge()
    await told.step("failed")
    await told.stage.slack.mention("ben", "incidents", "failing pods in payments please")
    await told.step("failed", active=False)
    await Colleague(told.stage.slack, lambda: told.fleet.clusters["prod"].url).roll_back()
    await told.step("undo", active=False)
    assert [one["id"] for one in (await told.shown())["steps"] if one["active"]] == ["worst"]


async def test_a_step_for_which_the_bot_has_no_command_is_left_out(told: Told) -> None:
    """Nobody is told to type what is answered with "no such command"."""
    told.stage.slack.complete(Commands(lines=(Usage("pods failed [-n NAMESPACE]"), Usage("pod NAME"))))
    assert [one["id"] for one in (await told.shown())["steps"]] == ["alert", "ack", "failed", "worst", "undo", "recover"]


async def test_a_paused_story_stands_still_and_a_restarted_one_begins_anew(told: Told) -> None:
    """Whoever was called away, or shows it to somebody else, loses nothing."""
    assert await told.act("pause") == 200
    clock = (await told.shown())["clock"]
    assert (clock["paused"], clock["speed"] > 0) == (True, True)
    assert (await told.shown())["clock"]["now"] == clock["now"]
    assert await told.act("resume") == 200
    await hurry(told)
    await told.acknowledge()
    await told.step("failed")
    await told.stage.slack.slash("ana", "incidents", "pods failed")
    await told.step("failed", active=False)
    assert await told.act("restart") == 200
    shown = await told.shown()
    assert not any(step["done"] for step in shown["steps"])
    assert shown["title"] == "A quiet morning, so far"
    await hurry(told)
    await told.acknowledge()
    await told.step("failed")
    assert [one.text[0] for one in told.alerts()] == ["🟢", "🔥"]


async def test_a_colleague_who_gets_no_answer_says_so(told: Told) -> None:
    """A cluster that hangs hangs for everyone."""
    await hurry(told)
    await told.acknowledge()
    await told.step("failed")
    fault = told.fleet.clusters["prod"].faults.status(500)
    assert await told.act("step:undo") == 400
    assert "the server answers 500" in told.stage.slack.messages("incidents")[-1].text
    told.fleet.clusters["prod"].faults.end(fault)
    assert await told.act("step:undo") == 200


async def test_an_alert_that_slack_does_not_take_is_posted_when_it_does(told: Told) -> None:
    """The monitoring of a company tries again, as Alertmanager does."""
    await told.stage.slack.away(2.0)
    await hurry(told)
    await told.alert("🔥")
    assert not told.stage.slack.is_away


async def test_a_silence_made_by_the_button_stands_in_alertmanager(told: Told) -> None:
    """What the message says of itself has to be so where the company looks; Undo ends it there, too."""
    await hurry(told)
    fired = await told.acknowledge()
    await told.stage.slack.click("ana", fired.ts, "30 minutes", "incidents")
    await told.alert("🔕")
    [silence] = await told.silences()
    assert (silence["createdBy"], silence["status"]["state"]) == ("ana", "active")
    assert [(one["name"], one["value"]) for one in silence["matchers"]] == [("alertname", "ErrorBudgetBurn")]
    await told.stage.slack.click("ana", fired.ts, "Undo silence", "incidents")
    await told.alert("🔥")
    assert [one["status"]["state"] for one in await told.silences()] == ["expired"]


async def test_what_is_rolled_back_before_the_first_crash_alerts_nobody(told: Told) -> None:
    """The alert follows the cluster; the story comes to its end without one."""
    told.fleet.run(1)
    told.fleet.skip(31)
    assert await told.act("step:undo") == 200
    told.fleet.run(60)
    while (shown := await told.shown())["title"] != "checkout was back before anybody was alerted":
        await told.step("undo", active=False)
    assert [one["id"] for one in shown["steps"]] == ["failed", "changed", "undo", "recover"]
    assert told.alerts() == []


async def test_what_is_no_act_is_refused(told: Told) -> None:
    """A page and a playground of two versions say so."""
    assert await told.act("step:dance") == 400


async def test_where_the_time_is_everybodys_it_is_not_moved(told: Told) -> None:
    """Where the bot goes by the machine's clock, as with a real Redis, nothing is offered that would not be so."""
    shown = await told.shown()
    assert shown["time"] is None
    assert [one["id"] for one in shown["daily"]] == ["words", "home", "shortcut"]
    assert await told.act("move") == 400
    assert await told.act("step:digest") == 400
