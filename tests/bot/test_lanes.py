"""Slack's rate limits: a channel is held back only once Slack has asked for it."""

from __future__ import annotations

import asyncio

from bot.lanes import REMEMBERED, Lanes, _Lane, _until


async def test_a_channel_that_slack_has_not_slowed_is_free() -> None:
    """Waiting ahead of a limit that may never come would cost every answer."""
    lanes = Lanes()
    async with lanes.turn("C1"), lanes.turn("C1"), lanes.turn("C1"):
        pass
    assert len(lanes) == 0


async def test_after_a_429_a_channel_goes_in_single_file() -> None:
    """Twenty answers that all come back in the same second would only meet the next 429."""
    lanes, inside, most = Lanes(), 0, 0
    lanes.slow("C1", 0.0)

    async def post() -> None:
        nonlocal inside, most
        async with lanes.turn("C1"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(post() for _ in range(20)))
    assert most == 1


async def test_a_slow_channel_slows_no_other() -> None:
    """Slack's limit is a channel's own."""
    lanes = Lanes()
    lanes.slow("C1", 3600.0)
    async with lanes.turn("C2"):
        pass


async def test_a_wait_cut_short_gives_the_turn_to_the_next() -> None:
    """A bot that is told to stop cancels what waits; the rest must not wait behind it for ever."""
    lanes = Lanes()
    lanes.slow("C1", 3600.0)

    async def post() -> None:
        async with lanes.turn("C1"):
            raise AssertionError("an hour has not passed")

    waiting = asyncio.create_task(post())
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert waiting.cancelled()
    assert not lanes._lanes["C1"].one.locked()


def test_a_lane_is_remembered_beyond_the_wait_that_slack_asked_for() -> None:
    """Slack may ask for more than a minute; forgetting that earlier would post into the next 429."""
    lane = _Lane()
    lane.not_before = 500.0
    assert _until("C1", lane, 100.0) == 500.0 + REMEMBERED
    assert _until("C1", lane, 900.0) == 900.0 + REMEMBERED


def test_the_longer_of_two_waits_holds() -> None:
    """Two calls meet the limit at once and are told different times."""
    lanes = Lanes()
    lanes.slow("C1", 3600.0)
    until = lanes._lanes["C1"].not_before
    lanes.slow("C1", 1.0)
    assert lanes._lanes["C1"].not_before == until
