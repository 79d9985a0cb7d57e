"""What the app is told of messages, where it subscribes to it and the bot is a member.

https://docs.slack.dev/reference/events/message/, …/app_mention/ and …/file_shared/
"""

from __future__ import annotations

from typing import Any

from playground.slack import files, shapes
from playground.slack.messages import Message
from playground.slack.state import State
from playground.slack.workspace import Channel


def said(state: State, what: Message, changed: dict[str, Any]) -> None:
    """Send a message's event, or with `changed` that of what became of it; of the bot's own messages too, as Slack does."""
    channel = state.workspace.channel(what.channel)
    kind = "message.im" if channel.person else "message.channels"
    if kind in state.subscriptions and state.workspace.bot.id in channel.members:
        state.deliveries.event_soon(message(state, what, channel, changed))


def mentioned(state: State, what: Message) -> None:
    """Send the event of a mention that nobody waits for."""
    channel = state.workspace.channel(what.channel)
    if not channel.person and "app_mention" in state.subscriptions and state.workspace.bot.id in channel.members:
        state.deliveries.event_soon(mention(state, what, channel))


def shared(state: State, what: Message) -> None:
    """Send an event for each of a message's files, if the app has the scope for it."""
    channel = state.workspace.channel(what.channel)
    sees = state.workspace.bot.id in channel.members and files.READING in state.tokens.scopes
    for file in what.files if sees and "file_shared" in state.subscriptions else ():
        event = {
            "type": "file_shared",
            "file_id": file,
            "user_id": what.user,
            "file": {"id": file},
            "channel_id": channel.id,
        }
        state.deliveries.event_soon(shapes.event(state, {**event, "event_ts": state.messages.next_ts()}))


def message(state: State, what: Message, channel: Channel, changed: dict[str, Any]) -> dict[str, Any]:
    """Return the `message` event of a message, or with `changed` of what became of it."""
    now = state.messages.next_ts() if changed else what.ts
    shape = {"type": "message", **changed, "ts": now} if changed else shapes.message(state, what)
    if not changed and what.files and "subtype" not in shape:
        shape["subtype"] = "file_share"
        shape.pop("team", None)  # as Slack's: https://github.com/slackapi/slack-api-specs/issues/62
    where = {"channel": channel.id, "channel_type": "im" if channel.person else "channel", "event_ts": now}
    return shapes.event(state, {**shape, **where}, external=channel.ext_shared)


def mention(state: State, what: Message, channel: Channel) -> dict[str, Any]:
    """Return the `app_mention` event of a message: as its `message` event, but for the kind of message and of channel."""
    event = message(state, what, channel, {})
    left = {name: value for name, value in event["event"].items() if name not in ("channel_type", "subtype")}
    return {**event, "event": {**left, "type": "app_mention"}}
