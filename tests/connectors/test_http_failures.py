"""What the HTTP door does when a server breaks, hangs, hurries people along, or is not there at all."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from asking import Asking
from misbehaving import Behaviour, half, hangs, in_turn, says, until, writes
from servers import free_port

from connectors._contract import Settings
from connectors._deadline import Deadline
from connectors._errors import Broken, Invalid, Overloaded, TimedOut, Unreachable
from connectors._events import RequestDone


@pytest.fixture
async def asking() -> AsyncIterator[Asking]:
    """Doors and servers for one test."""
    async with AsyncExitStack() as stack:
        yield Asking(stack)


async def test_comes_through_when_the_second_try_does(asking: Asking) -> None:
    """One 500 in a rolling upgrade is nothing that people should hear of."""
    door, _ = await asking.serve(ask=in_turn(says(500, "boom"), says(200, "well")))
    assert await door.get("ask", "/ask", deadline=Deadline.after(5)) == b"well"
    assert asking.observed.outcomes == ["Broken", "ok"]
    assert [event.attempt for event in asking.observed.events if isinstance(event, RequestDone)] == [1, 2]


@pytest.mark.parametrize("behaviour", [says(500), says(502), half(b"x", 10), writes(b""), writes(b"garbage\r\n\r\n")])
async def test_gives_up_after_three_tries(asking: Asking, behaviour: Behaviour) -> None:
    """A broken server must not be hammered."""
    await asking.failure(behaviour)
    assert len(asking.observed.outcomes) == 3
    assert len(asking.pauses.seconds) == 2


async def test_says_what_a_broken_server_did(asking: Asking) -> None:
    """The reason has to tell a crash from a protocol mismatch from a cut connection."""
    broken = await asking.failure(half(b'{"items":[', 1000))
    assert (type(broken), broken.reason) == (Broken, "broke off in the middle of its answer")
    garbage = await asking.failure(writes(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"))
    assert (type(garbage), garbage.reason) == (Broken, "what it answers is not HTTP")
    silent = await asking.failure(writes(b""))
    assert (type(silent), silent.reason) == (Unreachable, "hung up without an answer")


async def test_waits_as_long_as_it_is_told(asking: Asking) -> None:
    """A server that says when to come again is to be believed."""
    door, _ = await asking.serve(ask=in_turn(says(429, retry_after="2"), says(503, retry_after="1"), says(200, "well")))
    assert await door.get("ask", "/ask", deadline=Deadline.after(60)) == b"well"
    assert asking.observed.outcomes == ["Overloaded", "Overloaded", "ok"]
    assert 2 <= asking.pauses.seconds[0] < 5
    assert 1 <= asking.pauses.seconds[1] < 4


async def test_does_not_wait_past_the_deadline(asking: Asking) -> None:
    """People get the truth at once rather than the same truth at the deadline."""
    error = await asking.failure(says(429, "slow down", retry_after="3600"))
    assert (type(error), error.retry_after, error.reason) == (Overloaded, 3600, "answered 429: slow down")
    assert asking.pauses.seconds == []


@pytest.mark.parametrize("said", ["soon", "-1", "1e999", "Mon, 99 Foo", ""])
async def test_a_retry_after_that_makes_no_sense_is_none(asking: Asking, said: str) -> None:
    """Servers and proxies send all sorts of things."""
    assert (await asking.failure(says(503, retry_after=said))).retry_after is None


async def test_a_retry_after_may_be_a_date(asking: Asking) -> None:
    """RFC 9110 allows both, and proxies use the date."""
    date = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    assert (await asking.failure(says(503, retry_after=date))).retry_after == pytest.approx(3600, abs=60)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (f"http://127.0.0.1:{free_port()}", "connection refused"),
        ("http://no-such-host.invalid", "no such host"),
    ],
)
async def test_says_why_it_could_not_connect(asking: Asking, url: str, reason: str) -> None:
    """Connection refused and a misspelt host need different people to do different things."""
    door = await asking.door(url)
    with pytest.raises(Unreachable) as caught:
        await door.get("ask", "/ask", deadline=Deadline.after(5))
    assert caught.value.reason in (reason, "the name server does not answer")


@pytest.mark.parametrize("url", ["", "prod", "ftp://127.0.0.1", "http://", "http://[::1", "http://a\x00b/"])
async def test_a_url_that_is_none_is_said_to_be_so(asking: Asking, url: str) -> None:
    """It is a mistake in the configuration, not an outage."""
    door = await asking.door(url)
    with pytest.raises(Invalid, match="URL"):
        await door.get("ask", "/ask", deadline=Deadline.after(5))


@pytest.mark.parametrize("begun", [b"", b"half"])
async def test_times_out_and_says_after_how_long(asking: Asking, begun: bytes) -> None:
    """A server that hangs, before its answer or in it, costs no more than the time for one request; and only once."""
    door, server = await asking.serve(ask=hangs(begun))
    door = await asking.door(server.url, Settings(timeout=0.05))
    with pytest.raises(TimedOut, match=r"timed out after 0\.\d+ s") as caught:
        await door.get("ask", "/ask", deadline=Deadline.after(60))
    assert ("4 bytes into its answer" in caught.value.reason) == bool(begun)
    assert asking.observed.outcomes == ["TimedOut"]


async def test_the_deadline_bounds_a_request_that_has_time_left(asking: Asking) -> None:
    """The invocation's deadline goes before the target's own timeout."""
    assert type(await asking.failure(hangs(), seconds=0.05)) is TimedOut


async def test_nothing_is_asked_after_the_deadline(asking: Asking) -> None:
    """A request that cannot be waited for only costs the target."""
    door, server = await asking.serve(ask=says(200))
    with pytest.raises(TimedOut, match="no time"):
        await door.get("ask", "/ask", deadline=Deadline.after(0))
    assert server.requests == []


async def test_a_body_over_the_limit_is_refused(asking: Asking) -> None:
    """Whatever an upstream sends, the bot's memory is bounded."""
    door, _ = await asking.serve(ask=says(200, b"x" * 1001))
    assert len(await door.get("ask", "/ask", deadline=Deadline.after(5), limit=1001)) == 1001
    with pytest.raises(Invalid, match="larger than the 1,000 bytes"):
        await door.get("ask", "/ask", deadline=Deadline.after(5), limit=1000)


