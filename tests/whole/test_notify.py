"""People are told when an answer turns bad, and when it is well again: by DM or in a channel, once, and whatever dies."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pytest

from playground.kubernetes.workloads import Sketch
from playground.slack import Message

if TYPE_CHECKING:
    from staging import Stage

Words = Callable[[Message], str]
PAYMENTS = "pods failed -n payments"


def heal(stage: Stage) -> Sequence[Sketch]:
    """Take what fails in payments out of the cluster; return it."""
    world = stage.clusters["prod"].world
    failing = [pod for pod in world.pods if pod.namespace == "payments" and not pod.state.uneventful]
    world.change(gone=failing)
    return failing


def hurt(stage: Stage, failing: Sequence[Sketch]) -> None:
    """Put it back."""
    stage.clusters["prod"].world.change(new=failing)


async def said(stage: Stage, text: str, words: Words, channel: str, seconds: float = 20) -> Message:
    """Wait until the bot's last message in the channel says `text`; return it."""

    def there() -> Message | None:
        found = [one for one in stage.answers(channel) if text in f"{one.text} {words(one)}"]
        return found[-1] if found else None

    return await stage.slack.wait(there, seconds=seconds)


def often(keeping: dict[str, str]) -> dict[str, Any]:
    """Return the settings of a bot that looks often, with answers that are soon out of date."""
    return {"notify": {"every": 0.2}, "cache": keeping | {"ttl": {"default": 0.1}}}


@pytest.fixture
async def quick(stage: Stage, keeping: dict[str, str]) -> Stage:
    """A bot that looks often; what people want to be told outlives it or not."""
    await stage.cluster("prod")
    await stage.bot(**often(keeping))
    return stage


async def test_somebody_is_told_by_dm_and_told_again_when_it_is_over(quick: Stage, words: Words) -> None:
    """They need not look; and the message that alarmed them stays true."""
    failing = heal(quick)
    await quick.slack.slash("ana", "incidents", f"notify me when {PAYMENTS} after 1s")
    [noted] = await quick.answered("incidents")
    assert noted.ephemeral_to == quick.slack.users["ana"]
    assert "No failing pods" in words(noted)
    hurt(quick, failing)
    alarm = await said(quick, "Bad since", words, "ana")
    assert "pods failing" in alarm.text
    heal(quick)
    line = await said(quick, "Well again", words, "ana")
    assert line.thread_ts == alarm.ts
    assert line.broadcast
    now = next(one for one in quick.answers("ana") if one.ts == alarm.ts)
    assert now.text.startswith("🟢 Over after")
    assert "pods failing" in now.text


async def test_a_channel_is_told_and_anybody_in_it_can_stop_that(quick: Stage, words: Words) -> None:
    """It is their channel; who asked for it is named."""
    failing = heal(quick)
    await quick.slack.slash("ana", "incidents", f"notify #ops when {PAYMENTS} after 1s")
    noted = await said(quick, "This channel is told", words, "incidents")
    assert noted.ephemeral_to is None
    hurt(quick, failing)
    alarm = await said(quick, "Asked for by", words, "ops")
    await quick.slack.mention("ben", "ops", "notify list")
    assert PAYMENTS in words(await said(quick, "1 subscription", words, "ops"))
    await quick.slack.click("ben", alarm.ts, "Tell no more", "ops")
    await said(quick, "Told no more", words, "ops")
    await quick.slack.mention("ben", "ops", "notify list")
    await said(quick, "Nothing is told", words, "ops")


@pytest.mark.parametrize(
    ("who", "line", "why"),
    [
        ("ana", "notify #nowhere when pods failed", "I see no channel #nowhere"),
        ("ana", "notify #random when pods failed", "I am not in #random: invite me there first"),
        ("ana", "notify me when help", "never says that something is bad"),
        ("gus", "notify here when pods failed", "Guests may not do that"),
        ("ana", "notify stop 000000", "told no more already"),
    ],
)
async def test_what_cannot_be_told_is_said_at_once(quick: Stage, words: Words, who: str, line: str, why: str) -> None:
    """Not found out in the night in which nothing came."""
    await quick.slack.slash(who, "incidents", line)
    [refused] = await quick.answered("incidents")
    assert why in f"{refused.text} {words(refused)}"


async def test_the_same_is_told_once(quick: Stage) -> None:
    """Two messages about one thing are one too many; also where two people ask for it in the same moment."""
    heal(quick)
    for who in ("ana", "ben"):
        await quick.slack.slash(who, "incidents", f"notify here when {PAYMENTS}")
    both = await quick.answered("incidents", count=2)
    assert sorted("told there already" in one.text for one in both) == [False, True]


async def test_all_who_are_told_the_same_cost_one_question(quick: Stage) -> None:
    """The cluster is asked as often as for one."""
    heal(quick)
    cluster = quick.clusters["prod"]
    for who in ("ana", "ben", "mia"):
        await quick.slack.slash(who, "incidents", f"notify me when {PAYMENTS}")
    await quick.answered("incidents", count=3)
    cluster.faults.hang()
    before = Counter(seen.path for seen in cluster.requests)
    await asyncio.wait_for(cluster.asked("payments", sum(before.values()) + 1), 20)
    hanging = Counter(seen.path for seen in cluster.requests) - before
    assert set(hanging.values()) == {1}


@pytest.mark.redis
async def test_when_its_replica_is_killed_another_tells(stage: Stage, redis_url: str, words: Words) -> None:
    """Once; people do not know that there are replicas."""
    await stage.cluster("prod")
    failing = heal(stage)
    first = await stage.process(**often({"url": redis_url}))
    await stage.slack.wait(lambda: stage.slack.connections == 2, seconds=20)
    await stage.slack.slash("ana", "incidents", f"notify me when {PAYMENTS} after 1s")
    await stage.answered("incidents")
    first.process.kill()
    await first.process.wait()
    await stage.bot(**often({"url": redis_url}))
    hurt(stage, failing)
    await said(stage, "Bad since", words, "ana")
    heal(stage)
    await said(stage, "Well again", words, "ana")
    assert len(stage.answers("ana")) == 2
