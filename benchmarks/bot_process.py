"""Contestant: the bot without Slack, in one long-lived process: `python -m benchmarks.bot_process CONFIG`.

Everything of an answer is done but its posting: the line is parsed, access checked, the cluster asked, the records condensed
and the Block Kit message made, and the files that go with it.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from pathlib import Path
from time import perf_counter, time
from typing import Any

import msgspec

from benchmarks import memory
from benchmarks.serving import serve
from benchmarks.ticker import Ticker
from bot import logs
from bot.app import new_metrics, open_core
from bot.ask import Ask
from bot.blocks.message import Renderer
from bot.catalogue import find_connectors
from bot.config.config import load
from bot.core import Core
from bot.pictures import Pictures


class Answering:
    """Answers lines, and measures what that costs."""

    def __init__(self, core: Core) -> None:
        self._flow, self._renderer, self._pictures = core.flow, Renderer(), Pictures()

    async def idle(self) -> dict[str, Any]:
        """Authenticate and ping everything once; return the `resident` bytes of the bot that is now ready and idle."""
        await self._answer("ping")
        return {"resident": memory.resident()}

    async def ask(self, line: str, watch: bool = False, partly: bool = False) -> dict[str, Any]:
        """Answer one line.

        Args:
            line: e.g. `pods failed --fresh`.
            watch: measure the event loop meanwhile, which costs a little time.
            partly: take an answer to which some targets gave nothing.

        Returns:
            `seconds`, `peak` (bytes), `size` (of the message, in bytes), `title`, `troubles` (how many targets gave
            nothing); if watched `late` and `own` (see Ticker).
        """
        memory.reset_peak()
        ticker = Ticker()
        if watch:
            async with ticker.ticking():
                seconds, said = await self._answer(line, partly=partly)
        else:
            seconds, said = await self._answer(line, partly=partly)
        return {"seconds": seconds, "peak": memory.peak(), "late": ticker.late, "own": ticker.own, **said}

    async def cached(self, line: str, times: int) -> dict[str, Any]:
        """Answer the same line so often, one after the other; return the `seconds` of each on average."""
        await self._answer(line)
        begin = perf_counter()
        for _ in range(times):
            await self._answer(line)
        return {"seconds": (perf_counter() - begin) / times}

    async def _answer(self, line: str, *, partly: bool = False) -> tuple[float, dict[str, Any]]:
        begin = perf_counter()
        answered = await self._flow.carry_out(self._flow.plan(Ask("bench", line, "terminal")))
        message = self._renderer.render(answered.summary, now=time())
        for document in answered.summary.documents:
            await self._pictures.content(document)
        seconds = perf_counter() - begin
        troubles = [source.trouble for source in answered.summary.sources if source.trouble]
        if troubles and not partly:
            raise RuntimeError(f"the cluster gave no answer: {troubles[0]}")
        size = len(msgspec.json.encode(message.blocks))
        return seconds, {"title": message.text, "size": size, "troubles": len(troubles)}


async def main(path: Path) -> None:
    """Open the bot and serve orders."""
    config = load(path, {}, {name: one.settings for name, one in find_connectors().items()})
    logs.configure("warning", "json")
    async with open_core(config, new_metrics()) as core:
        answering = Answering(core)
        gc.collect()  # these two as `bot.app.serve` does before it is ready
        gc.freeze()
        await serve({"idle": answering.idle, "ask": answering.ask, "cached": answering.cached})


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
