"""What the bot counts, for Prometheus. `docs/metrics.md` documents each metric; a test holds the two together.

Every label has few values: commands come from the catalogue, targets from the configuration, the rest from our own code or
from Slack's list of errors, and past a bound it is `other`.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Collection
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client.exposition import choose_encoder
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from connectors._events import BreakerMoved, Event, RequestDone

UNKNOWN = "unknown"
OTHER = "other"
MOST_VALUES = 100
"""Values that one label may take; later ones are counted as `other`, as each value costs memory for ever."""
EVERY = 0.1
"""Seconds between two looks at the event loop: what blocks it for longer is seen whole."""

_ANSWER = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 15, 30)
_ACK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)
_LAG = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1)
_LATE = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)
_STATES = {"closed": 0, "half-open": 1, "open": 2}


class Metrics:
    """Every metric of one bot, in a registry of its own.

    Args:
        version: the bot's version.
        commands: the full names of the commands that there are.
    """

    def __init__(self, version: str, commands: Collection[str]) -> None:
        self.registry = CollectorRegistry()
        self._commands = frozenset(commands)
        self._seen: dict[str, set[str]] = {}
        self._questions = self._counter("questions", "Questions answered or refused.", "command", "source", "outcome")
        self._answer = self._histogram("answer_seconds", "From a question until its answer stands.", _ANSWER, "command")
        self._ack = self._histogram("ack_seconds", "From a delivery's arrival until its ack is sent.", _ACK)
        self._requests = self._counter(
            "upstream_requests", "Requests to upstreams, each try counted.", "connector", "target", "what", "outcome"
        )
        self._request = self._histogram(
            "upstream_request_seconds", "How long one try of a request took.", _ANSWER, "connector", "target", "what"
        )
        self._bytes = self._counter("upstream_bytes", "Bytes of body read from upstreams.", "connector", "target")
        self._retries = self._counter("upstream_retries", "Tries after the first.", "connector", "target")
        self._breaker = self._gauge("breaker_state", "0 closed, 1 half-open, 2 open.", "connector", "target")
        self._cache = self._counter("cache_answers", "Where a target's part of an answer came from.", "command", "origin")
        self._calls = self._counter("slack_calls", "Calls to Slack's Web API.", "method", "outcome")
        self._sockets = self._gauge("slack_sockets", "Open connections to Slack.")
        self._digest_runs = self._counter("digest_runs", "Runs of digests.", "outcome")
        self._digest_late = self._histogram("digest_late_seconds", "From a digest's time until it is posted.", _LATE)
        self._digests = self._gauge("digests", "Digests that there are.", "state")
        self._digest_next = self._gauge("digest_next_timestamp_seconds", "When the next digest is due; 0: none is.")
        self._lag = self._histogram("loop_lag_seconds", "How late the event loop runs what is due.", _LAG)
        Info("srehub", "The bot's version.", registry=self.registry).info({"version": version})
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)

    def asked(self, command: str, source: str, outcome: str, seconds: float) -> None:
        """Count one question that has ended.

        Args:
            command: the command's full name; one that the catalogue lacks counts as `unknown`.
            source: how it came, e.g. `slash`, `mention`, `dm`, `button`.
            outcome: `answered`, or the name of the error's class.
            seconds: from its arrival until its answer stood.
        """
        known = self._command(command)
        self._questions.labels(known, self._bounded("source", source), self._bounded("outcome", outcome)).inc()
        self._answer.labels(known).observe(seconds)

    def ack(self, seconds: float) -> None:
        """Note how long a delivery waited for its ack."""
        self._ack.observe(seconds)

    def upstream(self, event: Event) -> None:
        """Count what a connector tells of; it is the `Observer` that connectors are opened with."""
        if isinstance(event, BreakerMoved):
            self._breaker.labels(event.connector, event.target).set(_STATES[event.state])
        elif isinstance(event, RequestDone):
            whom = (event.connector, event.target)
            what = self._bounded("what", event.what)
            self._requests.labels(*whom, what, self._bounded("upstream_outcome", event.outcome)).inc()
            self._request.labels(*whom, what).observe(event.seconds)
            self._bytes.labels(*whom).inc(event.bytes)
            if event.attempt > 1:
                self._retries.labels(*whom).inc()

    def breaker(self, connector: str, target: str) -> None:
        """Show a target's breaker as closed from the start, before anything has moved it."""
        self._breaker.labels(connector, target).set(_STATES["closed"])

    def cached(self, command: str, origin: str) -> None:
        """Count where a target's part of an answer came from: `asked`, `joined`, `cache` or `kept`."""
        self._cache.labels(self._command(command), self._bounded("origin", origin)).inc()

    def delivered(self, method: str, outcome: str) -> None:
        """Count one call to Slack's Web API: the method, and `ok`, `away` or Slack's error code."""
        self._calls.labels(self._bounded("method", method), self._bounded("slack_outcome", outcome)).inc()

    def sockets(self, count: Callable[[], int]) -> None:
        """Show what `count` returns, at each scrape, as the number of open connections to Slack."""
        self._sockets.set_function(count)

    def digest(self, outcome: str, late: float) -> None:
        """Count a run of a digest: what became of it, and how many seconds after its time."""
        self._digest_runs.labels(self._bounded("digest_outcome", outcome)).inc()
        if outcome == "posted":
            self._digest_late.observe(max(0.0, late))

    def digests(self, running: int, resting: int, coming: float) -> None:
        """Show how many digests there are, how many of them rest, and when the next is due (infinity: never)."""
        self._digest_next.set(coming if math.isfinite(coming) else 0.0)
        self._digests.labels("running").set(running)
        self._digests.labels("resting").set(resting)

    async def watch_loop(
        self, clock: Callable[[], float] = perf_counter, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        """Measure the event loop's lag until cancelled; to be run as a task by whoever owns the loop."""
        while True:
            due = clock() + EVERY
            await sleep(EVERY)
            self._lag.observe(max(0.0, clock() - due))

    def exposition(self, accept: str = "") -> tuple[bytes, str]:
        """Return all metrics as text in the format that the `Accept` header asks for, and its content type."""
        encode, content_type = choose_encoder(accept)
        return encode(self.registry), content_type

    def _command(self, name: str) -> str:
        return name if name in self._commands else UNKNOWN

    def _bounded(self, label: str, value: str) -> str:
        seen = self._seen.setdefault(label, set())
        if value not in seen and len(seen) >= MOST_VALUES:
            return OTHER
        seen.add(value)
        return value

    def _counter(self, name: str, said: str, *labels: str) -> Counter:
        return Counter(f"srehub_{name}", said, labels, registry=self.registry)

    def _gauge(self, name: str, said: str, *labels: str) -> Gauge:
        return Gauge(f"srehub_{name}", said, labels, registry=self.registry)

    def _histogram(self, name: str, said: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"srehub_{name}", said, labels, registry=self.registry, buckets=buckets)
