"""Slack's stand-in for alerts, in a process of its own, which forgets no message: `python -m benchmarks.alerts_process`."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from benchmarks.serving import serve
from playground.slack import Slack

KEPT = 1_000_000
SECONDS = 120.0


class Channel:
    """What stands in #incidents."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def account(self) -> dict[str, Any]:
        """Return how an app gets in, and the channel's ID."""
        slack = self._slack
        told = {"api_url": slack.api_url, "bot_token": slack.bot_token, "app_token": slack.app_token}
        return told | {"channel": slack.channels["incidents"]}

    async def connected(self) -> dict[str, Any]:
        """Wait until the app is connected."""
        await self._slack.wait(lambda: self._slack.connections, seconds=SECONDS)
        return {}

    async def settled(self, groups: int) -> dict[str, Any]:
        """Wait until so many alert messages stand and all say that it is over; return both numbers."""
        with suppress(AssertionError):  # the figures say it
            await self._slack.wait(lambda: self._over() == (groups, groups), seconds=SECONDS)
        stand, over = self._over()
        return {"stand": stand, "over": over}

    def _over(self) -> tuple[int, int]:
        said = [one for one in self._slack.messages("incidents") if one.user == self._slack.bot_user and not one.thread_ts]
        return len(said), sum(one.text.startswith("🟢") for one in said)


async def main() -> None:
    """Open it and serve orders."""
    async with Slack(port=0, rates=False, keep=KEPT) as slack:
        channel = Channel(slack)
        await serve({"account": channel.account, "connected": channel.connected, "settled": channel.settled})


if __name__ == "__main__":
    asyncio.run(main())
