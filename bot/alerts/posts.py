"""Brings alert messages to Slack: posted once, edited from then on, and found again by their metadata.

Every message carries `metadata` with what one has to know to go on with it when its state was lost.
Source: https://docs.slack.dev/messaging/message-metadata/
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from bot.posts import Posts
from processors._alerts import Alert, Group, Storm
from processors._summary import Summary

EVENT = "srehub_alert"
"""The `event_type` of our messages' metadata."""
_ALERTS, _PAIRS, _VALUE = 20, 12, 200
"""Alerts, labels or annotations of the first, and characters of each, that the metadata carry: Slack bounds them."""
_PAGE, _PAGES = 200, 20
"""Messages of a page of a channel's history, and pages that are read at most."""


class Found(msgspec.Struct, frozen=True):
    """A message of ours that stands in a channel: where, and the state that it was posted with or last edited to."""

    ts: str
    state: Group | Storm


class AlertPosts:
    """Posts, edits, finds.

    Args:
        posts: the way to Slack; its persistence should be short, as what is not taken now is due again.
    """

    def __init__(self, posts: Posts) -> None:
        self._posts = posts

    async def post(self, kept: Group | Storm, summary: Summary) -> str:
        """Post the message of a group or a storm and return its `ts`.

        Raises:
            SlackAway: not now; perhaps it is there all the same.
            SlackRefused: the bot may not post there.
        """
        return await self._posts.post(kept.channel, summary, f"{kept.key}:{kept.born}", metadata=_metadata(kept))

    async def edit(self, kept: Group | Storm, summary: Summary) -> None:
        """Edit the message. Raises like `post`."""
        await self._posts.edit(kept.channel, kept.ts, summary, metadata=_metadata(kept))

    async def tell(self, group: Group, summary: Summary, *, broadcast: bool) -> None:
        """Say something in the thread of the group's message, and in the channel if it is to be `broadcast`."""
        where: dict[str, Any] = {"thread_ts": group.ts} | ({"reply_broadcast": True} if broadcast else {})
        once = f"{group.key}:{group.born}:{group.lines[0].at}:{group.lines[-1].said}"
        await self._posts.post(group.channel, summary, once, **where)

    async def history(self, channel: str, oldest: float) -> AsyncIterator[Found]:
        """Yield our alert messages that stand in a channel, the newest first.

        Args:
            channel: the channel's ID.
            oldest: how far to look back, seconds since 1970.

        Raises:
            SlackError: it cannot be read.
        """
        cursor = ""
        for _ in range(_PAGES):
            page = await self._posts.web.history(channel, cursor=cursor, oldest=str(oldest), limit=_PAGE)
            for message in page.messages:
                state = _state(message.metadata.event_payload) if message.metadata.event_type == EVENT else None
                if state is not None:
                    yield Found(message.ts, replace(state, ts=message.ts, channel=channel))
            cursor = page.response_metadata.next_cursor
            if not cursor:
                return


def _metadata(kept: Group | Storm) -> dict[str, Any]:
    """Return what goes with a message: its key, and its state without what the next webhook brings anyway."""
    bare: Group | Storm = kept
    if isinstance(kept, Group):
        alerts = (*map(_cut, kept.alerts[:1]), *map(_bare, kept.alerts[1:_ALERTS]))
        bare = replace(kept, alerts=alerts, labels=_short(kept.labels), evidence=None, lines=())
    return {"event_type": EVENT, "event_payload": {"key": kept.key, "state": msgspec.json.encode(bare).decode()}}


def _cut(alert: Alert) -> Alert:
    return replace(alert, labels=_short(alert.labels), annotations=_short(alert.annotations), url=alert.url[:_VALUE])


def _bare(alert: Alert) -> Alert:
    return replace(alert, labels={}, annotations={}, url="")


def _short(pairs: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in list(pairs.items())[:_PAIRS] if len(value) <= _VALUE}


def _state(payload: dict[str, Any]) -> Group | Storm | None:
    try:
        return msgspec.json.decode(str(payload.get("state", "")), type=Group | Storm)
    except msgspec.MsgspecError:
        return None
