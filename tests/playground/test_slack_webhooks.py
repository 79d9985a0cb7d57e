"""Incoming webhooks, by which other software of the company posts."""

from __future__ import annotations

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from playground.slack import Slack


async def test_what_is_posted_stands_in_the_channel_under_its_own_name(slack: Slack, client: AsyncWebClient) -> None:
    """A bot that reads the channel's history must be able to tell the monitoring from people and from itself."""
    attachment = {"color": "danger", "fallback": "it fails", "text": "it *fails*"}
    body = {"username": "Alertmanager", "text": "*[FIRING:1]*", "attachments": [attachment]}
    assert (await AsyncWebhookClient(slack.webhook("incidents")).send_dict(body)).body == "ok"
    said = slack.messages("incidents")[-1]
    assert (said.username, said.user, said.bot, said.attachments) == ("Alertmanager", "", False, [attachment])
    shown = (await client.conversations_history(channel=slack.channels["incidents"]))["messages"][0]
    assert (shown["subtype"], shown["username"], shown["text"]) == ("bot_message", "Alertmanager", "*[FIRING:1]*")
    assert "user" not in shown
    assert shown["bot_id"] not in ("", slack.bot_user)


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [(b"{}", 400, "no_text"), (b"[]", 400, "invalid_payload"), (b"{", 400, "invalid_payload")],
)
async def test_what_makes_no_message_is_refused_in_plain_text(slack: Slack, body: bytes, status: int, error: str) -> None:
    """Webhooks answer in words of their own, not in the Web API's JSON."""
    async with aiohttp.ClientSession() as http, http.post(slack.webhook("incidents"), data=body) as answer:
        assert (answer.status, await answer.text()) == (status, error)


async def test_an_unknown_address_is_no_service(slack: Slack) -> None:
    """The address is the only secret that there is."""
    async with aiohttp.ClientSession() as http, http.post(f"{slack.webhook('incidents')}x", json={"text": "hi"}) as answer:
        assert (answer.status, await answer.text()) == (404, "no_service")
    assert slack.messages("incidents") == []
