"""Puts messages into channels: what may stand in one, and who is told."""

from __future__ import annotations

from typing import Any

import msgspec

from playground.slack import blocks, embedding, events, files, shapes
from playground.slack.arguments import Arguments
from playground.slack.messages import Message
from playground.slack.refusal import Refused
from playground.slack.state import State

LONGEST_TEXT = 40_000
LONGEST_UPDATE = 4_000


class Content(msgspec.Struct, frozen=True):
    """What a message says. None: not sent, so an edit leaves it as it was."""

    text: str | None
    raw_blocks: bytes | None
    raw_attachments: bytes | None
    raw_metadata: bytes

    @property
    def empty(self) -> bool:
        """Whether nothing would be seen."""
        return not (self.text or "").strip() and not self.raw_blocks and not self.raw_attachments


def content(state: State, args: Arguments) -> Content:
    """Read and check what a message is to say.

    Raises:
        Refused: `invalid_blocks_format`, `invalid_blocks`, `msg_blocks_too_long`, `only_one_table_allowed`,
            `markdown_text_conflict`, `invalid_metadata_format`, `invalid_metadata_schema` and the like.
    """
    text = args.text("text") if args.values.get("text") is not None else None
    given = _list(args, "blocks", "invalid_blocks_format")
    if markdown := args.text("markdown_text"):
        if text or given:
            raise Refused("markdown_text_conflict")
        given, text = [{"type": "markdown", "text": markdown}], markdown
    raw_blocks = None
    if given is not None:
        blocks.check_message(given, state.faults.hidden_blocks)
        embedding.permit(state, given)
        raw_blocks = msgspec.json.encode(blocks.complete(given)) if given else b""
    return Content(text, raw_blocks, _attachments(state, args), _metadata(args))


def from_bot(
    state: State, what: Content, channel: str, *, thread_ts: str | None = None, ephemeral_to: str | None = None
) -> Message:
    """Return the bot's message of this content, with the next `ts`; it stands nowhere yet."""
    return Message(
        ts=state.messages.next_ts(),
        channel=channel,
        user=state.workspace.bot.id,
        bot=True,
        text=cut(what.text),
        raw_blocks=what.raw_blocks or b"",
        raw_attachments=what.raw_attachments or b"",
        raw_metadata=what.raw_metadata,
        thread_ts=thread_ts,
        ephemeral_to=ephemeral_to,
    )


def _list(args: Arguments, name: str, error: str) -> list[Any] | None:
    value = args.json(name, error)
    if value is not None and not isinstance(value, list):
        raise Refused(error)
    return value


def _attachments(state: State, args: Arguments) -> bytes | None:
    attachments = _list(args, "attachments", "invalid_attachments")
    if attachments is None:
        return None
    if len(attachments) > 100:
        raise Refused("too_many_attachments")
    for attachment in attachments:
        if not isinstance(attachment, dict):
            raise Refused("invalid_attachments")
        if attachment.get("blocks"):
            blocks.check_message(attachment["blocks"], state.faults.hidden_blocks)
            embedding.permit(state, attachment["blocks"])
    return msgspec.json.encode(attachments) if attachments else b""


def _metadata(args: Arguments) -> bytes:
    metadata = args.json("metadata", "invalid_metadata_format")
    if metadata is None:
        return b""
    if not isinstance(metadata, dict):
        raise Refused("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_schema")
    return msgspec.json.encode(metadata)


def cut(text: str | None) -> str:
    """Return the text as Slack keeps it: at most 40,000 characters."""
    return (text or "")[:LONGEST_TEXT]


def post(state: State, said: Message, *, told: bool = False) -> Message:
    """Put a new message into its channel and tell the page and, where it subscribes to it (and is not `told`), the app."""
    state.messages.put(said)
    _tell(state, said)
    files.shared(state, said.files, said.channel)
    if said.ephemeral_to is None and not told:
        events.said(state, said, {})
    events.shared(state, said)
    return said


def replace(state: State, said: Message) -> Message:
    """Put a message's new version in its place; reactions and files too go this way."""
    before = state.messages.get(said.channel, said.ts)
    state.messages.put(said)
    _tell(state, said)
    if said.ephemeral_to is None and before is not None and (said.deleted or said.edited > before.edited):
        if said.deleted:
            changed: dict[str, Any] = {"subtype": "message_deleted", "deleted_ts": said.ts}
        else:
            changed = {"subtype": "message_changed", "message": shapes.message(state, said)}
        events.said(state, before, {**changed, "previous_message": shapes.message(state, before), "hidden": True})
    return said


def _tell(state: State, said: Message) -> None:
    state.feed.publish("message", lambda: {"message": msgspec.Raw(described(said))})


def described(said: Message) -> bytes:
    """Return a message with all that the stand-in knows of it, as JSON, for the page and the controls."""
    fields = {name: getattr(said, name) for name in ("ts", "channel", "user", "text", "bot", "username", "thread_ts")}
    more = {name: getattr(said, name) for name in ("broadcast", "ephemeral_to", "edited", "deleted", "reactions", "files")}
    raw = {
        "blocks": msgspec.Raw(said.raw_blocks or b"[]"),
        "attachments": msgspec.Raw(said.raw_attachments or b"[]"),
        "metadata": msgspec.Raw(said.raw_metadata or b"null"),
    }
    return msgspec.json.encode({**fields, **more, **raw})
