"""The HTTP door when much is asked at once, or asked of what is dead: bulkhead and breaker over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import pytest
from misbehaving import Behaviour, Hands, Observed, Pauses, Request, Wire, hangs, says, serving, until
from servers import free_port

from connectors._breaker import Breaker
from connectors._contract import Settings
from connectors._deadline import Deadline
from connectors._errors import BreakerOpen, Overloaded, TimedOut, Unreachable, UpstreamError
from connectors._events import BreakerMoved
from connectors._http import Http


def door_to(url: str, observed: Observed, settings: Settings | None = None, clock: Hands | None = None) -> Http:
    """Return a door whose breaker runs on `clock` and whose pauses take no time."""
    breaker = Breaker("prod", lambda state: observed(BreakerMoved("kubernetes", "prod", state)), clock=clock or Hands())
    return Http("kubernetes", "prod", url, settings or Settings(), observed, breaker=breaker, sleep=Pauses())


async def ended(request: Awaitable[bytes]) -> str:
    """Return how a request ended: `ok` or the name of its error."""
    try:
        await request
    except UpstreamError as error:
        return type(error).__name__
    return "ok"


class Gate:
    """A behaviour that answers when the gate opens, and counts how many wait there at once."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.waiting = 0
        self.most = 0

    @property
    def behaviour(self) -> Behaviour:
        """What the server does."""

        async def behave(request: Request, wire: Wire) -> None:
            self.waiting += 1
            self.most = max(self.most, self.waiting)
            await self.open.wait()
            self.waiting -= 1
            await says(200, "well")(request, wire)

        return behave


async def test_no_more_requests_are_under_way_than_allowed() -> None:
    """A fan-out over a hundred namespaces must not become a hundred connections to an API server."""
    gate, observed = Gate(), Observed()
    async with serving(ask=gate.behaviour) as server, door_to(server.url, observed, Settings(concurrency=4)) as door:
        tasks = [asyncio.create_task(door.get("ask", "/ask", deadline=Deadline.after(10))) for _ in range(30)]
        await until(lambda: gate.waiting == 4)
        gate.open.set()
        assert await asyncio.gather(*tasks) == [b"well"] * 30
    assert gate.most == 4


async def test_waiting_for_a_place_ends_at_the_deadline() -> None:
    """Who cannot be served in time hears so, and that it was our own limit; the target is not blamed for it."""
    gate, observed = Gate(), Observed()
    async with serving(ask=gate.behaviour) as server, door_to(server.url, observed, Settings(concurrency=1)) as door:
        first = asyncio.create_task(door.get("ask", "/ask", deadline=Deadline.after(10)))
        await until(lambda: gate.waiting == 1)
        for _ in range(6):
            with pytest.raises(Overloaded, match="1 requests to it were under way already"):
                await door.get("ask", "/ask", deadline=Deadline.after(0.01))
        gate.open.set()
        assert await first == b"well"
        assert door.breaker == "closed"
        assert await door.get("ask", "/ask", deadline=Deadline.after(10)) == b"well"


async def test_cancelling_one_that_waits_for_a_place_loses_no_place() -> None:
    """A place that leaks away is gone until the bot restarts."""
    gate, observed = Gate(), Observed()
    async with serving(ask=gate.behaviour) as server, door_to(server.url, observed, Settings(concurrency=1)) as door:
        first = asyncio.create_task(door.get("ask", "/ask", deadline=Deadline.after(10)))
        await until(lambda: gate.waiting == 1)
        waiting = [asyncio.create_task(door.get("ask", "/ask", deadline=Deadline.after(10))) for _ in range(5)]
        await asyncio.sleep(0)
        for task in waiting[:4]:
            task.cancel()
        gate.open.set()
        assert await first == b"well"
        assert await waiting[4] == b"well"
        assert await door.get("ask", "/ask", deadline=Deadline.after(10)) == b"well"
        await asyncio.gather(*waiting, return_exceptions=True)


async def test_a_hundred_at_once_to_a_dead_target_end_quickly_and_open_the_breaker_after_rounds() -> None:
    """Everybody hears the true reason, and after a few rounds nobody waits any more."""
    observed = Observed()
    async with door_to(f"http://127.0.0.1:{free_port()}", observed, Settings(concurrency=100)) as door:
        ends: list[str] = []
        for _ in range(3):
            ends += await asyncio.gather(*(ended(door.get("ask", "/a", deadline=Deadline.after(10))) for _ in range(100)))
        assert set(ends[:100]) == {"Unreachable"}
        assert ends[-1] == "BreakerOpen"
        assert door.breaker == "open"
    assert observed.moves == ["open"]


