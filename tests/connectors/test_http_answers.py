"""What the HTTP door makes of answers, good and bad, from a server that misbehaves over real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from asking import Asking
from misbehaving import says

from connectors._deadline import Deadline
from connectors._errors import Forbidden, Invalid, Missing, Refused, Unauthenticated, UpstreamError
from connectors._events import RequestDone

STATUS = '{"kind":"Status","message":"pods is forbidden: User \\"reader\\" cannot list","code":403}'


@pytest.fixture
async def asking() -> AsyncIterator[Asking]:
    """Doors and servers for one test."""
    async with AsyncExitStack() as stack:
        yield Asking(stack)


async def test_gets_the_body_and_tells_of_it(asking: Asking) -> None:
    """The plain case: path, query and media type arrive as meant, the body comes back, and the metrics hear of it."""
    door, server = await asking.serve(ask=says(200, "hello"))
    params = {"labelSelector": "app in (a,b), x!=é", "limit": "5"}
    assert await door.get("pods", "/ask", params, deadline=Deadline.after(5), accept="text/plain") == b"hello"
    assert server.requests[0].query == params
    assert server.requests[0].headers["accept"] == "text/plain"
    assert server.requests[0].headers["accept-encoding"] == "identity"
    [event] = asking.observed.events
    assert isinstance(event, RequestDone)
    assert (event.connector, event.target, event.what, event.outcome) == ("kubernetes", "prod", "pods", "ok")
    assert (event.bytes, event.attempt) == (5, 1)


async def test_an_empty_body_is_an_answer(asking: Asking) -> None:
    """Loki's /ready and others answer with nothing."""
    door, _ = await asking.serve(ask=says(204))
    assert await door.get("ready", "/ask", deadline=Deadline.after(5)) == b""


async def test_streams_everything_in_order_over_one_connection(asking: Asking) -> None:
    """Large lists are read as they come; what is read to its end leaves the connection usable."""
    body = bytes(range(256)) * 4096
    door, _ = await asking.serve(ask=says(200, body))
    for _ in range(2):
        async with door.stream("pods", "/ask", deadline=Deadline.after(5)) as chunks:
            assert b"".join([chunk async for chunk in chunks]) == body
    assert asking.observed.outcomes == ["ok", "ok"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Invalid), (401, Unauthenticated), (403, Forbidden), (404, Missing), (405, Invalid), (410, Missing),
        (422, Invalid), (302, Refused),
    ],
)  # fmt: skip
async def test_what_the_server_refuses_is_not_asked_again(asking: Asking, status: int, kind: type[UpstreamError]) -> None:
    """It would say the same again, and it is well: neither retried nor counted against it."""
    error = await asking.failure(says(status, STATUS, location="https://elsewhere.example/login?x=hidden"))
    assert type(error) is kind
    assert f"answered {status}" in error.reason
    assert asking.observed.outcomes == [kind.__name__]
    assert not error.ailing


async def test_a_reason_quotes_the_servers_message(asking: Asking) -> None:
    """The server knows best what is wrong, e.g. which right is missing."""
    error = await asking.failure(says(403, STATUS))
    assert error.reason == 'answered 403: pods is forbidden: User "reader" cannot list'


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"status":"error","errorType":"bad_data","error":"unexpected \\"}\\""}', 'unexpected "}"'),
        ("<html><head><title>502 Bad\nGateway</title></head>…", "502 Bad Gateway"),
        ("line\x1b[31m one\r\n\x00two \u202elive", "line [31m one two live"),
        ("x" * 5000, "x" * 199 + "…"),
        ('{"message": 7}', ""),
        (b"\xff\xfe\x00", "\N{REPLACEMENT CHARACTER}" * 2),
    ],
)
async def test_a_reason_is_one_printable_line(asking: Asking, body: str | bytes, said: str) -> None:
    """What a server says is hostile until it is shown; control characters and pages of it never get that far."""
    error = await asking.failure(says(400, body))
    assert error.reason == (f"answered 400: {said}" if said else "answered 400")
