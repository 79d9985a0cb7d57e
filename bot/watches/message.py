"""The one message of a watch: posted once, edited from then on."""

from __future__ import annotations

from bot.blocks.message import Message
from bot.delivery import Delivery
from bot.watches.watch import Watch
from processors._summary import Summary


class WatchMessages:
    """Brings watches to Slack.

    Args:
        delivery: the way to Slack.
    """

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    async def post(self, watch: Watch, summary: Summary) -> str:
        """Post the message and return its `ts`; if it is there already, by our hand or another's, return that one's.

        Raises:
            SlackRefused: the bot may not post there.
            SlackAway: it was tried for long enough.
        """
        web, ts = self._delivery.web, ""
        thread = {"thread_ts": watch.thread} if watch.thread else {}

        async def send(message: Message) -> None:
            nonlocal ts
            answer = await web.call(
                "chat.postMessage", channel=watch.channel, text=message.text, blocks=message.blocks,
                client_msg_id=watch.message_id, unfurl_links=False, unfurl_media=False, **thread,
            )  # fmt: skip
            ts = answer.ts

        content = self._delivery.message(summary)
        await self._delivery.persistence.until_done(watch.channel, lambda: self._delivery.in_older_blocks(content, send))
        return ts

    async def edit(self, watch: Watch, summary: Summary, *, last: bool = False) -> None:
        """Edit the message, once: what is not taken now is out of date later. The last edit is tried until it is there.

        Raises:
            SlackAway: not now.
            SlackRefused: never.
        """
        content = self._delivery.message(summary)
        send = self._delivery.persistence.until_done if last else self._delivery.persistence.once
        await send(
            watch.channel, lambda: self._delivery.in_older_blocks(content, lambda message: self._update(watch, message))
        )

    async def _update(self, watch: Watch, message: Message) -> None:
        await self._delivery.web.call(
            "chat.update", channel=watch.channel, ts=watch.ts, text=message.text, blocks=message.blocks
        )
