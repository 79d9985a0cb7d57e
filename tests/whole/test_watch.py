"""One message that is kept up to date: through changes, troubles, restarts and the death of its replica."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest
from staging import Stage
from watching import OFTEN, SHORT, Words, edited, later, watched


@pytest.fixture
async def quick(stage: Stage) -> Stage:
    """A bot that looks often, and answers that are soon out of date."""
    await stage.cluster("prod")
    await stage.bot(**OFTEN, cache=SHORT)
    return stage


async def test_a_watch_is_one_message_that_changes_with_the_cluster(quick: Stage, words: Words) -> None:
    """In an incident people look at one message, and see at a glance what is different."""
    first = await watched(quick)
    assert "Watching until" in words(first)
    later(quick, 60)
    changed = await edited(quick, "Changed at", words)
    assert changed.ts == first.ts
    assert "restarts was" in words(changed)
    assert "pods restarting" in changed.text


async def test_a_crash_loop_that_goes_on_is_no_reason_for_an_edit(quick: Stage, words: Words) -> None:
    """Its restarts are counted on every five minutes, and its message says the same; what is news is edited in at once."""
    first = await watched(quick, 'watch "pods failed -n payments"')
    later(quick, 60)
    asked = len(quick.clusters["prod"].requests)
    await asyncio.wait_for(quick.clusters["prod"].asked("payments", asked + 8), 20)
    assert quick.answers() == [first]
    await quick.clusters["prod"].faults.down()
    await edited(quick, "does not answer", words)


async def test_what_does_not_change_is_not_edited(quick: Stage) -> None:
    """An edit costs everybody's eyes; forty looks are no reason for one."""
    first = await watched(quick, "watch pods failed -n kube-system")
    asked = len(quick.clusters["prod"].requests)
    await asyncio.wait_for(quick.clusters["prod"].asked("kube-system", asked + 8), 20)
    [message] = quick.answers()
    assert message == first


async def test_anybody_stops_a_watch_and_it_says_who_did(quick: Stage, words: Words) -> None:
    """Whoever it disturbs; the last state stays, and can be asked for anew."""
    first = await watched(quick)
    await quick.slack.click("ben", first.ts, "Stop", "incidents")
    stopped = await edited(quick, "stopped by", words)
    assert {"type": "user", "user_id": quick.slack.users["ben"]} in stopped.blocks[1]["elements"][0]["elements"]
    assert "Refresh" in words(stopped)
    assert "Stop" not in [e["text"]["text"] for b in stopped.blocks for e in b.get("elements", []) if e["type"] == "button"]
    await quick.slack.mention("ana", "incidents", "watch stop 000000")
    told = (await quick.answered(count=2))[-1]
    assert "over already" in told.text


async def test_a_watch_ends_by_itself(quick: Stage, words: Words) -> None:
    """Nobody has to remember it; what was true last stays."""
    await watched(quick, "watch pods failed for 1s")
    await edited(quick, "Watched until", words)


async def test_there_are_a_few_at_once_in_a_channel_and_no_more(quick: Stage) -> None:
    """A channel full of messages that change is read by nobody. What ends makes room."""
    for line in ("pods failed", "pods pending", "pods restarting"):
        await quick.slack.slash("ana", "incidents", f"watch {line}")
    first, _, _ = await quick.answered(count=3)
    await quick.slack.slash("ana", "incidents", "watch pods")
    refused = (await quick.answered(count=4))[-1]
    assert "3 watches run in this channel" in refused.text
    assert refused.ephemeral_to == quick.slack.users["ana"]
    await quick.slack.slash("ana", "ops", "watch pods")
    await quick.answered("ops")
    await quick.slack.click("ana", first.ts, "Stop", "incidents")
    await quick.slack.wait(lambda: "Refresh" in str(next(m for m in quick.answers() if m.ts == first.ts).blocks))
    await quick.slack.slash("ana", "incidents", "watch pods")
    assert "Watching" in str((await quick.answered(count=5))[-1].blocks)


async def test_all_who_watch_the_same_cost_one_call(quick: Stage) -> None:
    """The cluster is asked as often as for one."""
    for channel in ("incidents", "ops", "general"):
        await watched(quick, channel=channel)
    quick.clusters["prod"].faults.hang()
    before = Counter(seen.path for seen in quick.clusters["prod"].requests)
    await asyncio.wait_for(quick.clusters["prod"].asked("payments", sum(before.values()) + 1), 20)
    hanging = Counter(seen.path for seen in quick.clusters["prod"].requests) - before
    assert set(hanging.values()) == {1}


async def test_the_rules_are_asked_again_at_each_look(stage: Stage) -> None:
    """Who may not ask may not watch; nothing is posted."""
    cluster = await stage.cluster("prod")
    await stage.bot(access=[{"users": [stage.slack.users["ana"]]}], **OFTEN)
    await stage.slack.slash("ben", "incidents", "watch pods failed")
    [told] = await stage.answered()
    assert (told.ephemeral_to, "You may not ask pods failed" in told.text) == (stage.slack.users["ben"], True)
    assert not cluster.requests


@pytest.mark.parametrize(
    ("line", "said"),
    [("watch", "needs a command"), ("watch pods faild", "is not a command"), ("watch pods for 2h", "30 minutes at most"),
     ("watch pods for ever", "no duration"), ("watch watch stop x", "for a command that answers")],
)  # fmt: skip
async def test_what_cannot_be_watched_is_said_to_the_asker_alone(quick: Stage, line: str, said: str) -> None:
    """As with any command."""
    message = await watched(quick, line)
    assert said in message.text
    assert message.ephemeral_to == quick.slack.users["ana"]


async def test_where_the_bot_is_no_member_it_says_so(quick: Stage) -> None:
    """A response URL edits five times, and a watch more often."""
    message = await watched(quick, channel="random")
    assert message.ephemeral_to == quick.slack.users["ana"]
    assert "not_in_channel" in message.text


async def test_an_unwell_cluster_leaves_the_last_state_standing(quick: Stage, words: Words) -> None:
    """What was true last is worth more than an apology, and the watch goes on."""
    await watched(quick)
    await quick.clusters["prod"].faults.down()
    unwell = await edited(quick, "does not answer", words)
    assert "pods restarting" in words(unwell)
    assert "Watching until" in words(unwell)


async def test_a_refusal_of_slacks_ends_it_without_a_second_message(quick: Stage) -> None:
    """Somebody deleted the message: that is an answer too."""
    await watched(quick)
    quick.slack.faults.refuse("chat.update", "message_not_found")
    later(quick, 60)
    await quick.slack.wait(lambda: [c for c in quick.slack.calls if c.method == "chat.update"], seconds=20)
    await quick.slack.slash("ana", "incidents", "ping")
    await quick.answered(count=2)
    later(quick, 120)
    await quick.slack.slash("ana", "incidents", "pods failed -n payments --fresh")
    await quick.answered(count=3)
    assert len([call for call in quick.slack.calls if call.method == "chat.update"]) == 1


async def test_a_limit_of_slacks_is_waited_out(quick: Stage, words: Words) -> None:
    """The state is shown later, not more often."""
    await watched(quick)
    quick.slack.faults.refuse("chat.update", status=429, retry_after=1)
    later(quick, 60)
    await edited(quick, "restarts was", words)
    assert [call.status for call in quick.slack.calls if call.method == "chat.update"][:2] == [429, 200]
