"""Asks several things for one answer: what fails costs its own piece only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from connectors._errors import UpstreamError
from connectors._kube.together import task_group
from processors._piece import Piece

R = TypeVar("R")
Ask = Callable[[], Awaitable[R]]
"""Asks when it is called, so that nothing is left over where it never comes to that."""

PATIENCE = 6.0
"""Seconds that one piece may take: less than people wait for the whole (8, by default), so that the rest stands."""


async def piece(ask: Ask[R]) -> Piece[R]:
    """Return what was asked for, or why it could not be had. Raises nothing of the upstream's."""
    try:
        return Piece(await ask())
    except UpstreamError as error:
        return Piece(None, error.reason)


async def pieces(asks: Iterable[Ask[R]]) -> tuple[Piece[R], ...]:
    """Ask all of them at once, and return the piece of each.

    Raises:
        UpstreamError: none of them could be had; this was why for the first that failed.
    """
    failed: list[UpstreamError] = []

    async def one(ask: Ask[R]) -> Piece[R]:
        try:
            return Piece(await ask())
        except UpstreamError as error:
            failed.append(error)
            return Piece(None, error.reason)

    async with task_group() as group:
        tasks = [group.create_task(one(ask)) for ask in asks]
    if failed and len(failed) == len(tasks):
        raise failed[0]
    return tuple(task.result() for task in tasks)
