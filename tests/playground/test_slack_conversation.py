"""A conversation over the official client and Bolt: what they take for Slack is good enough for our bot."""

from __future__ import annotations

from typing import Any

import pytest

from playground.slack import Message, NothingToClick, Slack


def last(slack: Slack, channel: str, text: str) -> Message | None:
    """Return the newest message with this text."""
    return next((said for said in reversed(slack.messages(channel)) if said.text == text), None)


async def test_a_slash_command_is_acked_and_answered(slack: Slack, bare: Any) -> None:
    """The main road: nearly every other test of the project takes it."""
    delivery = await slack.slash("ana", "incidents", "pods failed & <x>")
    assert (delivery.acked, delivery.failed) == (True, "")
    said = await slack.wait(lambda: last(slack, "incidents", "an answer"))
    assert (said.user, said.bot, said.thread_ts) == (slack.bot_user, True, None)
    got = bare.got[0]
    assert got["text"] == "pods failed &amp; &lt;x&gt;"
    assert (got["user_id"], got["channel_id"], got["command"]) == (slack.users["ana"], slack.channels["incidents"], "/sre")


async def test_an_answer_through_the_response_url_is_ephemeral(slack: Slack, bare: Any) -> None:
    """It must not stand in the channel, nor be editable, as in Slack."""
    await slack.slash("ben", "random", "quietly")
    said = await slack.wait(lambda: last(slack, "random", "for you alone"))
    assert said.ephemeral_to == slack.users["ben"]


async def test_a_mention_is_answered_in_a_thread(slack: Slack, bare: Any) -> None:
    """Slash commands do not work in threads, so mentions have to."""
    root = await slack.mention("ana", "incidents", "ping")
    assert root.acked
    said = await slack.wait(lambda: last(slack, "incidents", "you called"))
    event = bare.got[0]["event"]
    assert event["text"] == f"<@{slack.bot_user}> ping"
    assert said.thread_ts == event["ts"]
    await slack.mention("ana", "incidents", "again", thread_ts=event["ts"])
    await slack.wait(lambda: len(bare.got) == 2)
    assert bare.got[1]["event"]["thread_ts"] == event["ts"]


async def test_a_dm_needs_no_mention_and_the_bots_own_answer_comes_back_as_an_event(slack: Slack, bare: Any) -> None:
    """An app that takes its own message for a question would talk to itself for ever: Slack does send them."""
    await slack.dm("ben", "hi")
    await slack.wait(lambda: len(slack.messages(slack.direct["ben"])) == 2)
    assert bare.got[0]["event"]["channel_type"] == "im"
    await slack.wait(lambda: len([c for c in slack.calls if c.method == "chat.postMessage"]) == 1)
    assert len(bare.got) == 1, "Bolt drops what the bot itself said"


async def test_a_button_is_clicked_by_its_text_and_edits_its_message(slack: Slack, bare: Any) -> None:
    """People click what they read; the message is edited in place."""
    await slack.slash("ana", "incidents", "x")
    said = await slack.wait(lambda: last(slack, "incidents", "an answer"))
    assert (await slack.click("ana", said.ts, "Refresh", "incidents")).acked
    edited = await slack.wait(lambda: last(slack, "incidents", "edited"))
    assert (edited.ts, edited.edited, edited.history[0].text) == (said.ts, 1, "an answer")
    action = bare.got[1]["actions"][0]
    assert (action["action_id"], action["value"], action["type"]) == ("refresh", "pods failed", "button")


async def test_an_option_is_picked_by_its_text_or_value(slack: Slack, bare: Any) -> None:
    """Menus arrive as `selected_option`, and in `state`, as Slack sends them."""
    await slack.slash("ana", "incidents", "x")
    said = await slack.wait(lambda: last(slack, "incidents", "an answer"))
    await slack.click("ana", said.ts, "pod web-1", "incidents")
    payload = bare.got[1]
    assert payload["actions"][0]["selected_option"]["value"] == "pod web-1"
    (values,) = payload["state"]["values"].values()
    assert values["pod"]["selected_option"]["text"]["text"] == "web-1"


async def test_nobody_can_click_what_is_not_there(slack: Slack, bare: Any) -> None:
    """A test that clicks a wrong name has to fail loudly, with the names that there are."""
    await slack.slash("ana", "incidents", "x")
    said = await slack.wait(lambda: last(slack, "incidents", "an answer"))
    with pytest.raises(NothingToClick, match="button refresh 'Refresh'"):
        await slack.click("ana", said.ts, "Explode", "incidents")


async def test_a_mention_where_the_bot_is_no_member_never_arrives(slack: Slack, bare: Any) -> None:
    """Slack sends no event from there; the person is told to invite the bot."""
    assert (await slack.mention("ana", "random", "ping")).failed == "not_in_channel"
    assert bare.got == []


async def test_an_app_that_subscribes_to_channel_messages_gets_a_mention_twice(slack: Slack, bare: Any) -> None:
    """`message` and `app_mention` are two events with two ids: the second must not be answered again."""
    slack.subscriptions.add("message.channels")
    await slack.mention("ana", "incidents", "ping")
    await slack.wait(lambda: {got["event"]["type"] for got in bare.got} == {"message", "app_mention"})
    assert len({got["event_id"] for got in bare.got}) == 2
    assert len({got["event"]["client_msg_id"] for got in bare.got}) == 1


async def test_waiting_in_vain_shows_what_was_said(slack: Slack, bare: Any) -> None:
    """The failure of a test should say why, not only that."""
    await slack.slash("ana", "incidents", "x")
    await slack.wait(lambda: slack.messages("incidents"))
    with pytest.raises(AssertionError, match="an answer"):
        await slack.wait(lambda: None, seconds=0)
