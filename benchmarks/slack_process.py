"""Slack's stand-in in a process of its own, one workspace a contestant: `python -m benchmarks.slack_process NAME …`."""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack
from time import perf_counter
from typing import Any

from benchmarks.serving import Action, serve
from playground.slack import Slack

KEPT = 300
"""Messages and calls that a workspace keeps: few, as a long memory is no part of what is measured."""
SECONDS = 60.0


class Workspace(Slack):
    """A workspace without rate limits, which counts what its app has posted."""

    @property
    def posted(self) -> int:
        """How many messages were posted."""
        return self._state.calls.by_method["chat.postMessage"]

    @property
    def edited(self) -> int:
        """How many messages were edited."""
        return self._state.calls.by_method["chat.update"]

    @property
    def owing(self) -> bool:
        """Whether an answer is only announced yet, among the last messages in the channel."""
        return any(said.text.startswith("asking ") for said in self.messages("incidents"))

    @property
    def refused(self) -> dict[str, int]:
        """How many calls were refused, by Slack's error."""
        return dict(self._state.calls.by_error)


class Crowd:
    """People who ask, in each of the workspaces."""

    def __init__(self, workspaces: dict[str, Workspace]) -> None:
        self._workspaces = workspaces

    async def accounts(self) -> dict[str, Any]:
        """Return each workspace's `api_url`, `bot_token` and `app_token`, by name."""
        told = ("api_url", "bot_token", "app_token")
        return {name: {key: getattr(one, key) for key in told} for name, one in self._workspaces.items()}

    async def page(self, name: str, line: str) -> dict[str, Any]:
        """Have one answer given, and return where it is seen: the page's `url`, and the message's `ts`."""
        slack = self._workspaces[name]
        before = slack.posted
        await slack.slash("ana", "incidents", line)
        await slack.wait(lambda: slack.posted > before and not slack.owing, seconds=SECONDS)
        return {"url": slack.page_url, "ts": slack.messages("incidents")[-1].ts}

    async def connected(self, name: str, count: int) -> dict[str, Any]:
        """Wait until the app of a workspace holds so many connections."""
        slack = self._workspaces[name]
        await slack.wait(lambda: slack.connections >= count, seconds=SECONDS)
        return {"connections": slack.connections}

    async def rush(self, name: str, line: str, count: int, in_flight: int) -> dict[str, Any]:
        """Ask `count` times, with `in_flight` questions waiting for their answers at a time; return `seconds` and so on."""
        slack = self._workspaces[name]
        before, edits = slack.posted, slack.edited
        fired = answered = 0
        begin = perf_counter()
        async with asyncio.TaskGroup() as people:
            while answered < count:
                while fired < count and fired - answered < in_flight:
                    people.create_task(slack.slash("ana", "incidents", line))
                    fired += 1
                await slack.wait(lambda: slack.posted - before > answered, seconds=SECONDS)  # noqa: B023 (awaited here)
                answered = slack.posted - before
        return self._told(slack, perf_counter() - begin, answered, slack.edited - edits)

    async def burst(self, name: str, line: str, count: int) -> dict[str, Any]:
        """Ask `count` times at once; return each ack's time in `acks`, once all answers are there too."""
        slack = self._workspaces[name]
        before, edits = slack.posted, slack.edited
        begin = perf_counter()
        deliveries = await asyncio.gather(*(slack.slash("ana", "incidents", line) for _ in range(count)))
        await slack.wait(lambda: slack.posted - before >= count and not slack.owing, seconds=SECONDS)
        told = self._told(slack, perf_counter() - begin, slack.posted - before, slack.edited - edits)
        return told | {"acks": [one.seconds for one in deliveries], "unacked": sum(not one.acked for one in deliveries)}

    def _told(self, slack: Workspace, seconds: float, answered: int, edited: int) -> dict[str, Any]:
        last = slack.messages("incidents")[-1]
        return {"seconds": seconds, "answered": answered, "edited": edited, "refused": slack.refused, "blocks": last.blocks}


async def main(names: list[str]) -> None:
    """Open the workspaces and serve orders."""
    async with AsyncExitStack() as stack:
        opened = {name: Workspace(rates=False, keep=KEPT) for name in names}
        for slack in opened.values():
            await stack.enter_async_context(slack)
        crowd = Crowd(opened)
        orders: dict[str, Action] = {
            "accounts": crowd.accounts,
            "connected": crowd.connected,
            "page": crowd.page,
            "rush": crowd.rush,
            "burst": crowd.burst,
        }
        await serve(orders)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
