"""The only module that knows Bolt: listeners that ack, read what came, and hand over to a task that we own.

A listener never raises and never waits: an exception right after `ack()` can lose the ack, and Bolt's tasks are nobody's.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from time import monotonic
from typing import Any

import msgspec
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.ask import Ask, Place, Way
from bot.blocks.controls import REFRESH
from bot.blocks.pages import PAGE
from bot.invocation import cleaned
from bot.sockets import Envelope
from connectors._contract import Secret

Body = Mapping[str, Any]
HandOver = Callable[[Ask], None]
NEVER_AGAIN = ""
"""Slack delivers slash commands and clicks once, so that nothing has to remember them; events it repeats when in doubt."""

ANYTHING = re.compile(".*", re.DOTALL)


class Identity(msgspec.Struct, frozen=True):
    """Who the bot is in Slack, as `auth.test` says."""

    user: str
    bot: str
    team: str
    url: str = ""


class SlackApp:
    """Bolt's app with our listeners.

    Args:
        client: a client for Bolt, without a token: our own calls go through `bot.web`.
        command: our slash command, e.g. `/sre`.
        identity: who the bot is.
        hand_over: takes each question and returns at once.
    """

    def __init__(self, client: AsyncWebClient, command: str, identity: Identity, hand_over: HandOver) -> None:
        self._hand_over = hand_over
        self._mention = re.compile(rf"<@{re.escape(identity.user)}(\|[^>]*)?>")
        self._bolt = AsyncApp(
            logger=logging.getLogger("slack_bolt"),
            client=client, authorize=_known(identity), ssl_check_enabled=False, url_verification_enabled=False,
            request_verification_enabled=False, attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )  # fmt: skip
        self._bolt.command(command)(self._slash)
        self._bolt.event("app_mention")(self._mentioned)
        self._bolt.event("message")(self._message)
        self._bolt.action(ANYTHING)(self._pressed)
        for kind in (self._bolt.command, self._bolt.event, self._bolt.shortcut, self._bolt.view, self._bolt.options):
            kind(ANYTHING)(self._nothing)  # Bolt leaves what no listener matches without an ack

    async def receive(self, envelope: Envelope) -> bytes | None:
        """Take an envelope off a socket; return the payload of its ack, or None."""
        headers: dict[str, str | Sequence[str]] | None = (
            {"x-slack-retry-num": str(envelope.retry_attempt)} if envelope.retry_attempt is not None else None
        )
        request = AsyncBoltRequest(mode="socket_mode", body=envelope.payload, headers=headers)
        response = await self._bolt.async_dispatch(request)
        return response.body.encode() if response.body and response.body.startswith("{") else None

    async def _nothing(self, ack: AsyncAck) -> None:
        await ack()

    async def _slash(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        place = Place(channel=body["channel_id"], response_url=_url(body))
        self._asked("slash", cleaned(body.get("text", "")), body["user_id"], body["team_id"], NEVER_AGAIN, place)

    async def _mentioned(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        event = body["event"]
        text = cleaned(self._mention.sub(" ", event.get("text", "")))
        self._said("mention", text, body, Place(channel=event["channel"], thread=event.get("thread_ts", "")))

    async def _message(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Answer what is written to the bot alone; edits, joins and other bots' words are none of its business."""
        await ack()
        event = body["event"]
        if event.get("channel_type") == "im" and not event.get("subtype") and not event.get("bot_id"):
            text = cleaned(self._mention.sub(" ", event.get("text", "")))
            self._said("dm", text, body, Place(channel=event["channel"], thread=event.get("thread_ts", "")))

    async def _pressed(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        for action in body.get("actions", ()):
            text = action.get("value") or (action.get("selected_option") or {}).get("value") or ""
            if text:
                name = action.get("action_id") or ""
                place = _pressed_in(body, edits=name == REFRESH or name.startswith(PAGE))
                self._asked("button", text, body["user"]["id"], body["user"].get("team_id", ""), NEVER_AGAIN, place)

    def _said(self, way: Way, text: str, body: Body, place: Place) -> None:
        event = body["event"]
        if event.get("user") and not event.get("bot_id"):
            team = event.get("user_team") or event.get("team") or body["team_id"]
            self._asked(way, text, event["user"], team, body["event_id"], place)

    def _asked(self, way: Way, text: str, user: str, team: str, delivery: str, place: Place) -> None:
        self._hand_over(Ask(secrets.token_hex(3), text.strip(), way, user, team, delivery, place, monotonic()))


def _known(identity: Identity) -> Callable[..., Awaitable[AuthorizeResult]]:
    """Return Bolt's authorisation for the one workspace we know already, so that no message waits for an `auth.test`."""
    result = AuthorizeResult(enterprise_id=None, team_id=identity.team, bot_user_id=identity.user, bot_id=identity.bot)

    async def authorize() -> AuthorizeResult:
        return result

    return authorize


def _url(body: Body) -> Secret | None:
    return Secret(body["response_url"]) if body.get("response_url") else None


def _pressed_in(body: Body, *, edits: bool) -> Place:
    """Return where the answer to a click goes: over the message itself for Refresh and pages, else into its thread."""
    container = body.get("container") or {}
    ephemeral = bool(container.get("is_ephemeral"))
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id", "")
    ts = container.get("message_ts", "")
    thread = (body.get("message") or {}).get("thread_ts", "")
    if ephemeral:
        return Place(channel, container.get("thread_ts", ""), "", _url(body), ephemeral=True)
    if edits:
        return Place(channel, thread if thread != ts else "", ts, _url(body))
    return Place(channel, thread or ts, "", _url(body))