async def test_a_compressed_answer_is_unpacked(asking: Asking) -> None:
    """Some proxies compress whatever they are asked."""
    door, _ = await asking.serve(ask=says(200, gzip.compress(b"hello" * 100), content_encoding="gzip"))
    assert await door.get("ask", "/ask", deadline=Deadline.after(5)) == b"hello" * 100


async def test_a_stream_is_tried_again_until_its_first_chunk_only(asking: Asking) -> None:
    """What the reader has seen cannot be taken back; before that, nobody need know."""
    seen = asyncio.Event()
    door, server = await asking.serve(ask=in_turn(says(500), says(503), half(b"first", 100, seen), says(200, "never")))
    chunks: list[bytes] = []

    async def read() -> None:
        async with door.stream("pods", "/ask", deadline=Deadline.after(5)) as stream:
            async for chunk in stream:
                chunks.append(chunk)
                seen.set()

    with pytest.raises(Broken, match="broke off"):
        await read()
    assert chunks == [b"first"]
    assert asking.observed.outcomes == ["Broken", "Overloaded", "Broken"]
    assert len(server.requests) == 3


async def test_an_answer_that_makes_no_sense_to_its_reader_counts_against_the_target(asking: Asking) -> None:
    """A server that answers 200 and rubbish is unwell, too; any other mistake of a reader's is its own."""
    door, _ = await asking.serve(ask=says(200, "rubbish"))

    async def read(error: Exception) -> None:
        async with door.stream("pods", "/ask", deadline=Deadline.after(5)):
            raise error

    for _ in range(5):
        with pytest.raises(ValueError, match="mine"):
            await read(ValueError("mine"))
    assert door.breaker == "closed"
    for _ in range(5):
        with pytest.raises(Broken):
            await read(Broken("prod", "is not JSON"))
    assert door.breaker == "open"


async def test_a_reader_that_leaves_early_closes_the_connection(asking: Asking) -> None:
    """The rest of a large list that nobody wants must not be sent."""
    left = asyncio.Event()
    door, _ = await asking.serve(ask=hangs(b"begun", left))
    async with door.stream("pods", "/ask", deadline=Deadline.after(5)) as chunks:
        assert await anext(chunks) == b"begun"
    await asyncio.wait_for(left.wait(), 5)
    assert asking.observed.outcomes == ["ok"]


@pytest.mark.parametrize("begun", [b"", b"begun"])
async def test_cancelling_leaves_nothing_behind(asking: Asking, begun: bytes) -> None:
    """The connection is closed, the only place is free again, and the breaker has learnt nothing."""
    left = asyncio.Event()
    _, server = await asking.serve(ask=hangs(begun, left), well=says(200, "well"))
    door = await asking.door(server.url, Settings(concurrency=1))
    task = asyncio.create_task(door.get("ask", "/ask", deadline=Deadline.after(60)))
    await until(lambda: bool(server.requests))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.wait_for(left.wait(), 5)
    assert await door.get("ask", "/well", deadline=Deadline.after(5)) == b"well"
    assert asking.observed.outcomes == ["CancelledError", "ok"]
    assert asking.observed.moves == []
