"""Incoming webhooks: how other software of the company, such as its monitoring, posts into a channel.

Source: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/
"""

from __future__ import annotations

import secrets
from typing import Any

import msgspec
from aiohttp import web

from playground.slack import posting
from playground.slack.arguments import Arguments
from playground.slack.messages import Message
from playground.slack.refusal import Refused
from playground.slack.state import State

NAMELESS = "incoming-webhook"
"""What Slack calls whoever gives no name."""


def issue(state: State, channel: str) -> str:
    """Return a new webhook's URL for a channel, named by name or id. Raises `channel_not_found`."""
    path = f"services/{state.workspace.team}/B{secrets.token_hex(5).upper()}/{secrets.token_urlsafe(18)}"
    state.webhooks[path] = state.workspace.channel(channel).id
    return state.base_url + path


async def serve(state: State, request: web.Request) -> web.Response:
    """Post a message. `ok` as plain text; 404 `no_service`; 400 with an error as plain text."""
    try:
        _post(state, request.path.lstrip("/"), await request.read())
    except Refused as refused:
        return web.Response(text=refused.error, status=refused.status if refused.status != 200 else 400)
    return web.Response(text="ok")


def _post(state: State, path: str, raw: bytes) -> None:
    channel = state.webhooks.get(path)
    if channel is None:
        raise Refused("no_service", status=404)
    values = _body(raw)
    what = posting.content(state, Arguments(values))
    if what.empty:
        raise Refused("no_text")
    said = Message(
        ts=state.messages.next_ts(),
        channel=channel,
        user="",
        username=str(values.get("username") or NAMELESS),
        text=posting.cut(what.text),
        raw_blocks=what.raw_blocks or b"",
        raw_attachments=what.raw_attachments or b"",
        thread_ts=values.get("thread_ts"),
    )
    posting.post(state, said)


def _body(raw: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(raw, type=dict[str, Any])
    except msgspec.DecodeError:
        raise Refused("invalid_payload") from None
