"""Lets a digest rest that has no place to be posted in, and tells its maker."""

from __future__ import annotations

from collections.abc import Mapping

import structlog
from msgspec.structs import replace

from bot.digests.digest import Run
from bot.digests.posts import DigestPosts
from bot.digests.store import DigestStore
from bot.errors import SlackRefused
from processors import digest_rests

GONE: Mapping[str, str] = {
    "channel_not_found": "its channel is gone, or I was removed from it",
    "is_archived": "its channel is archived",
    "not_in_channel": "I am not in its channel",
}
"""Slack's refusals after which there is no use in trying again until somebody has done something, and what they say.

Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors
"""


class Resting:
    """Pauses digests.

    Args:
        store: where they are kept.
        posts: tells people.
    """

    def __init__(self, store: DigestStore, posts: DigestPosts) -> None:
        self._store, self._posts = store, posts
        self._log = structlog.get_logger("digests")

    async def rest(self, run: Run, code: str) -> None:
        """Tell the maker, then pause the digest, unless it was changed meanwhile.

        Told first: whoever dies in between leaves a digest that is tried again, and its maker is told once.

        Args:
            run: the run that could not be posted.
            code: Slack's refusal, one of `GONE`.

        Raises:
            SlackAway, StoreAwayError: not now.
        """
        digest, why = run.digest, GONE[code]
        if digest.maker:
            try:
                await self._posts.tell(digest.maker, digest_rests.summary(digest.name, why), f"digest:{run.key}:rests")
            except SlackRefused as refused:
                self._log.warning("maker not told", digest=digest.name, why=str(refused))
        await self._store.change(digest.name, digest.revision, lambda now: replace(now, paused=why))
        self._log.error("digest rests", digest=digest.name, channel=digest.channel, why=why, configured=not digest.maker)
