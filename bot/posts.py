"""Posts and edits the messages that answer no question: watches, alerts, digests, subscriptions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Literal
from uuid import NAMESPACE_OID, uuid5

from bot.blocks.message import Message
from bot.delivery import Delivery
from processors._summary import Summary

Effort = Literal["once", "until done"]
"""`once`: what Slack does not take now is out of date, or due again; `until done`: for as long as the delivery owes it."""


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
        ts = ""

        async def send(message: Message) -> None:
            nonlocal ts
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

    async def _send(
        self, channel: str, summary: Summary, effort: Effort, send: Callable[[Message], Awaitable[None]]
    ) -> None:
        content, persistence = self._delivery.message(summary), self._delivery.persistence
        tried = persistence.once if effort == "once" else persistence.until_done
        await tried(channel, lambda: self._delivery.in_older_blocks(content, send))
