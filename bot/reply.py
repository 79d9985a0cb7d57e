"""Brings one answer to Slack: posts or edits, in the thread or by response URL, and keeps trying until it is there, once.

A post that Slack may have carried out without saying so is repeated with the same `client_msg_id`, which Slack answers with
the first message and no second one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from uuid import uuid4

import structlog

from bot.ask import Ask
from bot.blocks.message import Message
from bot.blocks.text import context, escaped, plain_text
from bot.delivery import Content, Delivery
from bot.errors import SlackAway, SlackError, SlackRefused
from bot.uploads import absent
from processors._summary import Document, Summary

NOT_THERE = frozenset({"not_in_channel", "channel_not_found", "is_archived", "restricted_action"})
"""Refusals that say the bot may not post in the channel; the response URL still may."""
LOCKED = frozenset({"cant_update_message", "edit_window_closed"})
"""Refusals to edit a message that is there; the response URL of a click on it still may."""
NO_THREAD = frozenset({"thread_not_found", "cannot_reply_to_message"})
"""Refusals that say the thread is gone; the channel is still there."""
_SMALL = 1000
"""Characters of a remark in small print."""


class SlackReply:
    """The one message that answers one question; see `bot.flow.Reply`."""

    def __init__(self, delivery: Delivery, ask: Ask) -> None:
        self._delivery = delivery
        self._ask = ask
        self._place = ask.place
        self._ts = ask.place.edits
        self._channel = ask.place.channel  # a person's ID until Slack has said which DM that is
        self._thread = ask.place.thread
        self._message_id = str(uuid4())
        self._by_url = False
        self._tried: set[str] = set()
        self._doubtful = False  # whether an earlier attempt to post may have been carried out, with other words
        self._note: Content | None = None
        self._wanted: Content | None = None
        self._shown: Content | None = None
        self._one = asyncio.Lock()
        self._log = structlog.get_logger("delivery")

    @property
    def ts(self) -> str:
        """The `ts` of the message that answers; "" where that is not known: a response URL does not tell."""
        return self._ts

    async def wait(self, text: str) -> None:
        """Show that the answer is on its way, unless it is there; one that is being refreshed is left as it is."""
        if self._place.edits or self._wanted is not None:
            return
        note = _small(text)
        self._note = lambda _: note
        await self._show(self._note)

    async def say(self, summary: Summary) -> None:
        """Show `summary`, instead of what was shown before; then put its files into the thread.

        An edit brings no file, as the first answer has brought it; nor does what only the asker sees, as a thread has no
        secrets.
        """
        content = self._delivery.message(summary)
        if self._place.ephemeral and self._place.response_url:
            with suppress(SlackRefused):  # it vanishes by itself when Slack is next loaded
                await self._persist(lambda: self._respond(Message("", []), delete_original=True))
        if summary.private and self._ts == self._place.edits and not self._doubtful:
            await self._persist(lambda: self._whisper(content))
        else:
            await self._show(content)
            if summary.documents and not self._place.edits:
                await self._upload(summary.documents)

    async def _upload(self, documents: Sequence[Document]) -> None:
        """Put the files into the answer's thread; what could not be put there is said in one line. The answer stands."""
        if self._by_url:
            failed = absent(documents)
        else:
            failed = await self._delivery.uploads.put(documents, self._channel, self._thread or self._ts)
        if failed:
            try:
                await self._add(_small(" ".join(failed)))
            except SlackError as error:
                self._log.error("could not say that a file is missing", why=str(error))

    async def _add(self, message: Message) -> None:
        """Say something more below the answer, once."""
        if self._by_url:
            await self._persist(lambda: self._respond(message, response_type="ephemeral", **self._in_thread()))
            return
        again, thread = str(uuid4()), self._thread or self._ts
        await self._delivery.persistence.until_done(
            self._place.channel, lambda: self._new(message, client_msg_id=again, thread_ts=thread)
        )

    async def _show(self, content: Content) -> None:
        """Bring `content`, or what is wanted by then; a call under way takes up what is wanted at its next attempt."""
        self._wanted = content
        async with self._one:
            while self._shown is not self._wanted:
                await self._persist(self._post)

    async def _persist(self, send: Callable[[], Awaitable[None]]) -> None:
        await self._delivery.persistence.until_done(self._place.channel, send)

    async def _post(self) -> None:
        content = self._wanted
        assert content is not None, "posting follows wanting"
        try:
            if self._by_url:
                await self._by_response_url(content)
            else:
                await self._delivery.in_older_blocks(content, self._update if self._ts else self._create)
        except SlackRefused as refused:
            if not self._otherwise(refused.code):
                raise
            await self._post()
        else:
            self._shown = content

    def _otherwise(self, code: str) -> bool:
        """Turn to another way of bringing the answer, each once; return whether there was one left."""
        edits, url = bool(self._place.edits), self._place.response_url is not None and "url" not in self._tried
        if url and (code in NOT_THERE or (edits and code in LOCKED)):
            self._tried.add("url")
            self._by_url = True
        elif "anew" not in self._tried and (code in LOCKED or code == "message_not_found" or (edits and self._by_url)):
            self._tried.add("anew")
            self._by_url, self._ts, self._message_id, self._doubtful = False, "", str(uuid4()), False
        elif self._thread and code in NO_THREAD:
            self._thread = ""
        else:
            return False
        return True

    async def _by_response_url(self, content: Content) -> None:
        """Post where the bot is no member; what is only a note is for the asker's eyes, as it cannot be edited later."""
        if self._place.edits:
            how: dict[str, object] = {"replace_original": True}
        else:
            how = {"response_type": "ephemeral" if content is self._note else "in_channel", **self._in_thread()}
        await self._delivery.in_older_blocks(content, lambda message: self._respond(message, **how))

    def _in_thread(self) -> dict[str, str]:
        return {"thread_ts": self._thread} if self._thread else {}

    async def _create(self, message: Message) -> None:
        doubtful, self._doubtful = self._doubtful, True
        try:
            self._ts = await self._new(message, client_msg_id=self._message_id, **self._in_thread())
        except SlackError as error:
            self._doubtful = doubtful or (isinstance(error, SlackAway) and error.maybe_done)
            raise
        self._doubtful = False
        if doubtful:
            await self._update(message)

    async def _new(self, message: Message, **where: str) -> str:
        """Post a message; return its `ts`."""
        answer = await self._delivery.web.call(
            "chat.postMessage", channel=self._channel, text=message.text, blocks=message.blocks,
            unfurl_links=False, unfurl_media=False, **where,
        )  # fmt: skip
        self._channel = answer.channel or self._channel
        return answer.ts

    async def _update(self, message: Message) -> None:
        await self._delivery.web.call(
            "chat.update", channel=self._channel, ts=self._ts, text=message.text, blocks=message.blocks
        )

    async def _whisper(self, content: Content) -> None:
        """Show it to the asker alone; in a DM there is nobody else."""
        if self._place.response_url:
            await self._delivery.in_older_blocks(content, lambda message: self._respond(message, response_type="ephemeral"))
        elif self._ask.way == "dm" or self._channel.startswith(("D", "U", "W")):
            self._wanted = content
            await self._post()
        else:
            try:
                await self._delivery.in_older_blocks(content, self._ephemeral)
            except SlackRefused as refused:
                if not (self._thread and self._otherwise(refused.code)):
                    raise
                await self._whisper(content)

    async def _ephemeral(self, message: Message) -> None:
        await self._delivery.web.call(
            "chat.postEphemeral", channel=self._place.channel, user=self._ask.user,
            text=message.text, blocks=message.blocks, **self._in_thread(),
        )  # fmt: skip

    async def _respond(self, message: Message, **how: object) -> None:
        assert self._place.response_url is not None, "only asked for where there is one"
        content = {"text": message.text, "blocks": message.blocks} if message.text else {}
        await self._delivery.web.respond(self._place.response_url.reveal(), **({"replace_original": False} | content | how))


def _small(text: str) -> Message:
    """Return a message of small print. The text is our own, or made safe by being escaped for its fallback."""
    return Message(escaped(text, _SMALL), [context(plain_text(text, _SMALL))])
