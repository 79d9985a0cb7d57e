"""A Slack by a clock that only moves when it is told to."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from digest_press import EIGHT

from playground.slack import ManualClock, Slack


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands at eight."""
    return ManualClock(EIGHT)


@pytest.fixture
async def slack(clock: ManualClock) -> AsyncIterator[Slack]:
    """A Slack by that clock."""
    async with Slack(port=0, clock=clock) as slack:
        yield slack


@pytest.fixture
async def calm(clock: ManualClock) -> AsyncIterator[Slack]:
    """One that takes as much as it is given."""
    async with Slack(port=0, rates=False, clock=clock) as slack:
        yield slack
