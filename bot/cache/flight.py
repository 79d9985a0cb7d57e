"""Single-flight in one process: who asks for what is under way already waits for it instead of starting it again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class FlightCancelledError(Exception):
    """The work that was waited for was cancelled by its owner, as the bot is stopping; whoever waited was not."""


class Flight(Generic[T]):
    """One piece of work under way, which belongs to its `Flights` and to none of those who wait for it.

    Attributes:
        askers: how many have asked for it so far.
        valid: False once something made its result false: who asked before may have it, but it must not be kept.
    """

    def __init__(self) -> None:
        self.askers = 0
        self.valid = True
        self._task: asyncio.Task[T] | None = None

    def start(self, work: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
        """Start the work as a task of its own and return that."""
        self._task = asyncio.create_task(work, name=name)
        return self._task

    async def wait(self, seconds: float | None = None) -> bool:
        """Wait for its end, and return whether it came within `seconds`. To be cancelled here does not touch the work."""
        assert self._task is not None
        done, _ = await asyncio.wait({self._task}, timeout=seconds)
        return bool(done)

    def result(self) -> T:
        """Return the result of the ended work, or raise what it raised, or FlightCancelledError."""
        assert self._task is not None
        if self._task.cancelled():
            raise FlightCancelledError(f"{self._task.get_name()} was cancelled")
        return self._task.result()


class Flights(Generic[T]):
    """The work under way, by key; it owns the tasks."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._flights: dict[str, Flight[T]] = {}
        self._tasks: set[asyncio.Task[T]] = set()

    def join(self, key: str, work: Callable[[Flight[T]], Coroutine[Any, Any, T]]) -> tuple[Flight[T], bool]:
        """Return the flight under way for `key`, or start one; and whether it was started."""
        flight = self._flights.get(key)
        started = flight is None
        if flight is None:
            flight = self._flights[key] = Flight()
            task = flight.start(work(flight), f"{self._what} {key}")
            self._tasks.add(task)
            task.add_done_callback(lambda task: self._ended(key, flight, task))
        flight.askers += 1
        return flight, started

    def detach(self, matches: Callable[[str], bool]) -> None:
        """Let nobody else join the flights of the matching keys, and mark them as no longer valid."""
        for key in [key for key in self._flights if matches(key)]:
            self._flights.pop(key).valid = False

    async def close(self) -> None:
        """Cancel all of it and wait until it has ended."""
        while self._tasks:  # what is cancelled may take it for an error of its own, and go on
            for task in list(self._tasks):
                task.cancel()
            await asyncio.wait(self._tasks, timeout=1.0)

    def _ended(self, key: str, flight: Flight[T], task: asyncio.Task[T]) -> None:
        self._tasks.discard(task)
        if self._flights.get(key) is flight:
            del self._flights[key]
