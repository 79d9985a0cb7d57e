"""Bolt's app with our listeners; what they hear goes through `bot.slack.doors`."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from hashlib import blake2b
from time import monotonic
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.ask import Ask, Place, Way
from bot.blocks.controls import REFRESH
from bot.blocks.pages import PAGE
from bot.blocks.text import plain_text
from bot.invocation import cleaned
from bot.slack.doors import Doors
from bot.slack.identity import Identity
from bot.slack.reading import Body, interaction, is_home, place, url
from bot.sockets import Envelope

NEVER_AGAIN = ""
"""Slack delivers slash commands and clicks once, so that nothing has to remember them; events it repeats when in doubt."""

WITH_FILES = "file_share"
"""The subtype of what somebody writes under files (https://docs.slack.dev/reference/events/message/file_share)."""

ANYTHING = re.compile(".*", re.DOTALL)


class SlackApp:
    """Bolt's app with our listeners.

    Args:
        client: a client for Bolt, without a token: our own calls go through `bot.web`.
        command: our slash command, e.g. `/sre`.
        identity: who the bot is.
        doors: who takes what comes in.
    """

    def __init__(self, client: AsyncWebClient, command: str, identity: Identity, doors: Doors) -> None:
        self._doors, self._me = doors, identity.user
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
        self._bolt.event("app_home_opened")(self._home_opened)
        self._bolt.event("member_joined_channel")(self._joined)
        self._bolt.action(ANYTHING)(self._pressed)
        self._bolt.shortcut(ANYTHING)(self._shortcut)
        self._bolt.view(ANYTHING)(self._submitted)
        self._bolt.options(ANYTHING)(self._suggested)
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
        there = Place(channel=body["channel_id"], response_url=url(body))
        self._asked("slash", cleaned(body.get("text", "")), body["user_id"], body["team_id"], NEVER_AGAIN, there)

    async def _mentioned(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        self._written("mention", body)

    async def _message(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Answer what is written to the bot alone; edits, joins and other bots' words are none of its business."""
        await ack()
        event = body["event"]
        said = not event.get("subtype") or (event["subtype"] == WITH_FILES and event.get("text"))
        if event.get("channel_type") == "im" and said and not event.get("bot_id"):
            self._written("dm", body)

    async def _home_opened(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Bring the Home tab up to date; the Messages tab is reported by the same event."""
        await ack()
        event = body["event"]
        if event.get("tab") == "home":
            self._said("event", "home", body, Place(channel=event.get("channel", "")))

    async def _joined(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Say what the bot does where it was invited to; where others come is none of its business."""
        await ack()
        event = body["event"]
        if event.get("user") == self._me:
            self._said("event", "here", body, Place(channel=event["channel"]))

    async def _pressed(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        if (body.get("view") or {}).get("type") == "modal":
            self._doors.pressed(interaction("changed", body))
            return
        for action in body.get("actions", ()):
            text = action.get("value") or (action.get("selected_option") or {}).get("value") or ""
            if text:
                name = action.get("action_id") or ""
                there = place(body, edits=name == REFRESH or name.startswith(PAGE))
                way: Way = "home" if is_home(body) else "button"
                self._asked(way, text, body["user"]["id"], body["user"].get("team_id", ""), NEVER_AGAIN, there)

    async def _shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        self._doors.pressed(interaction("shortcut", body))

    async def _submitted(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        errors = await self._doors.submitted(interaction("submitted", body)) if body["type"] == "view_submission" else {}
        if errors:
            await ack(response_action="errors", errors=dict(errors))
        else:
            await ack()

    async def _suggested(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        texts = await self._doors.suggested(interaction("suggested", body))
        await ack(options=[{"text": plain_text(text, 75), "value": text} for text in texts])

    def _written(self, way: Way, body: Body) -> None:
        """Take a message. Slack tells of a mention again when it is edited: asked again is what says something else then."""
        event = body["event"]
        text = cleaned(self._mention.sub(" ", event.get("text", "")))
        there = Place(channel=event["channel"], thread=event.get("thread_ts", ""))
        words = blake2b(" ".join(text.split()).encode(errors="surrogatepass"), digest_size=8).hexdigest()
        self._said(way, text, body, there, f"{there.channel}:{event['ts']}:{words}")

    def _said(self, way: Way, text: str, body: Body, there: Place, delivery: str = "") -> None:
        event = body["event"]
        if event.get("user") and not event.get("bot_id"):
            team = event.get("user_team") or event.get("team") or body["team_id"]
            self._asked(way, text, event["user"], team, delivery or body["event_id"], there)

    def _asked(self, way: Way, text: str, user: str, team: str, delivery: str, there: Place) -> None:
        self._doors.ask(Ask(secrets.token_hex(3), text.strip(), way, user, team, delivery, there, monotonic()))


def _known(identity: Identity) -> Callable[..., Awaitable[AuthorizeResult]]:
    """Return Bolt's authorisation for the one workspace we know already, so that no message waits for an `auth.test`."""
    result = AuthorizeResult(enterprise_id=None, team_id=identity.team, bot_user_id=identity.user, bot_id=identity.bot)

    async def authorize() -> AuthorizeResult:
        return result

    return authorize
