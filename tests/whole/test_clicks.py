"""Buttons: what they carry is state, not authority; what they stand under is never lost to them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import Message

if TYPE_CHECKING:
    from staging import Stage

Words = Callable[[Message], str]


async def asked(stage: Stage, line: str = "pods failed", channel: str = "incidents") -> Message:
    """Ask as ana and return the one answer."""
    await stage.slack.slash("ana", channel, line)
    [answer] = await stage.answered(channel)
    return answer


def standing(stage: Stage, message: Message) -> Message:
    """Return how a message stands now."""
    return next(one for one in stage.slack.messages(message.channel) if one.ts == message.ts)


async def whisper(stage: Stage, user: str) -> Message:
    """Wait for what only this user sees."""
    seen = stage.slack.users[user]
    return await stage.slack.wait(
        lambda: next((one for one in stage.answers() if one.ephemeral_to == seen), None), seconds=15
    )


async def delete(stage: Stage, message: Message) -> None:
    """Delete a message of the bot's, as an administrator may."""
    client = AsyncWebClient(token=stage.slack.bot_token, base_url=stage.slack.api_url)
    await client.chat_delete(channel=message.channel, ts=message.ts)


async def test_a_click_by_someone_who_may_not_is_refused_to_them_alone(stage: Stage) -> None:
    """A button is seen by everyone in the channel; who may ask is decided anew for each who presses it."""
    cluster = await stage.cluster("prod")
    await stage.bot(access=[{"users": [stage.slack.users["ana"]]}])
    answer = await asked(stage)
    before = len(cluster.requests)
    await stage.slack.click("ben", answer.ts, "Refresh", "incidents")
    told = await whisper(stage, "ben")
    assert "You may not ask pods failed of @prod" in told.text
    assert standing(stage, answer) == answer
    assert len(cluster.requests) == before


async def test_a_slash_command_by_someone_who_may_not_is_refused_to_them_alone(stage: Stage) -> None:
    """The rules hold for every way in, and nobody is put to shame in public."""
    cluster = await stage.cluster("prod")
    await stage.bot(access=[{"users": [stage.slack.users["ana"]], "targets": ["prod"]}])
    await stage.slack.slash("ben", "incidents", "pods failed")
    assert "You may not ask" in (await whisper(stage, "ben")).text
    assert not cluster.requests


async def test_refresh_by_two_at_once_costs_one_sweep(prod: Stage) -> None:
    """In an incident everyone presses it in the same second."""
    answer = await asked(prod)
    cluster = prod.clusters["prod"]
    cluster.requests.clear()
    cluster.faults.hang()
    await asyncio.gather(*(prod.slack.click(who, answer.ts, "Refresh", "incidents") for who in ("ana", "ben", "mia")))
    await cluster.asked()
    cluster.faults.clear()
    await prod.slack.wait(lambda: standing(prod, answer).edited == 3)
    assert set(Counter(seen.path for seen in cluster.requests).values()) == {1}
    assert len(prod.answers()) == 1


async def test_refresh_while_the_cluster_is_away_shows_the_same_as_old(prod: Stage, words: Words) -> None:
    """The picture stays, and says of itself that it is old."""
    answer = await asked(prod)
    await prod.clusters["prod"].faults.down()
    await prod.slack.click("ben", answer.ts, "Refresh", "incidents")
    await prod.slack.wait(lambda: standing(prod, answer).edited == 1, seconds=15)
    assert "does not answer" in standing(prod, answer).text
    assert "pods failing" in words(standing(prod, answer))


async def test_refresh_that_brings_nothing_leaves_the_answer_and_tells_who_pressed(stage: Stage) -> None:
    """Where no last good answer is kept, the message in the channel is the last good answer."""
    cluster = await stage.cluster("prod")
    await stage.bot(cache={"keep_last_good": 0, "ttl": {"default": 0}})
    answer = await asked(stage)
    await cluster.faults.down()
    await stage.slack.click("ben", answer.ts, "Refresh", "incidents")
    assert "prod cannot be reached" in (await whisper(stage, "ben")).text
    assert standing(stage, answer) == answer


