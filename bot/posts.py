"""Posts and edits the messages that answer no question: watches, alerts, digests, subscriptions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Literal
from uuid import NAMESPACE_OID, uuid5

from bot.blocks.message import Message
from bot.delivery import Delivery
from bot.web_answers import History, Said
from processors._summary import Summary

Effort = Literal["once", "until done"]
"""`once`: what Slack does not take now is out of date, or due again; `until done`: for as long as the delivery owes it."""

Around = Callable[[], AbstractAsyncContextManager[None]]
_PAGE, _PAGES = 200, 20
"""Messages of a page of a channel's history, and pages that are read at most."""


class Posts:
    """Everything here raises SlackAway (not now, or not for long enough) and SlackRefused (never).

    Args:
        delivery: the way to Slack.
    """

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self.web = delivery.web

    async def post(self, channel: str, summary: Summary, once: str, *, effort: Effort = "until done", **more: object) -> str:
        """Post a message and return its `ts`; where it is there already, by our hand or another's, that one's.

        Args:
            channel: where.
            summary: what.
            once: what tells this message from every other: whoever posts it again makes no second one.
            effort: how hard it is tried.
            more: other fields of `chat.postMessage`, e.g. `thread_ts`, `metadata`.
        """
        return await self._post(channel, summary, once, effort, nullcontext, more)

    async def post_within(self, around: Around, channel: str, summary: Summary, once: str, **more: object) -> str:
        """Post a message as `post` does until it is done; `around` is entered for each attempt, in the channel's turn.

        What `around` raises ends the attempts.
        """
        return await self._post(channel, summary, once, "until done", around, more)

    async def _post(
        self, channel: str, summary: Summary, once: str, effort: Effort, around: Around, more: Mapping[str, object]
    ) -> str:
        ts = ""

        async def send(message: Message) -> None:
            nonlocal ts
            async with around():
                answer = await self.web.call(
                    "chat.postMessage", channel=channel, text=message.text, blocks=message.blocks, unfurl_links=False,
                    unfurl_media=False, client_msg_id=str(uuid5(NAMESPACE_OID, once)), **more,
                )  # fmt: skip
            ts = answer.ts

        await self._send(channel, summary, effort, send)
        return ts

    async def edit(self, channel: str, ts: str, summary: Summary, *, effort: Effort = "until done", **more: object) -> None:
        """Edit a message; `more` are other fields of `chat.update`."""

        async def send(message: Message) -> None:
            await self.web.call("chat.update", channel=channel, ts=ts, text=message.text, blocks=message.blocks, **more)

        await self._send(channel, summary, effort, send)

    async def marked(self, channel: str, event: str, oldest: float) -> AsyncIterator[Said]:
        """Yield the messages of a channel that carry metadata of ours, the newest first.

        Args:
            channel: the channel's ID.
            event: the metadata's `event_type`.
            oldest: how far to look back, seconds since 1970.
        """
        web = self.web
        async for said in _paged(lambda cursor: web.history(channel, cursor=cursor, oldest=str(oldest), limit=_PAGE)):
            if said.metadata.event_type == event:
                yield said

    async def marked_replies(self, channel: str, event: str, ts: str) -> AsyncIterator[Said]:
        """Yield the replies in a message's thread that carry such metadata, the oldest first."""
        async for said in _paged(lambda cursor: self.web.replies(channel, ts, cursor=cursor, limit=_PAGE)):
            if said.metadata.event_type == event:
                yield said

    async def _send(
        self, channel: str, summary: Summary, effort: Effort, send: Callable[[Message], Awaitable[None]]
    ) -> None:
        content, persistence = self._delivery.message(summary), self._delivery.persistence
        tried = persistence.once if effort == "once" else persistence.until_done
        await tried(channel, lambda: self._delivery.in_older_blocks(content, send))


async def _paged(read: Callable[[str], Awaitable[History]]) -> AsyncIterator[Said]:
    """Yield what stands on the pages that `read` returns by their cursors."""
    cursor = ""
    for _ in range(_PAGES):
        page = await read(cursor)
        for said in page.messages:
            yield said
        if not (cursor := page.response_metadata.next_cursor):
            return
