"""When a request that only reads is tried again: a few times, after a random and growing pause, never past the deadline."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, stop_any, wait_random_exponential
from tenacity.stop import stop_base

from connectors._deadline import Deadline
from connectors._errors import Broken, Overloaded, Unreachable

ATTEMPTS = 3
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 2.0

Sleep = Callable[[float], Awaitable[None]]


class _Late(stop_base):
    """Stops when the next pause would not end before the deadline."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline

    def __call__(self, retry_state: RetryCallState) -> bool:
        return retry_state.upcoming_sleep >= self._deadline.left()


def retries(deadline: Deadline, worthwhile: Callable[[], bool], sleep: Sleep = asyncio.sleep) -> AsyncRetrying:
    """Return the attempts at one request, to iterate over; the last one's error is raised as it is.

    Tried again: what was unreachable, overloaded or broken. Not what timed out (it has had its time), nor what was refused.

    Args:
        deadline: by when all of them have to be over; a pause that would not end before it is not begun.
        worthwhile: asked after a failure; False ends the attempts (the breaker has opened, say).
        sleep: waits so many seconds.
    """
    jitter = wait_random_exponential(multiplier=FIRST_PAUSE, max=LONGEST_PAUSE)

    def pause(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, Overloaded) else None
        return jitter(state) if asked is None else asked + jitter(state)

    def hopeful(error: BaseException) -> bool:
        return isinstance(error, (Unreachable, Overloaded, Broken)) and worthwhile()

    return AsyncRetrying(
        sleep=sleep,
        stop=stop_any(stop_after_attempt(ATTEMPTS), _Late(deadline)),
        wait=pause,
        retry=retry_if_exception(hopeful),
        reraise=True,
    )
