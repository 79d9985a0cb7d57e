"""Measures one cold question about pods on a real cluster, beside the time that curl needs for the tables it reads.

    python benchmarks/survey_probe.py KUBECONFIG [QUESTION] [ROUNDS]

Prints, for each round, the seconds of both, the longest time that the event loop was blocked, and how far the memory rose
above what the process had before the first question. Every round opens the cluster anew: no connection is warm.
"""

from __future__ import annotations

import asyncio
import gc
import shutil
import statistics
import sys
import tempfile
from contextlib import suppress
from time import perf_counter, thread_time

import msgspec
import psutil  # type: ignore[import-untyped]  # it brings no types

from connectors._deadline import Deadline
from connectors._endpoint import Endpoint
from connectors._events import Event, RequestDone
from connectors._kube.api import TABLE
from connectors._kube.auth import open_access
from connectors.kubernetes import KubernetesSettings, PodList, PodScope, Question, open_kubernetes

TICK = 0.001


class Ticker:
    """A task that wants a turn of the event loop each millisecond, and remembers how long it once had to wait for it.

    Attributes:
        longest: that, in seconds.
        busy: the same in seconds of the thread's own processor time: what remains of it on a machine that nobody else uses.
        peak: the most memory that was seen, in bytes.
    """

    def __init__(self) -> None:
        self.longest = self.busy = 0.0
        self.peak = 0

    async def run(self) -> None:
        """Tick until cancelled."""
        process = psutil.Process()
        last, worked, turn = perf_counter(), thread_time(), 0
        while True:
            await asyncio.sleep(TICK)
            now = perf_counter()
            self.longest = max(self.longest, now - last - TICK)
            self.busy = max(self.busy, thread_time() - worked)
            if turn % 20 == 0:
                self.peak = max(self.peak, process.memory_info().rss)
            last, worked, turn = perf_counter(), thread_time(), turn + 1


async def ask(settings: KubernetesSettings, question: Question) -> tuple[PodList, float, Ticker, list[RequestDone]]:
    """Open the cluster, ask once, close it; return the answer, its seconds, the ticker and the requests made."""
    requests: list[RequestDone] = []

    def observe(event: Event) -> None:
        if isinstance(event, RequestDone):
            requests.append(event)

    ticker = Ticker()
    ticking = asyncio.create_task(ticker.run())
    async with open_kubernetes("probe", settings, observe) as cluster:
        start = perf_counter()
        answer = await cluster.pods(PodScope(), question, deadline=Deadline.after(60))
        took = perf_counter() - start
    ticking.cancel()
    with suppress(asyncio.CancelledError):
        await ticking
    return answer, took, ticker, requests


async def curl(endpoint: Endpoint, headers: dict[str, str], namespaces: list[str]) -> float:
    """Return the seconds that curl needs for the same tables, eight at a time, with nothing verified and nothing read."""
    with tempfile.NamedTemporaryFile("w", suffix=".curl") as config:
        for namespace in namespaces:
            path = f"/api/v1/namespaces/{namespace}/pods?includeObject=None&resourceVersion=0"
            config.write(f'url = "{endpoint.url}{path}"\noutput = "/dev/null"\n')
        for name, value in {**headers, "accept": TABLE, "user-agent": "probe"}.items():  # pretty-printed for "curl"
            config.write(f'header = "{name}: {value}"\n')
        config.flush()
        binary = shutil.which("curl") or sys.exit("curl is not installed")
        start = perf_counter()
        process = await asyncio.create_subprocess_exec(binary, "-skZ", "--parallel-max", "8", "-K", config.name, stderr=-3)
        await process.wait()
        return perf_counter() - start


async def main(kubeconfig: str, question: Question, rounds: int) -> None:
    """Measure so many rounds and print them, and their medians."""
    settings = KubernetesSettings(kubeconfig=kubeconfig)
    async with open_access("probe", settings) as access, open_kubernetes("probe", settings, lambda _: None) as cluster:
        await cluster.ping(Deadline.after(10))
        namespaces = list(await cluster.namespaces(Deadline.after(10)))
        endpoint = await access.locate(Deadline.after(10))
        headers = dict(await access.authorize(Deadline.after(10)))
    gc.collect()
    gc.freeze()  # as a long-running program does: else a full collection, now and then, walks over all modules
    idle = psutil.Process().memory_info().rss
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(await curl(endpoint, headers, namespaces))
        answer, took, ticker, requests = await ask(settings, question)
        ours.append(took)
        print(
            f"curl {theirs[-1]:.3f} s · {question} {took:.3f} s · {answer.found} of {answer.looked_at}"
            f" · {len(requests)} requests, {sum(r.bytes for r in requests) / 1e6:.1f} MB"
            f" · loop blocked {ticker.longest * 1000:.1f} ms ({ticker.busy * 1000:.1f} of its own)"
            f" · {(ticker.peak - idle) / 1e6:.1f} MB above idle"
        )
    print(f"medians: curl {statistics.median(theirs):.3f} s, {question} {statistics.median(ours):.3f} s,", end=" ")
    print(f"ratio {statistics.median(ours) / statistics.median(theirs):.2f}")
    print("reasons:", ", ".join(f"{count.word} {count.count}" for count in answer.reasons))


if __name__ == "__main__":
    config, asked, times = (*sys.argv[1:], *("failed", "5")[len(sys.argv) - 2 :])
    asyncio.run(main(config, msgspec.convert(asked, Question), int(times)))