@pytest.mark.parametrize("code", ["cant_update_message", "edit_window_closed", "channel_not_found"])
async def test_refresh_of_what_may_not_be_edited_goes_by_the_clicks_own_url(prod: Stage, code: str) -> None:
    """Workspaces close the edit window, and where the bot is no member it cannot edit at all; the click itself still can."""
    answer = await asked(prod)
    prod.slack.faults.refuse("chat.update", code, times=None)
    await prod.slack.click("ben", answer.ts, "Refresh", "incidents")
    await prod.slack.wait(lambda: standing(prod, answer).edited == 1)
    assert len(prod.answers()) == 1


async def test_refresh_that_can_edit_by_no_way_is_answered_anew(prod: Stage) -> None:
    """Once more in the channel is better than nowhere."""
    answer = await asked(prod)
    prod.slack.faults.refuse("chat.update", "edit_window_closed", times=None)
    prod.slack.faults.refuse("response_url", "expired_url", status=404, times=None)
    await prod.slack.click("ben", answer.ts, "Refresh", "incidents")
    _, anew = await prod.answered(count=2)
    assert "pods failing" in anew.text


async def test_refresh_of_a_deleted_message_is_answered_anew_in_its_thread(prod: Stage) -> None:
    """Somebody tidied up between the click and the answer."""
    await prod.slack.mention("ana", "incidents", "ping")
    [root] = await prod.answered()
    await prod.slack.mention("ana", "incidents", "pods failed", thread_ts=root.ts)
    _, answer = await prod.answered(count=2)
    cluster = prod.clusters["prod"]
    cluster.requests.clear()
    cluster.faults.hang()
    await prod.slack.click("ana", answer.ts, "Refresh", "incidents")
    await cluster.asked()
    await delete(prod, answer)
    cluster.faults.clear()
    _, anew = await prod.answered(count=2)
    assert anew.ts != answer.ts
    assert anew.thread_ts == root.ts


@pytest.mark.parametrize("code", ["message_not_found", "cant_update_message", "edit_window_closed"])
async def test_a_placeholder_that_cannot_be_edited_is_followed_by_the_answer(prod: Stage, code: str) -> None:
    """Whatever became of `asking prod…`, the answer is owed."""
    cluster = prod.clusters["prod"]
    cluster.faults.hang()
    await prod.slack.slash("ana", "incidents", "pods failed")
    [notice] = await prod.slack.wait(prod.answers)
    prod.slack.faults.refuse("chat.update", code)
    cluster.faults.clear()
    answer = await prod.slack.wait(lambda: next((one for one in prod.answers() if "pods failing" in one.text), None))
    assert answer.ts != notice.ts


async def test_a_button_where_the_bot_is_no_member_answers_in_the_thread(prod: Stage) -> None:
    """The message got there by a response URL, and so does what follows from it."""
    answer = await asked(prod, channel="random")
    menu = next(one for block in answer.blocks for one in block.get("elements", []) if one.get("type") == "static_select")
    await prod.slack.click("ben", answer.ts, menu["options"][1]["value"], "random")
    _, detail = await prod.answered("random", count=2)
    assert detail.thread_ts == answer.ts
    assert detail.ephemeral_to is None


async def test_refresh_where_the_bot_is_no_member_edits_in_place(prod: Stage) -> None:
    """Nobody sees from outside whether the bot is in the channel."""
    answer = await asked(prod, channel="random")
    prod.slack.faults.refuse("chat.update", "not_in_channel", times=None)
    await prod.slack.click("ben", answer.ts, "Refresh", "random")
    await prod.slack.wait(lambda: standing(prod, answer).edited == 1)
    assert len(prod.answers("random")) == 1


async def test_a_suggestion_whose_hint_cannot_be_removed_is_answered_all_the_same(prod: Stage) -> None:
    """Tidying up is not worth an answer."""
    await prod.slack.slash("ana", "incidents", "pods faild")
    [hint] = await prod.answered()
    prod.slack.faults.refuse("response_url", "used_url", status=404)
    await prod.slack.click("ana", hint.ts, "pods failed", "incidents")
    answer = await prod.slack.wait(lambda: next((one for one in prod.answers() if one.ephemeral_to is None), None))
    assert "pods failing" in answer.text
