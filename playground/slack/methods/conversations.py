"""conversations.*: channels, DMs and what was said in them. https://docs.slack.dev/reference/methods/?filter=conversations"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from playground.slack import shapes
from playground.slack.arguments import Arguments
from playground.slack.messages import Message
from playground.slack.methods._method import Method, channel_of, scope_for
from playground.slack.rates import Tier
from playground.slack.refusal import Refused
from playground.slack.state import State
from playground.slack.workspace import Channel

T = TypeVar("T")


def page(args: Arguments, items: Sequence[T], most: int) -> tuple[Sequence[T], dict[str, str]]:
    """Return one page of `items` and its `response_metadata`. Raises `invalid_limit`, `invalid_cursor`."""
    limit = args.integer("limit", 100)
    if not 0 < limit <= most:
        raise Refused("invalid_limit")
    cursor = args.text("cursor")
    if cursor and not cursor.isdecimal():
        raise Refused("invalid_cursor")
    start = int(cursor or 0)
    more = str(start + limit) if start + limit < len(items) else ""
    return items[start : start + limit], {"next_cursor": more}


def _info(state: State, args: Arguments) -> dict[str, Any]:
    channel = channel_of(state, args)
    state.tokens.need(scope_for(channel, "read"))
    return {"channel": channel.info(state.workspace.bot.id)}


def _list(state: State, args: Arguments) -> dict[str, Any]:
    kinds = args.text("types", "public_channel").replace(" ", "").split(",")
    found: list[Channel] = []
    for channel in state.workspace.channels():
        kind = "im" if channel.person else "public_channel"
        if kind in kinds and not (channel.archived and args.flag("exclude_archived")):
            state.tokens.need(scope_for(channel, "read"))
            found.append(channel)
    channels, more = page(args, found, 1000)
    return {"channels": [channel.info(state.workspace.bot.id) for channel in channels], "response_metadata": more}


def _readable(state: State, args: Arguments) -> Channel:
    channel = channel_of(state, args)
    state.tokens.need(scope_for(channel, "history"))
    if state.workspace.bot.id not in channel.members:
        raise Refused("not_in_channel")
    return channel


def _between(args: Arguments, messages: list[Message]) -> list[Message]:
    oldest, latest, inclusive = args.text("oldest", "0"), args.text("latest"), args.flag("inclusive")
    try:
        low, high = float(oldest or 0), float(latest) if latest else float("inf")
    except ValueError:
        raise Refused("invalid_ts_latest" if latest else "invalid_ts_oldest") from None
    return [m for m in messages if low < float(m.ts) < high or (inclusive and float(m.ts) in (low, high))]


def _history(state: State, args: Arguments) -> dict[str, Any]:
    channel = _readable(state, args)
    seen = [
        said
        for said in reversed(state.messages.listing(channel.id))
        if not said.deleted and said.ephemeral_to is None and (said.thread_ts is None or said.broadcast)
    ]
    messages, more = page(args, _between(args, seen), 999)
    told = args.flag("include_all_metadata")
    shown = [
        shapes.message(state, said, replies=state.messages.replies(channel.id, said.ts), metadata=told) for said in messages
    ]
    return {"messages": shown, "has_more": bool(more["next_cursor"]), "pin_count": 0, "response_metadata": more}


def _replies(state: State, args: Arguments) -> dict[str, Any]:
    channel = _readable(state, args)
    root = state.messages.get(channel.id, args.required("ts"))
    if root is None or root.deleted or root.ephemeral_to is not None:
        raise Refused("thread_not_found")
    if root.thread_ts is not None:
        root = state.messages.get(channel.id, root.thread_ts) or root
    replies = state.messages.replies(channel.id, root.ts)
    messages, more = page(args, _between(args, [root, *replies]), 1000)
    told = args.flag("include_all_metadata")
    shown = [shapes.message(state, said, replies=replies if said is root else None, metadata=told) for said in messages]
    return {"messages": shown, "has_more": bool(more["next_cursor"]), "response_metadata": more}


def _open(state: State, args: Arguments) -> dict[str, Any]:
    users = [user for user in args.text("users").split(",") if user]
    if not users and not args.text("channel"):
        raise Refused("users_list_not_supplied")
    if len(users) > 1:
        raise Refused("missing_scope", needed="mpim:write", provided=",".join(sorted(state.tokens.scopes)))
    channel = state.workspace.direct(users[0]) if users else channel_of(state, args)
    if channel.person and state.workspace.user(channel.person).deleted:
        raise Refused("user_disabled")
    shown = channel.info(state.workspace.bot.id) if args.flag("return_im") else {"id": channel.id}
    return {"no_op": True, "already_open": True, "channel": shown}


def _members(state: State, args: Arguments) -> dict[str, Any]:
    channel = channel_of(state, args)
    state.tokens.need(scope_for(channel, "read"))
    members, more = page(args, sorted(channel.members), 1000)
    return {"members": list(members), "response_metadata": more}


def _join(state: State, args: Arguments) -> dict[str, Any]:
    channel = channel_of(state, args)
    if channel.person:
        raise Refused("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refused("is_archived")
    bot = state.workspace.bot.id
    already = bot in channel.members
    channel.members.add(bot)
    if not already and "member_joined_channel" in state.subscriptions:
        joined = {"type": "member_joined_channel", "user": bot, "channel": channel.id, "channel_type": "C"}
        state.deliveries.event_soon(shapes.event(state, joined, external=channel.ext_shared))
    answer: dict[str, Any] = {"channel": channel.info(bot)}
    return answer | {"warning": "already_in_channel"} if already else answer


METHODS = {
    "conversations.info": Method(_info, Tier.SOME),
    "conversations.list": Method(_list, Tier.FEW),
    "conversations.history": Method(_history, Tier.SOME),
    "conversations.replies": Method(_replies, Tier.SOME),
    "conversations.open": Method(_open, Tier.SOME, "im:write"),
    "conversations.members": Method(_members, Tier.MANY),
    "conversations.join": Method(_join, Tier.SOME, "channels:join"),
}