async def test_one_fan_out_that_times_out_together_does_not_open_the_breaker() -> None:
    """A slow minute of an API server must not turn into half a minute without it."""
    observed = Observed()
    settings = Settings(concurrency=50, timeout=0.2)
    async with serving(ask=hangs(), well=says(200, "well")) as server, door_to(server.url, observed, settings) as door:
        ends = await asyncio.gather(*(ended(door.get("ask", "/ask", deadline=Deadline.after(10))) for _ in range(50)))
        assert set(ends) == {"TimedOut"}
        assert door.breaker == "closed"
        assert await door.get("ask", "/well", deadline=Deadline.after(10)) == b"well"
    assert observed.moves == []


async def test_people_in_haste_do_not_open_the_breaker() -> None:
    """A deadline that is nearly over says nothing of the target."""
    observed = Observed()
    async with serving(ask=hangs()) as server, door_to(server.url, observed, Settings(timeout=10)) as door:
        for _ in range(6):
            with pytest.raises(TimedOut):
                await door.get("ask", "/ask", deadline=Deadline.after(0.01))
        assert door.breaker == "closed"


async def test_opens_then_looks_with_one_request_alone_and_closes() -> None:
    """The whole life of an outage: refused at once while it lasts, one look, then everybody again."""
    observed, clock, gate = Observed(), Hands(), Gate()
    async with serving(ask=says(500)) as server, door_to(server.url, observed, clock=clock) as door:
        for _ in range(2):
            await ended(door.get("ask", "/ask", deadline=Deadline.after(10)))
        assert door.breaker == "open"
        assert len(server.requests) == 5  # three tries, then two: there is no trying on an open breaker
        with pytest.raises(BreakerOpen) as caught:
            await door.get("ask", "/ask", deadline=Deadline.after(10))
        assert caught.value.retry_after == pytest.approx(30)
        server.behaviours["/ask"] = gate.behaviour
        clock.forward(30)
        assert door.breaker == "half-open"
        look = asyncio.create_task(door.get("ask", "/ask", deadline=Deadline.after(10)))
        await until(lambda: gate.waiting == 1)
        others = await asyncio.gather(*(ended(door.get("ask", "/ask", deadline=Deadline.after(10))) for _ in range(20)))
        assert set(others) == {"BreakerOpen"}
        gate.open.set()
        assert await look == b"well"
        assert len(server.requests) == 6
        assert door.breaker == "closed"
    assert observed.moves == ["open", "half-open", "closed"]


async def test_a_look_that_fails_says_what_it_saw() -> None:
    """The one who looked hears the true reason, not that it was not asked; and it looks once, not three times."""
    observed, clock = Observed(), Hands()
    async with serving(ask=says(500)) as server, door_to(server.url, observed, clock=clock) as door:
        for _ in range(2):
            await ended(door.get("ask", "/ask", deadline=Deadline.after(10)))
        clock.forward(31)
        assert await ended(door.get("ask", "/ask", deadline=Deadline.after(10))) == "Broken"
        assert len(server.requests) == 6
        assert door.breaker == "open"


async def test_a_cancelled_look_leaves_the_next_to_look() -> None:
    """A look whose asker has gone must not keep the target shut for ever."""
    observed, clock = Observed(), Hands()
    async with serving(ask=says(500)) as server, door_to(server.url, observed, clock=clock) as door:
        for _ in range(2):
            await ended(door.get("ask", "/ask", deadline=Deadline.after(10)))
        server.behaviours["/ask"] = hangs()
        clock.forward(31)
        look = asyncio.create_task(door.get("ask", "/ask", deadline=Deadline.after(10)))
        await until(lambda: len(server.requests) == 6)
        look.cancel()
        with pytest.raises(asyncio.CancelledError):
            await look
        server.behaviours["/ask"] = says(200, "well")
        assert await door.get("ask", "/ask", deadline=Deadline.after(10)) == b"well"
        assert door.breaker == "closed"


async def test_refused_connections_come_through_when_the_server_is_back() -> None:
    """A restart of the API server within the retries is no failure at all."""
    observed, port = Observed(), free_port()

    async def restarted(seconds: float) -> None:
        server.append(await asyncio.start_server(answering, "127.0.0.1", port))

    async def answering(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\nback")
        writer.close()
        await writer.wait_closed()

    server: list[asyncio.Server] = []
    async with Http("kubernetes", "prod", f"http://localhost:{port}", Settings(), observed, sleep=restarted) as door:
        assert await door.get("ask", "/", deadline=Deadline.after(10)) == b"back"
    server[0].close()
    await server[0].wait_closed()
    assert observed.outcomes == [Unreachable.__name__, "ok"]
