"""Single-flight over several processes that share a real Redis, one of which may die."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from cache_rig import LONG, until
from servers import RedisServer

pytestmark = pytest.mark.redis
SCRIPT = Path(__file__).with_name("cache_replica.py")
Start = Callable[[int, float], Awaitable[Process]]


@pytest.fixture
async def start(redis_url: str) -> AsyncIterator[Start]:
    """Start a replica that will put so many questions, whose calls take so long; it is open when this returns."""
    started: list[Process] = []

    async def start(askers: int, seconds: float) -> Process:
        arguments = [str(SCRIPT), redis_url, str(askers), str(seconds)]
        process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdin=PIPE, stdout=PIPE)
        started.append(process)
        assert process.stdout is not None
        async with asyncio.timeout(LONG):
            assert await process.stdout.readline() == b"open\n"
        return process

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def go(process: Process) -> None:
    """Let the replica ask."""
    assert process.stdin is not None
    process.stdin.write(b"\n")


async def told(process: Process) -> dict[str, Any]:
    """Return what it printed, once it has ended well."""
    async with asyncio.timeout(LONG):
        output, _ = await process.communicate()
    assert process.returncode == 0
    answer: dict[str, Any] = json.loads(output)
    return answer


async def test_two_hundred_askers_over_three_processes_cost_one_call(start: Start, redis_server: RedisServer) -> None:
    """Replicas are for availability; they must not multiply the load on the cluster."""
    processes = await asyncio.gather(start(67, 0.3), start(67, 0.3), start(66, 0.3))
    for process in processes:
        go(process)
    answers = [await told(process) for process in processes]
    assert [number for answer in answers for number in answer["numbers"]] == [1] * 200
    with redis_server.client() as client:
        assert client.get("calls") == b"1"


async def test_when_the_leader_is_killed_another_takes_over(start: Start, redis_server: RedisServer) -> None:
    """A crash in the middle of an incident must not leave the others waiting for an answer that never comes."""
    leader = await start(1, 600)
    go(leader)
    with redis_server.client() as client:
        await until(lambda: client.get("calls") == b"1")
        others = await asyncio.gather(start(20, 0.05), start(20, 0.05))
        for process in others:
            go(process)
        leader.kill()
        answers = [await told(process) for process in others]
        assert [number for answer in answers for number in answer["numbers"]] == [2] * 40
        assert client.get("calls") == b"2"
