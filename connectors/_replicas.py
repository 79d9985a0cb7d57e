"""Several replicas of one target, any of which may answer: each has its own door, the first that answers is used."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

from connectors._breaker import State
from connectors._deadline import Deadline
from connectors._errors import BreakerOpen, Unreachable, UpstreamError
from connectors._http import Http
from connectors._transport import Params

STATES: Sequence[State] = ("closed", "half-open", "open")


def best(states: Iterable[State]) -> State:
    """Return the best of these states of breakers."""
    return min(states, key=STATES.index)


class Replicas:
    """Asks one replica after the other until one answers; the last that did is asked first the next time.

    What says something about the question, not about the replica (400, 403, 404, …), is final: others would say the same.

    Args:
        doors: a door to each, at least one.
    """

    def __init__(self, doors: Sequence[Http]) -> None:
        self._doors = list(doors)

    @property
    def breaker(self) -> State:
        """`closed` if any replica's is, else the best of theirs."""
        return best(door.breaker for door in self._doors)

    async def get(self, what: str, path: str, *, deadline: Deadline) -> bytes:
        """Return the whole body of a 2xx answer; see `Http.get`. Raises the last replica's UpstreamError."""
        async with self.stream(what, path, deadline=deadline) as chunks:
            return b"".join([chunk async for chunk in chunks])

    async def send(self, what: str, method: str, path: str, body: bytes = b"", *, deadline: Deadline) -> bytes:
        """Have something changed by the first replica that can be reached; see `Http.send`.

        Only a replica that was not reached at all is passed over: what one has perhaps done, another must not do again.
        """
        for place, door in enumerate(list(self._doors)):
            last = place == len(self._doors) - 1
            try:
                return await door.send(what, method, path, body, deadline=deadline if last else _share(deadline))
            except (BreakerOpen, Unreachable) as error:
                if last:
                    raise
                passed: UpstreamError = error
        raise passed  # unreachable: there is one replica at least

    @asynccontextmanager
    async def stream(
        self, what: str, path: str, params: Params | None = None, *, deadline: Deadline
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """Yield the body of the first 2xx answer in chunks; see `Http.stream`. Raises the last replica's UpstreamError."""
        for place, door in enumerate(list(self._doors)):
            last = place == len(self._doors) - 1
            begun = False
            try:
                async with door.stream(what, path, params, deadline=deadline if last else _share(deadline)) as chunks:
                    begun = True
                    self._doors.sort(key=lambda one: one is not door)
                    yield chunks
                    return
            except UpstreamError as error:
                if begun or last or not (error.ailing or isinstance(error, BreakerOpen)):
                    raise


def _share(deadline: Deadline) -> Deadline:
    """Return half of the time that is left, so that a replica that hangs leaves some to the next."""
    return deadline.sooner(deadline.left() / 2)
