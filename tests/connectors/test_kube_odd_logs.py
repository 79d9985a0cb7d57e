"""Logs that a well-behaved node never has: endless ones, broken ones, and none."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from kube_stand_in import serving
from log_stand_in import POD, LogServer, Refusal

from connectors._deadline import Deadline
from connectors._events import Event, Observer, RequestDone, unobserved
from connectors._kube.logs.asking import MOST_BYTES
from connectors._kube.logs.records import ContainerLog, LogQuestion
from connectors.kubernetes import KubernetesSettings, open_kubernetes

SLACK = 1 << 20
"""Bytes of the pieces in which text comes: the last of a request is not read to its end."""
LINE = b"2026-01-01T00:00:00.000000000Z level=info msg=" + b"x" * 150 + b"\n"


async def read(
    server: LogServer, folder: Path, times: int = 1, observe: Observer = unobserved, **question: Any
) -> tuple[ContainerLog, str]:
    """Read the pod's log so many times; return the last, and the breaker's state."""
    async with serving(server.application(), folder) as config:
        settings = KubernetesSettings(kubeconfig=str(config), timeout=2.0)
        async with open_kubernetes("rig", settings, observe) as cluster:
            for _ in range(times):
                asked = LogQuestion(namespace="shop", name="web-0", **question)
                answer = await cluster.logs.read(asked, deadline=Deadline.after(20))
            return answer.logs[0], cluster.breaker


async def endless(query: Mapping[str, str]) -> AsyncIterator[bytes]:
    """Send for ever, whatever the bound that was asked for."""
    while True:
        yield LINE * 100


async def obedient(query: Mapping[str, str]) -> AsyncIterator[bytes]:
    """Send the lines that were asked for, of 200,000, and not more bytes than that."""
    left, number = int(query["limitBytes"]), min(int(query["tailLines"]), 200_000)
    for i in range(200_000 - number, 200_000):
        line = b"2026-01-01T00:00:00Z i=%d %s\n" % (i, b"x" * 150)
        yield line[:left]
        left -= len(line)
        if left <= 0:
            return


async def test_a_server_that_never_stops_is_left_after_so_many_bytes(tmp_path: Path) -> None:
    """Its word is not relied on: a bound of our own keeps the bot's memory."""
    events: list[Event] = []
    log, _ = await read(LogServer(endless), tmp_path, observe=events.append)
    assert len(log.text) <= MOST_BYTES // 2
    assert log.text.endswith(b"x\n")
    assert "newest lines are missing" in log.cut
    assert sum(event.bytes for event in events if isinstance(event, RequestDone)) < MOST_BYTES + SLACK


async def test_where_there_is_more_than_may_be_read_it_is_the_newest_that_comes(tmp_path: Path) -> None:
    """The server counts from the oldest of the lines that it was asked for; what happened last matters."""
    server = LogServer(obedient)
    log, _ = await read(server, tmp_path, tail=100_000)
    assert b"i=199999 " in log.text.splitlines()[-1]
    assert log.cut.startswith("only the newest")
    assert len(server.asked) == 2
    assert sum(int(query["limitBytes"]) for query in server.asked) <= MOST_BYTES


async def test_a_log_that_breaks_off_is_shown_as_far_as_it_came(tmp_path: Path) -> None:
    """What was said until then may be all that there is; that it broke off is said, and no half line is shown."""

    async def broken(query: Mapping[str, str]) -> AsyncIterator[bytes]:
        yield LINE * 3 + b"2026-01-01T00:00:01Z pass"
        raise Refusal(500, "too late for that")

    log, _ = await read(LogServer(broken), tmp_path)
    assert log.text == LINE * 3
    assert "broke off" in log.cut


async def test_a_node_that_does_not_answer_says_nothing_of_the_cluster(tmp_path: Path) -> None:
    """The API server is well; to open its breaker would leave every other question unanswered."""

    async def dead(query: Mapping[str, str]) -> AsyncIterator[bytes]:
        raise Refusal(500, "Get https://10.0.0.7:10250/…: dial tcp: connection refused")
        yield b""

    log, breaker = await read(LogServer(dead), tmp_path, times=3)
    assert "connection refused" in log.trouble
    assert breaker == "closed"


