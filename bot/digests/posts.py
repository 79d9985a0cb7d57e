"""Brings editions to Slack, and finds them again by their metadata.

Source: https://docs.slack.dev/messaging/message-metadata/
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count
from typing import Any, NamedTuple

from bot.digests.digest import Run
from bot.digests.edition import Edition
from bot.digests.ledger import Progress
from bot.posts import Around, Posts
from bot.uploads import Uploads
from processors._summary import Summary

EVENT, PART = "srehub_digest", "srehub_digest_part"
"""The `event_type` of the metadata of our messages, and of those in their threads."""
OWED = 60.0
"""Seconds for which one call for a digest is repeated; then it is due again, for any replica."""
_SLACK = 120.0
"""Seconds before a run from which on its message is looked for: clocks differ."""


class Found(NamedTuple):
    """A message that stands in a channel.

    Attributes:
        ts: its `ts`.
        name: its digest.
        key: its run.
        due: the run's time, seconds since 1970.
        asked: whether it was asked for, and is not the calendar's.
        lacks: whether fewer replies stand in its thread than belong there. Those of people hide what is missing.
    """

    ts: str
    name: str
    key: str
    due: float
    asked: bool
    lacks: bool


class DigestPosts:
    """Everything here raises SlackError.

    Args:
        posts: the way to Slack; its persistence should be short, as what is not taken now is due again.
        uploads: puts files into threads.
    """

    def __init__(self, posts: Posts, uploads: Uploads) -> None:
        self._posts, self._uploads = posts, uploads

    async def post(self, run: Run, edition: Edition, around: Around) -> str:
        """Post the message of a run and return its `ts`; `around` is entered for each attempt."""
        replies = len(edition.parts) + sum(len(said.documents) for said in (edition.summary, *edition.parts))
        payload = {
            "digest": run.digest.name, "key": run.key, "due": f"{run.due:.0f}", "asked": bool(run.asked_by),
            "replies": replies,
        }  # fmt: skip
        once, marked = f"digest:{run.key}", _marked(EVENT, payload)
        return await self._posts.post_within(around, run.digest.channel, edition.summary, once, metadata=marked)

    async def standing(self, run: Run, progress: Progress) -> Progress:
        """Return what stands of a run, looking whether the message that was in doubt is there."""
        if not progress.ts:
            return Progress(ts=await self._find(run))
        replies = self._posts.marked_replies(run.digest.channel, PART, progress.ts)
        there = {said.metadata.event_payload.get("part") async for said in replies}
        return Progress(progress.ts, next(number for number in count(progress.parts) if number not in there))

    async def _find(self, run: Run) -> str:
        """Return the `ts` of a run's message; "" if there is none."""
        async for found in self.history(run.digest.channel, run.due - _SLACK):
            if found.key == run.key:
                return found.ts
        return ""

    async def history(self, channel: str, oldest: float) -> AsyncIterator[Found]:
        """Yield the messages of digests that stand in a channel, the newest first; `oldest`: seconds since 1970."""
        async for said in self._posts.marked(channel, EVENT, oldest):
            told = said.metadata.event_payload
            if (due := _number(told.get("due"))) is not None:
                name, key, replies = str(told.get("digest")), str(told.get("key")), told.get("replies")
                lacks = isinstance(replies, int) and said.reply_count < replies
                yield Found(said.ts, name, key, due, bool(told.get("asked")), lacks)

    async def part(self, run: Run, part: Summary, progress: Progress, around: Around) -> None:
        """Put the next full answer into the thread; `around` is entered for each attempt."""
        number = progress.parts
        marked = _marked(PART, {"key": run.key, "part": number})
        await self._posts.post_within(
            around, run.digest.channel, part, f"digest:{run.key}:{number}", thread_ts=progress.ts, metadata=marked
        )

    async def files(self, run: Run, summary: Summary, ts: str) -> None:
        """Put the files of an answer into the thread."""
        await self._uploads.put(summary.documents, run.digest.channel, ts)

    async def tell(self, user: str, summary: Summary, once: str) -> None:
        """Tell somebody alone."""
        await self._posts.post(await self._posts.web.direct(user), summary, once)


def _marked(event: str, payload: dict[str, Any]) -> dict[str, Any]:
    return {"event_type": event, "event_payload": payload}


def _number(text: object) -> float | None:
    return float(text) if isinstance(text, str) and text.isascii() and text.isdecimal() else None
