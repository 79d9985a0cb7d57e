"""A question comes in by slash command, mention, DM and button; the answer stands where it was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from playground.slack import Message

if TYPE_CHECKING:
    from staging import Stage

Words = Callable[[Message], str]


def element(message: Message, action_id: str) -> dict[str, Any]:
    """Return the interactive element of a message with this action_id."""
    for block in message.blocks:
        for one in block.get("elements", []):
            if one.get("action_id") == action_id:
                return dict(one)
    raise AssertionError(f"no element {action_id!r} in {message.blocks}")


async def test_a_slash_command_is_acked_at_once_and_answered_in_the_channel(prod: Stage, words: Words) -> None:
    """The main job: `/sre pods failed`, one condensed message, with the truth of the cluster in it."""
    delivery = await prod.slack.slash("ana", "incidents", "pods failed")
    assert delivery.acked
    assert not delivery.failed
    [answer] = await prod.answered()
    assert "pods failing" in answer.text
    assert "checkout" in words(answer)
    assert {"rich_text", "data_table", "actions", "context"} <= {block["type"] for block in answer.blocks}


async def test_a_mention_is_answered_in_the_channel(prod: Stage) -> None:
    """Slash commands do not run in threads, so a mention asks the same."""
    await prod.slack.mention("ana", "incidents", "pods failed")
    [answer] = await prod.answered()
    assert "pods failing" in answer.text
    assert answer.thread_ts is None


async def test_a_mention_in_a_thread_is_answered_in_that_thread(prod: Stage) -> None:
    """What belongs to one incident stays together."""
    await prod.slack.mention("ana", "incidents", "ping")
    [root] = await prod.answered()
    await prod.slack.mention("ben", "incidents", "pods failed", thread_ts=root.ts)
    _, answer = await prod.answered(count=2)
    assert answer.thread_ts == root.ts


async def test_a_direct_message_needs_neither_slash_nor_mention(prod: Stage) -> None:
    """In a DM there is nobody else to talk to."""
    await prod.slack.dm("ana", "pods failed")
    [answer] = await prod.answered(prod.slack.direct["ana"])
    assert "pods failing" in answer.text


async def test_a_question_under_a_file_is_answered(prod: Stage) -> None:
    """A screenshot of what is wrong is no reason not to hear what is asked under it."""
    there = prod.slack.direct["ana"]
    await prod.slack.write("ana", there, "", files=[prod.slack.hands.upload("ana", "a.txt", b"for the file's sake")])
    await prod.slack.write("ana", there, "pods failed", files=[prod.slack.hands.upload("ana", "b.txt", b"x")])
    [answer] = await prod.answered(there)
    assert "pods failing" in answer.text


async def test_a_mention_that_is_edited_is_asked_anew(prod: Stage) -> None:
    """Slack tells of it once more; in a DM an edit is no question, as Slack tells of that as of an edit."""
    await prod.slack.write("ana", "incidents", "pods failed")
    await prod.slack.dm("ana", "ping")
    [before] = await prod.answered(prod.slack.direct["ana"])
    for place in (prod.slack.direct["ana"], "incidents"):
        said = next(one for one in prod.slack.messages(place) if not one.bot)
        prod.slack.hands.edit("ana", place, said.ts, "@srehub pods failed")
    [answer] = await prod.answered()
    assert "pods failing" in answer.text
    assert await prod.answered(prod.slack.direct["ana"]) == [before]


async def test_a_mention_that_is_edited_and_asks_the_same_is_answered_once(prod: Stage) -> None:
    """Somebody mends a space in a line that changes something; it must not be carried out twice."""
    await prod.slack.mention("ana", "incidents", "pods failed")
    await prod.answered()
    said = next(one for one in prod.slack.messages("incidents") if not one.bot)
    prod.slack.hands.edit("ana", "incidents", said.ts, "@srehub  pods  failed")
    prod.slack.hands.edit("ana", "incidents", said.ts, "@srehub ping")
    answers = await prod.answered(count=2)
    assert ["pods failing" in one.text for one in answers] == [True, False]


async def test_refresh_edits_the_message_it_stands_under(prod: Stage) -> None:
    """The message is edited, never repeated; the cluster is asked again."""
    await prod.slack.slash("ana", "incidents", "pods failed")
    [answer] = await prod.answered()
    asked = len(prod.clusters["prod"].requests)
    await prod.slack.click("ben", answer.ts, "Refresh", "incidents")
    await prod.slack.wait(lambda: prod.answers()[0].edited == 1)
    assert len(prod.answers()) == 1
    assert len(prod.clusters["prod"].requests) > asked


async def test_looking_into_a_pod_answers_in_the_messages_thread(prod: Stage, words: Words) -> None:
    """One goes deeper without pushing the picture out of sight."""
    await prod.slack.slash("ana", "incidents", "pods failed")
    [answer] = await prod.answered()
    menu = next(one for block in answer.blocks for one in block.get("elements", []) if one.get("type") == "static_select")
    option = next(one for one in menu["options"] if one["value"].startswith("pod "))
    await prod.slack.click("ana", answer.ts, option["value"], "incidents")
    _, detail = await prod.answered(count=2)
    assert detail.thread_ts == answer.ts
    assert option["value"].split()[-1] in option["value"]
    assert "events" in words(detail).lower() or "container" in words(detail).lower()


async def test_an_unknown_command_is_told_to_the_asker_alone_with_buttons(prod: Stage) -> None:
    """A typo is nobody else's business, and costs one click."""
    await prod.slack.slash("ana", "incidents", "pods faild -n payments")
    [usage] = await prod.answered()
    assert usage.ephemeral_to == prod.slack.users["ana"]
    await prod.slack.click("ana", usage.ts, "pods failed -n payments", "incidents")
    answer = await prod.slack.wait(lambda: next((m for m in prod.answers() if m.ephemeral_to is None), None))
    assert "pods failing" in answer.text or "No failing pods" in answer.text


