"""What has been said, channel by channel, the newest last; and no more of it than is asked to be kept."""

from __future__ import annotations

from typing import Any

import msgspec

from playground.slack.clock import Clock


class Version(msgspec.Struct, frozen=True):
    """What a message said before it was edited."""

    text: str
    raw_blocks: bytes = b""

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Its blocks, as the bot sent them."""
        return msgspec.json.decode(self.raw_blocks) if self.raw_blocks else []


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One message, as it stands now.

    Blocks are kept as JSON and decoded when somebody looks: a table of 200 rows costs ten times as much as objects.

    Attributes:
        ts: Slack's name for it within its channel: seconds and microseconds, unique and ascending.
        channel, user: ids; `user` is the bot's for what the bot posts, and "" for what came by an incoming webhook.
        username: the name under which an incoming webhook posted it; "" for everyone else.
        thread_ts: the root of the thread that it belongs to, or None.
        ephemeral_to: the id of the only user who sees it, or None.
        edited: how often it was edited.
        edited_ts: when it was edited last, as Slack says it: whole seconds; "" if never.
        history: what it said before each edit, the oldest first; at most the last 50.
        deleted: it is gone for everyone, and kept here for tests to see.
        reactions: pairs of an emoji's name and a user's id.
    """

    ts: str
    channel: str
    user: str
    text: str
    bot: bool = False
    username: str = ""
    raw_blocks: bytes = b""
    raw_metadata: bytes = b""
    raw_attachments: bytes = b""
    thread_ts: str | None = None
    broadcast: bool = False
    ephemeral_to: str | None = None
    edited: int = 0
    edited_ts: str = ""
    history: tuple[Version, ...] = ()
    deleted: bool = False
    client_msg_id: str = ""
    reactions: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Its blocks, with the ids that Slack adds."""
        return msgspec.json.decode(self.raw_blocks) if self.raw_blocks else []

    @property
    def metadata(self) -> dict[str, Any] | None:
        """The `metadata` that it was posted with: `event_type` and `event_payload`."""
        return msgspec.json.decode(self.raw_metadata) if self.raw_metadata else None

    @property
    def attachments(self) -> list[dict[str, Any]]:
        """Its legacy attachments."""
        return msgspec.json.decode(self.raw_attachments) if self.raw_attachments else []

    def now_says(self, text: str, raw_blocks: bytes, raw_attachments: bytes, *, at: float) -> Message:
        """Return the message as it stands after one edit; `at` in seconds since 1970."""
        return msgspec.structs.replace(
            self,
            text=text,
            raw_blocks=raw_blocks,
            raw_attachments=raw_attachments,
            edited=self.edited + 1,
            edited_ts=f"{int(at)}.000000",
            history=(*self.history[-49:], Version(self.text, self.raw_blocks)),
        )


class Messages:
    """All messages. Nothing here walks over all of them, except to list a channel.

    Args:
        clock: what time stamps are taken from.
        keep: how many messages are kept of each channel.
    """

    def __init__(self, clock: Clock, keep: int) -> None:
        self._clock = clock
        self._keep = keep
        self._last = 0
        self._channels: dict[str, dict[str, Message]] = {}
        self._replies: dict[tuple[str, str], list[str]] = {}
        self._sent: dict[tuple[str, str], str] = {}

    def next_ts(self) -> str:
        """Return a time stamp that is later than all before it."""
        self._last = max(self._last + 1, int(self._clock.now() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def put(self, message: Message) -> None:
        """Add a message, or put the new version of one in its place."""
        channel = self._channels.setdefault(message.channel, {})
        new = message.ts not in channel
        channel[message.ts] = message
        if not new:
            return
        if message.thread_ts is not None and message.ephemeral_to is None:
            self._replies.setdefault((message.channel, message.thread_ts), []).append(message.ts)
        if message.client_msg_id:
            self._sent[message.channel, message.client_msg_id] = message.ts
        if len(channel) > self._keep:
            self._forget(channel.pop(next(iter(channel))))

    def _forget(self, message: Message) -> None:
        self._replies.pop((message.channel, message.ts), None)
        if message.client_msg_id:
            self._sent.pop((message.channel, message.client_msg_id), None)

    def get(self, channel: str, ts: str) -> Message | None:
        """Return one message, deleted and ephemeral ones included."""
        return self._channels.get(channel, {}).get(ts)

    def sent(self, channel: str, client_msg_id: str) -> Message | None:
        """Return the message that was posted there with this `client_msg_id`."""
        ts = self._sent.get((channel, client_msg_id))
        return None if ts is None else self.get(channel, ts)

    def listing(self, channel: str) -> list[Message]:
        """Return all that is kept of a channel, in order: threads, ephemeral and deleted messages included."""
        return list(self._channels.get(channel, {}).values())

    def replies(self, channel: str, root: str) -> list[Message]:
        """Return a thread's replies that still stand, in order, without the root."""
        found = (self.get(channel, ts) for ts in self._replies.get((channel, root), ()))
        return [message for message in found if message is not None and not message.deleted]

    def forgotten(self, channel: str, ts: str) -> bool:
        """Tell whether a message so old may have been there and was let go."""
        kept = self._channels.get(channel, {})
        return len(kept) >= self._keep and ts < next(iter(kept))
