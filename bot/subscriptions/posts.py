"""Tells people: a message when it turns bad, which is edited when it is over, and a line in its thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import NAMESPACE_OID, uuid5

from bot.blocks.message import Message
from bot.delivery import Delivery
from processors._summary import Summary


class SubscriptionPosts:
    """Everything here raises SlackAway (not now) and SlackRefused (never).

    Args:
        delivery: the way to Slack.
    """

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    async def post(self, channel: str, summary: Summary, once: str, thread: str = "") -> str:
        """Post a message and return its `ts`.

        Args:
            channel: where.
            summary: what.
            once: what tells this message from every other: whoever posts it again makes no second one.
            thread: the message that it is a reply to, and is then shown in the channel too; "" for none.
        """
        ts = ""
        where: dict[str, object] = {"thread_ts": thread, "reply_broadcast": True} if thread else {}

        async def send(message: Message) -> None:
            nonlocal ts
            answer = await self._delivery.web.call(
                "chat.postMessage", channel=channel, text=message.text, blocks=message.blocks, unfurl_links=False,
                unfurl_media=False, client_msg_id=str(uuid5(NAMESPACE_OID, once)), **where,
            )  # fmt: skip
            ts = answer.ts

        await self._send(channel, summary, send)
        return ts

    async def edit(self, channel: str, ts: str, summary: Summary) -> None:
        """Edit a message."""

        async def send(message: Message) -> None:
            await self._delivery.web.call("chat.update", channel=channel, ts=ts, text=message.text, blocks=message.blocks)

        await self._send(channel, summary, send)

    async def direct(self, user: str) -> str:
        """Return the ID of the DM with somebody."""
        return await self._delivery.web.direct(user)

    async def _send(self, channel: str, summary: Summary, send: Callable[[Message], Awaitable[None]]) -> None:
        content = self._delivery.message(summary)
        await self._delivery.persistence.once(channel, lambda: self._delivery.in_older_blocks(content, send))
