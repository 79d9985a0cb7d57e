"""Slack's stand-in for digests, in a process of its own: `python -m benchmarks.digests_process CHANNELS`.

It keeps Slack's rate limits and forgets no message.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from contextlib import suppress
from typing import Any

from benchmarks.serving import serve
from playground.slack import Message, Slack

KEPT = 1_000_000
SECONDS = 170.0


class Newsstand:
    """The channels in which digests are posted: the DMs of a crowd."""

    def __init__(self, slack: Slack, channels: int) -> None:
        self._slack = slack
        self._places = [slack.direct[name] for name in slack.crowd(channels)]

    async def account(self) -> dict[str, Any]:
        """Return how an app gets in, and the channels' IDs."""
        slack = self._slack
        told = {"api_url": slack.api_url, "bot_token": slack.bot_token, "app_token": slack.app_token}
        return told | {"channels": self._places}

    async def connected(self, sockets: int) -> dict[str, Any]:
        """Wait until so many connections are open."""
        await self._slack.wait(lambda: self._slack.connections >= sockets, seconds=SECONDS)
        return {}

    async def posted(self, runs: int, parts: int) -> dict[str, Any]:
        """Wait until so many runs and parts of them stand, or for long enough.

        Returns how often each run was posted, when the message of each and the last part were, and how often Slack had to
        refuse one as being too much.
        """
        with suppress(AssertionError):  # the figures say it
            await self._slack.wait(lambda: self._there() == (runs, parts), seconds=SECONDS)
        messages = self._standing("srehub_digest")
        keys = Counter(str((said.metadata or {})["event_payload"]["key"]) for said in messages)
        posts = [call for call in self._slack.calls if call.method == "chat.postMessage"]
        return {
            "times": list(keys.values()),
            "at": [float(said.ts) for said in messages],
            "last_part": max((float(said.ts) for said in self._standing("srehub_digest_part")), default=0.0),
            "refused": sum(call.status == 429 for call in posts),
        }

    def _there(self) -> tuple[int, int]:
        return len(self._standing("srehub_digest")), len(self._standing("srehub_digest_part"))

    def _standing(self, event: str) -> list[Message]:
        found = [said for place in self._places for said in self._slack.messages(place)]
        return [said for said in found if (said.metadata or {}).get("event_type") == event]


async def main(channels: int) -> None:
    """Open it and serve orders."""
    async with Slack(port=0, keep=KEPT) as slack:
        stand = Newsstand(slack, channels)
        await serve({"account": stand.account, "connected": stand.connected, "posted": stand.posted})


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