async def test_a_run_that_its_node_has_forgotten_gives_way_to_the_present_one(tmp_path: Path) -> None:
    """After a node's clean-up there is no previous log; what there is, is better than an error."""
    pod = deepcopy(POD)
    ended = {"terminated": {"exitCode": 1, "reason": "Error"}}
    state = {"name": "app", "state": {"waiting": {"reason": "CrashLoopBackOff"}}, "lastState": ended, "restartCount": 3}
    pod["status"]["containerStatuses"] = [state]

    async def forgetful(query: Mapping[str, str]) -> AsyncIterator[bytes]:
        if "previous" in query:
            raise Refusal(400, 'previous terminated container "app" in pod "web-0" not found')
        yield LINE

    server = LogServer(forgetful, pod)
    log, _ = await read(server, tmp_path)
    assert (log.text, log.previous, log.why) == (LINE, False, "the run before is not there any more")
    log, _ = await read(server, tmp_path, previous=True)
    assert "not found" in log.trouble


@pytest.mark.parametrize("size", [1, 7, 4096])
async def test_a_secret_is_hidden_wherever_its_bytes_were_cut(tmp_path: Path, size: int) -> None:
    """Text comes in pieces that end anywhere, in the midst of a key of many lines too."""
    key = "-----BEGIN PRIVATE KEY-----\nMIIhunter2\nhunter2==\n-----END PRIVATE KEY-----\n"
    whole = f"password=hunter2 x=1\nAuthorization: Bearer hunter2hunter2\n{key}end\n".encode()

    async def pieces(query: Mapping[str, str]) -> AsyncIterator[bytes]:
        for begin in range(0, len(whole), size):
            yield whole[begin : begin + size]

    log, _ = await read(LogServer(pieces), tmp_path)
    assert log.text == b"password=*** x=1\nAuthorization: Bearer ***\n***\nend\n"


MEASURED = """
import asyncio, resource, sys, zlib
from connectors._deadline import Deadline
from connectors._events import unobserved
from connectors._kube.logs.records import LogQuestion
from connectors.kubernetes import KubernetesSettings, open_kubernetes
from processors.logs import Wanted, condense

async def main():
    async with open_kubernetes("rig", KubernetesSettings(kubeconfig=sys.argv[1]), unobserved) as cluster:
        for tail in (1, 100_000):
            question = LogQuestion(namespace="shop", name="web-0", tail=tail)
            digest = condense(await cluster.logs.read(question, deadline=Deadline.after(60)), Wanted())
            text = zlib.decompress(digest.packed)
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, len(digest.packed), len(text))

asyncio.run(main())
"""


async def test_two_hundred_megabytes_of_log_cost_little_memory(tmp_path: Path) -> None:
    """The bot has 256 MB; a log that somebody asks for must not be its end. What is kept for the cache stays small."""

    async def large(query: Mapping[str, str]) -> AsyncIterator[bytes]:
        lines = 1 if query["tailLines"] == "1" else 1_200_000  # 200 MB, as the bound is not kept
        for begin in range(0, lines, 1000):
            stop = min(lines, begin + 1000)
            yield b"".join(b"2026-01-01T00:00:00Z \xf0\x9f\x94\xa5 i=%d %s\n" % (i, b"y" * 130) for i in range(begin, stop))

    async with serving(LogServer(large).application(), tmp_path) as config:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-c", MEASURED, str(config), cwd=Path(__file__).parents[2], stdout=subprocess.PIPE
        )
        told, _ = await child.communicate()
    (idle, _, _), (busy, packed, size) = [tuple(map(int, line.split())) for line in told.splitlines()]
    assert busy - idle < 64 << 10  # KiB
    assert packed <= 1 << 20
    assert size > 1 << 20
