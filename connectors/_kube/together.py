"""Does several requests at once, so that one failure ends them all and leaves as the plain error that it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import TypeVar

from connectors._errors import UpstreamError

T = TypeVar("T")


@asynccontextmanager
async def task_group() -> AsyncIterator[asyncio.TaskGroup]:
    """Open a TaskGroup that raises the first UpstreamError of its tasks itself, not in an ExceptionGroup.

    Raises:
        UpstreamError: the first that a task raised; the others were cancelled.
        ExceptionGroup: something else went wrong, too: a mistake in the program.
    """
    try:
        async with asyncio.TaskGroup() as group:
            yield group
    except BaseExceptionGroup as several:
        ours, others = several.split(UpstreamError)
        if ours is None or others is not None:
            raise
        raise _first(ours) from None


def _first(group: BaseExceptionGroup[UpstreamError]) -> UpstreamError:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


async def each(items: Iterable[T], width: int, work: Callable[[T], Awaitable[None]]) -> None:
    """Do `work` with each of the items in their order, `width` of them at a time.

    Raises:
        UpstreamError: the first that `work` raised; the rest was given up.
    """
    waiting = iter(items)

    async def worker() -> None:
        for item in waiting:
            await work(item)

    async with task_group() as group:
        for _ in range(width):
            group.create_task(worker())
