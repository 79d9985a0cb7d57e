"""What Slack refuses, in its own words: a bot that passes here is not refused there."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import ManualClock, Slack


def section(text: str = "x", **more: Any) -> dict[str, Any]:
    """Return a section block."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


async def refused(client: AsyncWebClient, method: str, **arguments: Any) -> str:
    """Make a call, once as JSON and once as a form, and return the error that both are refused with."""
    errors = set()
    for body in ({"json": arguments}, {"data": {k: v for k, v in arguments.items() if not isinstance(v, list | dict)}}):
        if body.get("data", arguments).keys() != arguments.keys():
            continue
        with pytest.raises(SlackApiError) as caught:
            await client.api_call(method, **body)
        errors.add(caught.value.response["error"])
    (error,) = errors
    return error


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("chat.postMessage", {"channel": "C404", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "random", "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "archived", "text": "x"}, "is_archived"),
        ("chat.postMessage", {"channel": "ops", "text": ""}, "no_text"),
        ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": "ops", "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ("chat.postMessage", {"channel": "ops", "text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        ("chat.postMessage", {"channel": "ops", "text": "x", "blocks": [{"type": "video"}]}, "invalid_blocks"),
        ("chat.postMessage", {"channel": "ops", "text": "x", "blocks": [section()] * 51}, "invalid_blocks"),
        ("chat.postMessage", {"channel": "ops", "blocks": [section("x" * 2900)] * 5}, "msg_blocks_too_long"),
        ("chat.postMessage", {"channel": "ops", "text": "x", "metadata": {"event_type": 1}}, "invalid_metadata_schema"),
        ("chat.update", {"channel": "ops", "ts": "1.0", "text": "x"}, "message_not_found"),
        ("chat.postEphemeral", {"channel": "ops", "user": "U404", "text": "x"}, "user_not_found"),
        ("chat.postEphemeral", {"channel": "ops", "user": "eve", "text": "x"}, "user_not_in_channel"),
        ("conversations.info", {"channel": "C404"}, "channel_not_found"),
        ("conversations.history", {"channel": "random"}, "not_in_channel"),
        ("conversations.list", {"limit": 5000}, "invalid_limit"),
        ("users.info", {"user": "U404"}, "user_not_found"),
        ("usergroups.users.list", {"usergroup": "S404"}, "no_such_subteam"),
        ("views.open", {"view": {"type": "modal", "title": {"type": "plain_text", "text": "x" * 25}}}, "invalid_arguments"),
        ("apps.connections.open", {}, "not_allowed_token_type"),
        ("chat.explode", {}, "unknown_method"),
    ],
)
async def test_a_call_that_slack_refuses(client: AsyncWebClient, method: str, arguments: dict[str, Any], error: str) -> None:
    """The error's name is what our code decides by, so it must be Slack's."""
    assert await refused(client, method, **arguments) == error


async def test_an_update_is_refused_over_4000_characters_though_a_post_is_not(client: AsyncWebClient) -> None:
    """The limit that catches everyone: what could be posted cannot be edited."""
    posted = await client.chat_postMessage(channel="ops", text="x" * 4001)
    assert await refused(client, "chat.update", channel="ops", ts=posted["ts"], text="x" * 4001) == "msg_too_long"


async def test_a_post_is_cut_at_40000_characters(slack: Slack, client: AsyncWebClient) -> None:
    """Slack cuts silently: nothing tells the bot."""
    await client.chat_postMessage(channel="ops", text="x" * 40_001)
    assert len(slack.messages("ops")[0].text) == 40_000


async def test_somebody_elses_and_ephemeral_messages_cannot_be_edited(slack: Slack, client: AsyncWebClient) -> None:
    """An ephemeral message cannot be taken back through the Web API."""
    await slack.mention("ana", "ops", "ping")
    theirs = slack.messages("ops")[0].ts
    assert await refused(client, "chat.update", channel="ops", ts=theirs, text="x") == "cant_update_message"
    assert await refused(client, "chat.delete", channel="ops", ts=theirs) == "cant_delete_message"
    hidden = await client.chat_postEphemeral(channel=slack.channels["ops"], user=slack.users["ana"], text="x")
    assert await refused(client, "chat.update", channel="ops", ts=hidden["message_ts"], text="x") == "message_not_found"


async def test_tokens_are_looked_at(slack: Slack, client: AsyncWebClient) -> None:
    """The start of the bot decides by these errors what it tells its operator."""
    wrong = AsyncWebClient(token="xoxb-wrong", base_url=slack.api_url)
    assert await refused(wrong, "auth.test") == "invalid_auth"
    assert await refused(AsyncWebClient(base_url=slack.api_url), "auth.test") == "not_authed"
    slack.revoke()
    assert await refused(client, "chat.postMessage", channel="ops", text="x") == "invalid_auth"


async def test_a_missing_scope_is_named(slack: Slack, client: AsyncWebClient) -> None:
    """`needed` is what the operator has to add."""
    slack.scopes.discard("chat:write")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="ops", text="x")
    answer = caught.value.response
    assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")
    assert "commands" in answer["provided"].split(",")


async def test_more_than_one_post_a_second_to_a_channel_is_answered_429(timeless: Slack, clock: ManualClock) -> None:
    """With `Retry-After`, for this channel alone, and over by itself."""
    client = AsyncWebClient(token=timeless.bot_token, base_url=timeless.api_url, retry_handlers=[])
    for _ in range(4):
        await client.chat_postMessage(channel="ops", text="x")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="ops", text="x")
    answer = caught.value.response
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "1")
    await client.chat_postMessage(channel="general", text="elsewhere")
    clock.advance(1)
    await client.chat_postMessage(channel="ops", text="x")


