"""chat.*: posting, editing and deleting. https://docs.slack.dev/reference/methods/?filter=chat"""

from __future__ import annotations

from typing import Any

import msgspec

from playground.slack import posting, shapes
from playground.slack.arguments import Arguments
from playground.slack.messages import Message
from playground.slack.methods._method import Method, channel_of, writable
from playground.slack.rates import Tier
from playground.slack.refusal import Refused
from playground.slack.state import State
from playground.slack.workspace import Channel


def _thread(state: State, args: Arguments, channel: Channel) -> str | None:
    """Return the root of the thread to reply in. Raises `thread_not_found`."""
    ts = args.text("thread_ts")
    if not ts:
        return None
    root = state.messages.get(channel.id, ts)
    if root is None and state.messages.forgotten(channel.id, ts):
        return ts
    if root is None or root.deleted or root.ephemeral_to is not None:
        raise Refused("thread_not_found")
    return root.thread_ts or root.ts


def _post_message(state: State, args: Arguments) -> dict[str, Any]:
    channel = writable(state, channel_of(state, args))
    client_msg_id = args.text("client_msg_id")
    said = state.messages.sent(channel.id, client_msg_id) if client_msg_id else None
    if said is None:
        what = posting.content(state, args)
        if what.empty:
            raise Refused("no_text")
        said = msgspec.structs.replace(
            posting.from_bot(state, what, channel.id, thread_ts=_thread(state, args, channel)),
            broadcast=args.flag("reply_broadcast"),
            client_msg_id=client_msg_id,
        )
        posting.post(state, said)
    return {"channel": channel.id, "ts": said.ts, "message": shapes.message(state, said)}


def _own(state: State, args: Arguments, refusal: str) -> Message:
    """Return the bot's own message that a call names. Raises `message_not_found`, and `refusal` for somebody else's."""
    channel = channel_of(state, args)
    said = state.messages.get(channel.id, args.required("ts"))
    if said is None or said.deleted or said.ephemeral_to is not None:
        raise Refused("message_not_found")
    if said.user != state.workspace.bot.id:
        raise Refused(refusal)
    if channel.archived:
        raise Refused("is_archived")
    return said


def _update(state: State, args: Arguments) -> dict[str, Any]:
    said = _own(state, args, "cant_update_message")
    if len(args.text("text")) > posting.LONGEST_UPDATE:
        raise Refused("msg_too_long")
    what = posting.content(state, args)
    if what.empty and what.raw_blocks is None and what.raw_attachments is None:
        raise Refused("no_text")
    raw_blocks = said.raw_blocks if what.raw_blocks is None else what.raw_blocks
    raw_attachments = said.raw_attachments if what.raw_attachments is None else what.raw_attachments
    if not (what.text or raw_blocks or raw_attachments):
        raise Refused("no_text")
    said = said.now_says(what.text or "", raw_blocks, raw_attachments, at=state.clock.now())
    if what.raw_metadata:
        said = msgspec.structs.replace(said, raw_metadata=what.raw_metadata)
    posting.replace(state, said)
    return {"channel": said.channel, "ts": said.ts, "text": said.text, "message": shapes.message(state, said)}


def _delete(state: State, args: Arguments) -> dict[str, Any]:
    said = _own(state, args, "cant_delete_message")
    posting.replace(state, msgspec.structs.replace(said, deleted=True))
    return {"channel": said.channel, "ts": said.ts}


def _post_ephemeral(state: State, args: Arguments) -> dict[str, Any]:
    channel = writable(state, channel_of(state, args))
    user = state.workspace.user(args.required("user"))
    if user.id not in channel.members:
        raise Refused("user_not_in_channel")
    what = posting.content(state, args)
    if what.empty:
        raise Refused("no_text")
    what = msgspec.structs.replace(what, raw_metadata=b"")  # an ephemeral message has none
    said = posting.from_bot(state, what, channel.id, thread_ts=_thread(state, args, channel), ephemeral_to=user.id)
    posting.post(state, said)
    return {"message_ts": said.ts}


def _get_permalink(state: State, args: Arguments) -> dict[str, Any]:
    channel = channel_of(state, args)
    ts = args.required("message_ts")
    said = state.messages.get(channel.id, ts)
    if said is None or said.deleted or said.ephemeral_to is not None:
        raise Refused("message_not_found")
    thread = f"?thread_ts={said.thread_ts}&cid={channel.id}" if said.thread_ts else ""
    url = f"https://{state.workspace.domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}{thread}"
    return {"channel": channel.id, "permalink": url}


METHODS = {
    "chat.postMessage": Method(_post_message, Tier.POST, "chat:write"),
    "chat.update": Method(_update, Tier.SOME, "chat:write"),
    "chat.delete": Method(_delete, Tier.SOME, "chat:write"),
    "chat.postEphemeral": Method(_post_ephemeral, Tier.MANY, "chat:write"),
    "chat.getPermalink": Method(_get_permalink, Tier.HUNDREDS),
}