async def test_bad_arguments_get_one_line_of_usage_for_the_asker_alone(prod: Stage) -> None:
    """Usage is a sentence, not a page."""
    await prod.slack.slash("ana", "incidents", "pods failed nonsense")
    [usage] = await prod.answered()
    assert usage.ephemeral_to == prod.slack.users["ana"]
    assert "does not understand" in usage.text


async def test_a_slow_answer_is_announced_and_then_edited_in(stage: Stage) -> None:
    """After a second of silence people ask again; so they are told who is asked, in the message that becomes the answer."""
    cluster = await stage.cluster("prod")
    await stage.bot()
    cluster.faults.slow(0.6)
    await stage.slack.slash("ana", "incidents", "pods failed")
    [notice] = await stage.slack.wait(lambda: stage.answers())
    assert notice.text == "asking prod…"
    cluster.faults.clear()
    [answer] = await stage.answered()
    assert answer.ts == notice.ts
    assert "pods failing" in answer.text


async def test_where_the_bot_is_no_member_it_still_answers(prod: Stage) -> None:
    """The response URL of a slash command works in any channel, for everyone in it to see."""
    await prod.slack.slash("ana", "random", "pods failed")
    [answer] = await prod.answered("random")
    assert "pods failing" in answer.text
    assert answer.ephemeral_to is None


@pytest.mark.parametrize(
    "line",
    [
        "help", "help pods failed", "ping", "pods", "pods pending", "pods restarting", "pods -n payments", "jobs failed",
        "cronjobs", "pvc pending", "hpa maxed", "quota", "namespaces", "top pods", "top nodes", "logs deploy/checkout",
    ],
)  # fmt: skip
async def test_every_command_has_an_answer_that_slack_takes(prod: Stage, line: str) -> None:
    """Whatever a command shows, Slack's limits and block rules accept it as it is."""
    await prod.slack.slash("ana", "incidents", line)
    await prod.answered()
    assert [call.error for call in prod.slack.calls if call.method.startswith("chat.") and call.error] == []


async def test_a_slack_that_does_not_know_the_newest_blocks_gets_older_ones(stage: Stage) -> None:
    """No answer is lost to a block that Slack has not rolled out yet, and Slack is not asked twice for what it refused."""
    await stage.cluster("prod")
    stage.slack.faults.unknown_blocks("data_table")
    await stage.bot()
    await stage.slack.slash("ana", "incidents", "pods failed")
    [answer] = await stage.answered()
    assert "table" in {block["type"] for block in answer.blocks}
    await stage.slack.slash("ana", "incidents", "pods failed")
    await stage.answered(count=2)
    refusals = [call for call in stage.slack.calls if call.error == "invalid_blocks"]
    assert len(refusals) == 1