async def test_the_same_client_msg_id_makes_one_message(slack: Slack, client: AsyncWebClient) -> None:
    """How a post whose answer was lost is repeated without standing there twice."""
    first = await client.chat_postMessage(channel="ops", text="x", client_msg_id="a")
    again = await client.chat_postMessage(channel="ops", text="x", client_msg_id="a")
    assert first["ts"] == again["ts"]
    assert len(slack.messages("ops")) == 1


async def test_a_lost_answer_has_been_carried_out(slack: Slack, client: AsyncWebClient) -> None:
    """The client cannot know: the message stands there although the call failed."""
    slack.faults.lose_answer("chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel="ops", text="x")
    assert slack.messages("ops")[0].text == "x"


async def test_faults_hit_as_often_as_they_are_told(slack: Slack, client: AsyncWebClient) -> None:
    """A status without JSON, then an error, then all is well; each is in the list of calls."""
    slack.faults.refuse("chat.postMessage", status=500)
    slack.faults.refuse("chat.postMessage", "fatal_error")
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="ops", text="x")
    assert await refused(client, "chat.postMessage", channel="ops", text="x", blocks=[section()]) == "fatal_error"
    await client.chat_postMessage(channel="ops", text="x")
    assert [call.status for call in slack.calls] == [500, 200, 200]
    assert "token" not in slack.calls[0].arguments


async def test_a_slack_that_does_not_know_a_block_yet_refuses_it(slack: Slack, client: AsyncWebClient) -> None:
    """New blocks are rolled out in phases; the bot must then send older ones."""
    rows = [[{"type": "raw_text", "text": "Name"}], [{"type": "raw_text", "text": "web-0"}]]
    table = {"type": "data_table", "caption": "Pods", "rows": rows}
    await client.chat_postMessage(channel="ops", text="x", blocks=[table])
    slack.faults.unknown_blocks("data_table")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="ops", text="x", blocks=[section(), table])
    messages = caught.value.response["response_metadata"]["messages"]
    assert messages == ["[ERROR] unsupported type: data_table [json-pointer:/blocks/1/type]"]


async def test_a_response_url_works_five_times_and_for_thirty_minutes(
    timeless: Slack, clock: ManualClock, connect: Any
) -> None:
    """A refresh in the background must not go over it."""
    bare = await connect(timeless)
    await timeless.slash("ana", "random", "quietly")
    url = bare.got[0]["response_url"]
    async with aiohttp.ClientSession() as session:

        async def answer(body: dict[str, Any], to: str = url) -> tuple[int, str]:
            async with session.post(to, json=body) as response:
                return response.status, await response.text()

        await timeless.wait(lambda: timeless.messages("random"))
        assert await answer({}) == (400, "no_text")
        assert await answer({"text": "for all", "response_type": "in_channel"}) == (200, "ok")
        assert [await answer({"text": "x"}) for _ in range(3)] == [(200, "ok")] * 3
        assert (await answer({"text": "x"}))[0] == 404
        await timeless.slash("ana", "random", "quietly")
        await timeless.wait(lambda: len(timeless.messages("random")) == 6)
        clock.advance(1801)
        status, text = await answer({"text": "late"}, bare.got[1]["response_url"])
        assert (status, "expired_url" in text) == (404, True)
    assert [said.ephemeral_to is None for said in timeless.messages("random")][:2] == [False, True]
