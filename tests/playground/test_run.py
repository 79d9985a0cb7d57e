"""`make run` without tokens, as a newcomer runs it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
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
