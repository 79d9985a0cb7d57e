"""The bot's clock: it goes by the machine's, and whoever holds the other end of a pipe can move it on."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from typing import BinaryIO

import pytest

from bot.clock import Clock, is_held, led


@pytest.fixture
def clock() -> Clock:
    """A clock on a machine whose time is 1,000."""
    return Clock(lambda: 1000.0)


@pytest.fixture
async def other_end(clock: Clock) -> AsyncIterator[BinaryIO]:
    """The end of the pipe at which the clock is moved."""
    read, write = os.pipe()
    with os.fdopen(read, "rb") as ours, os.fdopen(write, "wb", buffering=0) as theirs:
        async with led(clock, ours):
            yield theirs


async def shows(clock: Clock, at: float) -> None:
    """Return as soon as the clock shows this time."""
    async with asyncio.timeout(5):
        while clock() != at:  # noqa: ASYNC110 - a clock sets no event
            await asyncio.sleep(0)


def test_it_goes_on_and_never_back(clock: Clock) -> None:
    """What was posted at its time must not be due again."""
    assert clock() == 1000.0
    clock.move(60.0)
    clock.move(30.0)
    assert (clock(), clock.ahead()) == (1060.0, 60.0)


@pytest.mark.parametrize("nonsense", [float("nan"), float("inf")])
def test_a_time_that_is_none_moves_nothing(clock: Clock, nonsense: float) -> None:
    """With it every digest would be due for ever, or none."""
    with pytest.raises(ValueError, match="ahead"):
        clock.move(nonsense)
    assert clock() == 1000.0


async def test_each_line_of_the_pipe_moves_it(clock: Clock, other_end: BinaryIO) -> None:
    """The playground says so to the bot that it has started, and nobody else can."""
    other_end.write(b"60\n")
    await shows(clock, 1060.0)
    other_end.write(b"soon\nnan\n30\n3600.5\n")
    await shows(clock, 4600.5)


async def test_where_the_other_end_is_gone_it_goes_on(clock: Clock, other_end: BinaryIO) -> None:
    """The time that the bot has lived by stays its time."""
    other_end.write(b"60\n")
    other_end.close()
    await shows(clock, 1060.0)


def test_only_a_pipe_is_held_by_somebody() -> None:
    """A terminal or a file on standard input is a mistake, said before anything starts."""
    read, write = os.pipe()
    with os.fdopen(read, "rb") as pipe, os.fdopen(write, "wb"), open(os.devnull, "rb") as nobody:
        assert is_held(pipe)
        assert not is_held(nobody)
