"""Brings editions to Slack, and finds them again by their metadata.

Source: https://docs.slack.dev/messaging/message-metadata/
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

from bot.digests.digest import Run
from bot.digests.edition import Edition
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
    """A message that stands in a channel: which run of which digest it is; `asked`: not the calendar's."""

    ts: str
    name: str
    key: str
    due: float
    asked: bool


class DigestPosts:
    """Everything here raises SlackError.

    Args:
        posts: the way to Slack; its persistence should be short, as what is not taken now is due again.
        uploads: puts files into threads.
    """

    def __init__(self, posts: Posts, uploads: Uploads) -> None:
        self._posts, self._uploads = posts, uploads

    async def post(self, run: Run, summary: Summary, around: Around) -> str:
        """Post the message of a run and return its `ts`; `around` is entered for each attempt."""
        payload = {
            "digest": run.digest.name, "key": run.key, "due": f"{run.due:.0f}", "asked": bool(run.asked_by),
        }  # fmt: skip
        once, marked = f"digest:{run.key}", _marked(EVENT, payload)
        return await self._posts.post_within(around, run.digest.channel, summary, once, metadata=marked)

    async def find(self, run: Run) -> str:
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
                yield Found(said.ts, str(told.get("digest")), str(told.get("key")), due, bool(told.get("asked")))

    async def tell_more(self, run: Run, edition: Edition, ts: str, *, looking: bool) -> None:
        """Put the full answers into the thread, each with its files.

        Args:
            run: the run.
            edition: what it brought.
            ts: its message.
            looking: whether some may stand there already.
        """
        channel, stand = run.digest.channel, frozenset[int]()
        if looking:
            stand = frozenset([number async for number in self._standing(channel, ts)])
        else:
            await self._uploads.put(edition.summary.documents, channel, ts)
        for number, part in enumerate(edition.parts):
            if number not in stand:
                marked = _marked(PART, {"key": run.key, "part": number})
                await self._posts.post(channel, part, f"digest:{run.key}:{number}", thread_ts=ts, metadata=marked)
                await self._uploads.put(part.documents, channel, ts)

    async def tell(self, user: str, summary: Summary, once: str) -> None:
        """Tell somebody alone."""
        await self._posts.post(await self._posts.web.direct(user), summary, once)

    async def _standing(self, channel: str, ts: str) -> AsyncIterator[int]:
        async for said in self._posts.marked_replies(channel, PART, ts):
            if (number := said.metadata.event_payload.get("part")) is not None:
                yield int(number)


def _marked(event: str, payload: dict[str, Any]) -> dict[str, Any]:
    return {"event_type": event, "event_payload": payload}


def _number(text: object) -> float | None:
    return float(text) if isinstance(text, str) and text.isascii() and text.isdecimal() else None
