"""How people really write to the bot: with phones' typography, in threads, with nothing to say, and to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from staging import Stage


async def test_an_empty_mention_gets_the_help(prod: Stage) -> None:
    """Who calls somebody and says nothing wants to know what can be asked."""
    await prod.slack.mention("ana", "incidents", "@srehub")
    [answer] = await prod.answered()
    assert "pods failed" in str(answer.blocks)


@pytest.mark.parametrize(
    "text", ["pods failed -n “payments”", "@srehub   pods  failed —namespace payments", "PODS Failed --namespace=payments"]
)
async def test_what_phones_do_to_a_line_is_undone(prod: Stage, text: str) -> None:
    """Curly quotes and a dash for two hyphens are no reason for an error message at three in the morning."""
    await prod.slack.mention("ana", "incidents", text)
    [answer] = await prod.answered()
    assert answer.ephemeral_to is None
    assert "payments" in answer.text


async def test_a_mention_at_the_end_or_in_the_middle_is_one_too(prod: Stage) -> None:
    """People write to the bot as to a colleague."""
    await prod.slack.mention("ana", "incidents", "pods failed @srehub -n payments")
    [answer] = await prod.answered()
    assert "payments" in answer.text


async def test_a_direct_message_in_a_thread_is_answered_in_it(prod: Stage) -> None:
    """A DM has threads like any channel."""
    channel = prod.slack.direct["ana"]
    await prod.slack.dm("ana", "ping")
    [root] = await prod.answered(channel)
    await prod.slack.dm("ana", "pods failed", root.ts)
    _, answer = await prod.answered(channel, count=2)
    assert answer.thread_ts == root.ts


async def test_a_mistake_in_a_direct_message_is_answered_there(prod: Stage) -> None:
    """Nobody else sees a DM: nothing needs to be whispered."""
    await prod.slack.dm("ana", "pods faild")
    [usage] = await prod.answered(prod.slack.direct["ana"])
    assert "is not a command" in usage.text
    assert usage.ephemeral_to is None


async def test_a_mistake_in_a_thread_is_whispered_in_that_thread(prod: Stage) -> None:
    """The hint stands where the asker looks."""
    await prod.slack.mention("ana", "incidents", "ping")
    [root] = await prod.answered()
    await prod.slack.mention("ben", "incidents", "pods faild", thread_ts=root.ts)
    _, usage = await prod.answered(count=2)
    assert (usage.ephemeral_to, usage.thread_ts) == (prod.slack.users["ben"], root.ts)


@pytest.mark.parametrize("line", ["pods failed", "pods faild"])
async def test_a_thread_that_is_gone_does_not_cost_the_answer(prod: Stage, line: str) -> None:
    """The root was deleted meanwhile; the channel is still there."""
    await prod.slack.mention("ana", "incidents", "ping")
    [root] = await prod.answered()
    for method in ("chat.postMessage", "chat.postEphemeral"):
        prod.slack.faults.refuse(method, "thread_not_found")
    await prod.slack.mention("ben", "incidents", line, thread_ts=root.ts)
    _, answer = await prod.answered(count=2)
    assert answer.thread_ts is None


async def test_the_bots_own_edits_and_words_start_nothing(prod: Stage) -> None:
    """In a DM Slack tells the bot of its own messages and edits too; answering them would never end."""
    channel = prod.slack.direct["ana"]
    await prod.slack.dm("ana", "pods failed")
    [answer] = await prod.answered(channel)
    await prod.slack.click("ana", answer.ts, "Refresh", channel)
    await prod.slack.wait(lambda: prod.answers(channel)[0].edited == 1)
    await prod.slack.dm("ana", "ping")
    assert len(await prod.answered(channel, count=2)) == 2


async def test_a_slash_command_in_a_direct_message_between_people_is_answered_by_its_url(prod: Stage) -> None:
    """The bot is not in that conversation and is told `channel_not_found`; the command's own URL reaches it."""
    prod.slack.faults.refuse("chat.postMessage", "channel_not_found", times=None)
    await prod.slack.slash("ana", prod.slack.direct["ana"], "pods failed")
    [answer] = await prod.answered(prod.slack.direct["ana"])
    assert "pods failing" in answer.text


async def test_everything_about_one_pod_can_be_asked_by_name(prod: Stage) -> None:
    """The question that follows from every list of pods."""
    await prod.slack.slash("ana", "incidents", "pods failed")
    [answer] = await prod.answered()
    menu = next(one for block in answer.blocks for one in block.get("elements", []) if one.get("type") == "static_select")
    line = next(one["value"] for one in menu["options"] if one["value"].startswith("pod "))
    await prod.slack.slash("ana", "incidents", line)
    _, detail = await prod.answered(count=2)
    assert line.split()[-2 if line.split()[-1].startswith("@") else -1] in detail.text
