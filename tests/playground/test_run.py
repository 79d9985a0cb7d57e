"""`make run` without tokens, as a newcomer runs it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import RawTestServer
from launched import SECONDS, Run, launched

from playground.redis import find_redis


@pytest.fixture
async def run(tmp_path: Path) -> AsyncIterator[Run]:
    """A playground whose bot is ready."""
    async with launched(tmp_path) as running:
        yield running


async def test_a_newcomer_gets_the_page_the_story_and_what_is_under_the_bonnet(run: Run) -> None:
    """All of it comes by one command: the alert comes in, the crowd is answered for one look at the cluster, and it ends."""
    assert run.said.startswith("SREHub's playground: http://127.0.0.1:")
    story = await run.until("story", lambda shown: shown["steps"][0]["done"])
    assert story["steps"][2]["hint_line"] == "/sre pods failed"
    async with run.http.post("bonnet", json={"act": "crowd", "n": 50, "line": "pods failed"}) as answer:
        assert answer.status == 200
    # The evidence for the alert is looked up by questions, too: how many of them there were by now is not known.
    shown = await run.until("bonnet", lambda shown: shown["crowd"]["answered"] == 50 and sum(shown["cache"].values()) >= 50)
    assert shown["cache"]["joined"] + shown["cache"]["cached"] >= 49
    assert [one["target"] for one in shown["breakers"]] == ["eu-west", "prod", "staging"]
    offered = {one["id"] for one in shown["faults"]}
    assert offered >= {"hang:prod", "403:prod", "hang:staging", "hang:eu-west", "429", "drop", "away"}
    assert ("redis" in offered) == bool(find_redis())
    run.process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(SECONDS):
        assert await run.process.wait() == 0


async def test_the_first_ten_lines_say_what_to_do(run: Run) -> None:
    """Nobody reads an eleventh."""
    first = "\n".join(run.said.splitlines()[:10])
    assert all(
        word in first for word in ("http://127.0.0.1:", "#incidents", '"Story"', '"Under the bonnet"', "/sre pods failed")
    )


async def test_in_the_demo_ones_own_alertmanager_is_left_alone(tmp_path: Path) -> None:
    """It is set for the real bot; whoever plays must neither read its alerts as the demo's nor silence one of them."""
    asked: list[str] = []

    async def mine(request: web.BaseRequest) -> web.Response:
        asked.append(request.path)
        return web.json_response([])

    async with RawTestServer(mine) as own, launched(tmp_path, ALERTMANAGER_URL=str(own.make_url("/"))) as run:
        assert "whatever ALERTMANAGER_URL may name" in run.said
        await run.typed("ana", "ops", "digest run overview")
        assert "alerts firing" in await run.said_there("ops", "overview: ")
    assert asked == []


def children(pid: int) -> set[int]:
    """Return the processes that a process has started and that still run."""
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


@contextmanager
def watched(pid: int) -> Iterator[asyncio.Event]:
    """Yield what is set when the process, which need not be ours, has ended."""
    ended, descriptor = asyncio.Event(), os.pidfd_open(pid)
    asyncio.get_running_loop().add_reader(descriptor, ended.set)
    try:
        yield ended
    finally:
        asyncio.get_running_loop().remove_reader(descriptor)
        os.close(descriptor)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the processes are looked up as Linux shows them")
async def test_killed_outright_it_leaves_nothing_behind(run: Run) -> None:
    """A terminal that is closed, a machine that runs out of memory: the next `make run` must not meet the last one's bot."""
    started = children(run.process.pid)
    assert len(started) >= 2
    with ExitStack() as stack:
        ends = [stack.enter_context(watched(pid)) for pid in started]
        run.process.kill()
        async with asyncio.timeout(SECONDS):
            for ended in ends:
                await ended.wait()
