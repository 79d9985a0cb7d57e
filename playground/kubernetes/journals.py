"""What one container has written: pages of lines, made when they are read, the same each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from playground.kubernetes.dialects import Entry, access, dialect
from playground.kubernetes.messages import last_words
from playground.kubernetes.planted import PLANTED
from playground.kubernetes.states import State
from playground.kubernetes.traces import trace
from playground.kubernetes.workloads import Sketch

Line = tuple[float, str]
"""When it was written (seconds since 1970), and the line without its end."""
EVERY = 15
"""Seconds between two entries of a running container."""
PAGE = 600
"""Seconds that a page covers."""
MOST_PAGES = 50
PATHS = ("/cart", "/checkout", "/orders/41", "/health", "/search?q=boots", "/login")
TRACED, REPEATED, TOLD = 17, range(24, 32), 5
"""Which entries of a page have a stack trace (of every third page), are all the same, or hold a planted secret."""
LINES, WIDTH = 500, 128
"""Lines on a page of a long journal, which covers a second, and the bytes of each."""
OOM = "loading index segments: 812 of 1024"


class Journal(Protocol):
    """What one container has written."""

    def pages(self, now: float) -> range:
        """Return the numbers of the pages that are there at this moment, oldest first."""
        ...

    def start(self, number: int) -> float:
        """Return the moment (seconds since 1970) from which on a page's lines were written."""
        ...

    def page(self, number: int) -> Sequence[Line]:
        """Return the lines of a page, oldest first; the last page's may be still to come."""
        ...


@dataclass(frozen=True, slots=True)
class RunningJournal:
    """Of a container that serves requests since this moment (seconds since 1970)."""

    pod: Sketch
    container: str
    since: float

    def pages(self, now: float) -> range:
        """See `Journal`."""
        last = int(now) // PAGE
        return range(max(int(self.since) // PAGE, last - MOST_PAGES), last + 1)

    def start(self, number: int) -> float:
        """See `Journal`."""
        return float(number * PAGE)

    def page(self, number: int) -> Sequence[Line]:
        """See `Journal`."""
        write = access if self.container == "proxy" else dialect(self.pod.namespace)
        found = (self._entry(number, step) for step in range(PAGE // EVERY))
        return [(entry.at, line) for entry in found if entry.at >= self.since for line in write(entry)]

    def _entry(self, number: int, step: int) -> Entry:
        at = float(number * PAGE + step * EVERY)
        pod, app, seed = self.pod, self.pod.workload.app, number * (PAGE // EVERY) + step + self.pod.spread
        path, took = PATHS[seed % len(PATHS)], seed * 7 % 90 + 4
        bad = pod.state is State.NOT_READY and at > pod.began - 720
        if self.container == "proxy":
            return Entry(at, "INFO", app, f"GET {path} HTTP/1.1 {503 if bad else 200} {took}ms")
        planted = PLANTED.get((pod.namespace, pod.workload.name))
        if step == TOLD and planted:
            return Entry(at, "INFO", app, planted.text)
        if step == TRACED and seed % 3 == 0:
            words = "TimeoutError: upstream took longer than 2 s"
            return Entry(at, "ERROR", app, f"GET {path} failed", trace(app, words, dialect(pod.namespace)))
        if step in REPEATED:
            return Entry(at, "WARN", app, "cache is full, oldest entries are dropped")
        return Entry(at, "WARN" if bad else "INFO", app, f"GET {path} {503 if bad else 200} {took}ms")


@dataclass(frozen=True, slots=True)
class CrashedJournal:
    """Of a container that failed at this moment (seconds since 1970), soon after it had begun: one page."""

    pod: Sketch
    ended: float

    def pages(self, now: float) -> range:  # noqa: ARG002 - the protocol's; it has ended
        """See `Journal`."""
        return range(1)

    def start(self, number: int) -> float:  # noqa: ARG002 - there is one
        """See `Journal`."""
        return self.ended - 5

    def page(self, number: int) -> Sequence[Line]:  # noqa: ARG002 - there is one
        """See `Journal`."""
        write = dialect(self.pod.namespace)
        return [(entry.at, line) for entry in self._entries() for line in write(entry)]

    def _entries(self) -> Iterator[Entry]:
        pod, app, at = self.pod, self.pod.workload.app, self.ended
        yield Entry(at - 3.1, "INFO", app, f"starting {app} v{pod.revision.version}")
        planted = PLANTED.get((pod.namespace, pod.workload.name))
        if planted:
            yield Entry(at - 2.4, "INFO", app, planted.text)
        yield from (Entry(at - 2.0 + n / 10, "WARN", app, "waiting for the sidecar") for n in range(4))
        if pod.state is State.OOM_KILLED:
            yield Entry(at - 0.9, "INFO", app, OOM)
        else:
            words = last_words(pod).split("\n")[0] or "Error: cannot start"
            yield Entry(at - 0.6, "ERROR", app, "cannot start", trace(app, words, dialect(pod.namespace)))


@dataclass(frozen=True, slots=True)
class LongJournal:
    """Of a container that has written at least so many bytes, until the world began: long, and made page by page.

    Attributes:
        size: bytes.
    """

    pod: Sketch
    size: int

    def pages(self, now: float) -> range:  # noqa: ARG002 - the protocol's; it writes no more
        """See `Journal`."""
        return range(-(-self.size // (LINES * WIDTH)))

    def start(self, number: int) -> float:
        """See `Journal`."""
        return float(self.pod.began - self.pages(0).stop + number)

    def page(self, number: int) -> Sequence[Line]:
        """See `Journal`."""
        first, found = self.start(number), list[Line]()
        for line in range(LINES):
            count = number * LINES + line
            level = "error" if count % 1000 == 999 else "info"
            found.append((first + line / LINES, f"level={level} msg=ingested i={count} ".ljust(WIDTH - 1, ".")))
        return found
