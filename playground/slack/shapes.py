"""The JSON that Slack sends: messages, events, slash commands and interactions.

Sources: https://docs.slack.dev/reference/events/ and https://docs.slack.dev/reference/interaction-payloads/
"""

from __future__ import annotations

import secrets
from typing import Any

import msgspec

from playground.slack import files
from playground.slack.messages import Message
from playground.slack.state import State
from playground.slack.workspace import Channel, User


def message(state: State, said: Message, *, replies: list[Message] | None = None, metadata: bool = True) -> dict[str, Any]:
    """Return a message as the Web API and events show it. Its blocks are `msgspec.Raw`.

    Args:
        state: the workspace.
        said: the message.
        replies: those in its thread, for a message that is read out of a channel.
        metadata: whether its metadata are shown: to those who read a channel only if they ask for them.
    """
    shape: dict[str, Any] = {"user": said.user, "type": "message", "ts": said.ts, "text": said.text}
    if said.broadcast and said.thread_ts is not None:
        shape["subtype"] = "thread_broadcast"
    if said.bot:
        work = state.workspace
        shape |= {
            "bot_id": work.bot_id,
            "app_id": work.app,
            "team": work.team,
            "bot_profile": {
                "id": work.bot_id,
                "app_id": work.app,
                "name": work.bot.name,
                "team_id": work.team,
                "deleted": False,
            },
        }
    elif said.username:
        del shape["user"]
        shape |= {"subtype": "bot_message", "username": said.username, "bot_id": state.workspace.webhook_id}
    else:
        shape |= {"client_msg_id": said.client_msg_id, "team": state.workspace.team}
    if said.raw_blocks:
        shape["blocks"] = msgspec.Raw(said.raw_blocks)
    elif said.user and not said.bot:
        shape["blocks"] = [typed(said.text)]
    if said.raw_attachments:
        shape["attachments"] = msgspec.Raw(said.raw_attachments)
    if said.raw_metadata and metadata:
        shape["metadata"] = msgspec.Raw(said.raw_metadata)
    if said.thread_ts is not None:
        shape["thread_ts"] = said.thread_ts
    if said.edited:
        shape["edited"] = {"user": said.user, "ts": said.edited_ts}
    if said.reactions:
        shape["reactions"] = _reactions(said)
    if said.files:
        shape["files"] = [files.described(state, state.files[file]) for file in said.files if file in state.files]
        shape |= {"upload": False, "display_as_bot": False}
    if replies:
        shape |= {"thread_ts": said.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}
    return shape


def _reactions(said: Message) -> list[dict[str, Any]]:
    users: dict[str, list[str]] = {}
    for name, user in said.reactions:
        users.setdefault(name, []).append(user)
    return [{"name": name, "users": who, "count": len(who)} for name, who in users.items()]


def typed(text: str) -> dict[str, Any]:
    """Return the rich text block that Slack makes of what a person types (mentions and links left as text)."""
    return {
        "type": "rich_text",
        "block_id": secrets.token_urlsafe(4),
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
    }


def event(state: State, what: dict[str, Any], *, external: bool = False) -> dict[str, Any]:
    """Return an `event_callback` around an event."""
    work = state.workspace
    return {
        "token": "playground-verification-token",
        "team_id": work.team,
        "context_team_id": work.team,
        "api_app_id": work.app,
        "event": what,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(state.clock.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": work.team,
                "user_id": work.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": external,
        "event_context": secrets.token_hex(16),
    }


def slash(state: State, who: User, where: Channel, command: str, text: str) -> dict[str, Any]:
    """Return a slash command's payload, without its `response_url`."""
    return {
        "token": "playground-verification-token",
        "team_id": state.workspace.team,
        "team_domain": state.workspace.domain,
        "channel_id": where.id,
        "channel_name": "directmessage" if where.person else where.name,
        "user_id": who.id,
        "user_name": who.name,
        "command": command,
        "text": escape(text),
        "api_app_id": state.workspace.app,
        "is_enterprise_install": "false",
        "trigger_id": state.triggers.issue(who.id),
    }


def interaction(state: State, kind: str, who: User) -> dict[str, Any]:
    """Return what every interaction has."""
    return {
        "type": kind,
        "user": {"id": who.id, "username": who.name, "name": who.name, "team_id": who.team},
        "api_app_id": state.workspace.app,
        "token": "playground-verification-token",
        "trigger_id": state.triggers.issue(who.id),
        "team": {"id": state.workspace.team, "domain": state.workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def click(state: State, who: User, on: Message, action: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Return a click's payload (`block_actions`), without its `response_url`."""
    channel = state.workspace.channel(on.channel)
    container: dict[str, Any] = {
        "type": "message",
        "message_ts": on.ts,
        "channel_id": on.channel,
        "is_ephemeral": on.ephemeral_to is not None,
    }
    if on.thread_ts is not None:
        container["thread_ts"] = on.thread_ts
    payload = interaction(state, "block_actions", who) | {
        "container": container,
        "channel": {"id": channel.id, "name": "directmessage" if channel.person else channel.name},
        "state": {"values": values},
        "actions": [{**action, "action_ts": state.messages.next_ts()}],
    }
    if on.ephemeral_to is None:
        payload["message"] = message(state, on)
    return payload


def view_click(
    state: State, who: User, view: dict[str, Any], action: dict[str, Any], values: dict[str, Any]
) -> dict[str, Any]:
    """Return the payload (`block_actions`) of a control that was used in a modal or on the Home tab."""
    return interaction(state, "block_actions", who) | {
        "container": {"type": "view", "view_id": view["id"]},
        "view": {**view, "state": {"values": values}},
        "state": {"values": values},
        "actions": [{**action, "action_ts": state.messages.next_ts()}],
    }


def escape(text: str) -> str:
    """Return typed text as Slack passes it on: `&`, `<` and `>` escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
