"""Modals, uploads, lists and reactions, through the official client."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import ManualClock, Slack

MODAL = {
    "type": "modal",
    "callback_id": "silence",
    "title": {"type": "plain_text", "text": "Silence"},
    "submit": {"type": "plain_text", "text": "Silence it"},
    "blocks": [
        {
            "type": "input",
            "block_id": "why",
            "label": {"type": "plain_text", "text": "Why"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}


async def test_a_trigger_opens_one_modal_within_three_seconds(timeless: Slack, clock: ManualClock, connect: Any) -> None:
    """Ask first, open later does not work in Slack."""
    bare = await connect(timeless)
    for _ in range(2):
        await timeless.slash("ana", "incidents", "quietly")
    await timeless.wait(lambda: len(bare.got) == 2)
    first, second = (got["trigger_id"] for got in bare.got)
    opened = await bare.client.views_open(trigger_id=first, view=MODAL)
    assert timeless.views[0]["id"] == opened["view"]["id"]
    clock.advance(4)
    for trigger, error in ((first, "exchanged_trigger_id"), (second, "expired_trigger_id"), ("x", "invalid_trigger_id")):
        with pytest.raises(SlackApiError, match=error):
            await bare.client.views_open(trigger_id=trigger, view=MODAL)


async def test_a_submitted_modal_closes_unless_the_ack_names_errors(slack: Slack, bare: Any) -> None:
    """What is typed comes as `state.values`; wrong input is answered with the ack."""
    refuse = [True]

    @bare.app.view("silence")
    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        bare.got.append(view)
        await (ack(response_action="errors", errors={"why": "say more"}) if refuse.pop() else ack())

    await slack.slash("ana", "incidents", "quietly")
    opened = await bare.client.views_open(trigger_id=bare.got[0]["trigger_id"], view=MODAL)
    values = {"why": {"text": {"type": "plain_text_input", "value": "noise"}}}
    answer = await slack.submit("ana", opened["view"]["id"], values)
    assert answer.payload["errors"] == {"why": "say more"}
    assert len(slack.views) == 1
    refuse.append(False)
    await slack.submit("ana", opened["view"]["id"], values)
    assert slack.views == []
    assert bare.got[-1]["state"]["values"]["why"]["text"]["value"] == "noise"


async def test_a_file_is_uploaded_and_shared(slack: Slack, client: AsyncWebClient) -> None:
    """The client's own three steps: a URL, the bytes, the channel."""
    await client.files_upload_v2(
        channel=slack.channels["ops"], content="log line\n", filename="pod.log", initial_comment="Logs"
    )
    said = await slack.wait(lambda: slack.messages("ops"))
    assert (said[0].text, slack.files[said[0].files[0]]["content"]) == ("Logs", b"log line\n")


async def test_lists_are_given_in_pages(slack: Slack, client: AsyncWebClient) -> None:
    """A client that ignores `next_cursor` misses most of a real workspace."""
    names: list[str] = []
    async for answer in await client.users_list(limit=2):
        names += [member["name"] for member in answer["members"]]
    assert names == [*slack.users, "srehub"]
    listed = await client.conversations_list(types="public_channel", exclude_archived=True)
    assert "archived" not in {channel["name"] for channel in listed["channels"]}


async def test_what_is_needed_to_authorise_is_told(slack: Slack, client: AsyncWebClient) -> None:
    """Guests, deleted people, partners and shared channels are what a bot has to tell apart."""
    gus = (await client.users_info(user=slack.users["gus"]))["user"]
    dan = (await client.users_info(user=slack.users["dan"]))["user"]
    external = (await client.conversations_info(channel=slack.channels["external"]))["channel"]
    groups = (await client.usergroups_list())["usergroups"]
    members = (await client.usergroups_users_list(usergroup=groups[0]["id"]))["users"]
    assert (gus["is_restricted"], dan["deleted"], external["is_ext_shared"]) == (True, True, True)
    assert (groups[0]["handle"], members) == ("sre", [slack.users["ana"]])


async def test_threads_and_history_show_what_stands(slack: Slack, client: AsyncWebClient) -> None:
    """Neither deleted nor ephemeral messages, and replies only in their thread."""
    root = await client.chat_postMessage(channel="ops", text="root")
    reply = await client.chat_postMessage(channel="ops", text="reply", thread_ts=root["ts"])
    await client.chat_postEphemeral(channel=slack.channels["ops"], user=slack.users["ana"], text="psst")
    gone = await client.chat_postMessage(channel="ops", text="gone")
    await client.chat_delete(channel=gone["channel"], ts=gone["ts"])
    history = (await client.conversations_history(channel=slack.channels["ops"]))["messages"]
    assert [(said["text"], said.get("reply_count")) for said in history] == [("root", 1)]
    thread = (await client.conversations_replies(channel=slack.channels["ops"], ts=reply["ts"]))["messages"]
    assert [said["text"] for said in thread] == ["root", "reply"]
    link = await client.chat_getPermalink(channel=slack.channels["ops"], message_ts=reply["ts"])
    assert f"thread_ts={root['ts']}" in link["permalink"]


async def test_a_reaction_stands_once(slack: Slack, client: AsyncWebClient) -> None:
    """The second one is refused, as is taking away what is not there."""
    root = await client.chat_postMessage(channel="ops", text="root")
    at = {"channel": root["channel"], "timestamp": root["ts"], "name": "eyes"}
    await client.reactions_add(**at)
    assert slack.messages("ops")[0].reactions == (("eyes", slack.bot_user),)
    with pytest.raises(SlackApiError, match="already_reacted"):
        await client.reactions_add(**at)
    await client.reactions_remove(**at)
    with pytest.raises(SlackApiError, match="no_reaction"):
        await client.reactions_remove(**at)


async def test_only_so_many_messages_are_kept() -> None:
    """A benchmark of an hour must not fill the memory; the newest stay."""
    async with Slack(rates=False, keep=10) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        for number in range(12):
            await client.chat_postMessage(channel="ops", text=str(number))
        assert [said.text for said in slack.messages("ops")] == [str(number) for number in range(2, 12)]
        assert len(slack.calls) == 10
