"""How the HTTP door shows who we are, and what it does when that is not accepted."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest
from misbehaving import Behaviour, Observed, Pauses, Request, Wire, says, serving

from connectors._contract import Settings
from connectors._deadline import Deadline
from connectors._errors import Broken, Unauthenticated
from connectors._http import Http


class Tokens:
    """Gives the first token until it is asked for another."""

    def __init__(self, *tokens: str) -> None:
        self._tokens = list(tokens)
        self.refused: list[Mapping[str, str]] = []

    async def authorize(self, _deadline: Deadline) -> Mapping[str, str]:
        """Return the headers with the token in force."""
        return {"authorization": f"Bearer {self._tokens[0]}"}

    async def refresh(self, refused: Mapping[str, str], _deadline: Deadline) -> None:
        """Go on to the next token."""
        self.refused.append(refused)
        self._tokens.pop(0)

    def door(self, url: str, observed: Observed) -> Http:
        """Return a door that shows these tokens."""
        settings = Settings()
        return Http(
            "kubernetes", "prod", url, settings, observed, authorize=self.authorize, refresh=self.refresh, sleep=Pauses()
        )


def accepting(token: str) -> Behaviour:
    """Answer those who show this token, and 401 to others."""

    async def behave(request: Request, wire: Wire) -> None:
        known = request.headers.get("authorization") == f"Bearer {token}"
        await (says(200, "well") if known else says(401, '{"message":"Unauthorized"}'))(request, wire)

    return behave


async def test_a_rotated_token_is_got_anew_once_after_a_401() -> None:
    """A token that ended a second ago must not cost anybody an answer."""
    tokens, observed = Tokens("old", "new"), Observed()
    async with serving(ask=accepting("new")) as server, tokens.door(server.url, observed) as door:
        assert await door.get("ask", "/ask", deadline=Deadline.after(10)) == b"well"
    assert tokens.refused == [{"authorization": "Bearer old"}]
    assert observed.outcomes == ["Unauthenticated", "ok"]


async def test_a_second_401_is_final() -> None:
    """Wrong credentials are said to be wrong, not tried for ever."""
    tokens, observed = Tokens("old", "new", "newer"), Observed()
    async with serving(ask=accepting("other")) as server, tokens.door(server.url, observed) as door:
        with pytest.raises(Unauthenticated, match="answered 401: Unauthorized"):
            await door.get("ask", "/ask", deadline=Deadline.after(10))
        assert door.breaker == "closed"
    assert observed.outcomes == ["Unauthenticated", "Unauthenticated"]


async def test_credentials_that_take_too_long_end_with_the_deadline() -> None:
    """A plugin that waits for a browser must not hang the bot."""

    async def never(deadline: Deadline) -> Mapping[str, str]:
        await asyncio.Event().wait()
        return {}

    async with Http("kubernetes", "prod", "http://127.0.0.1:9", Settings(), Observed(), authorize=never) as door:
        with pytest.raises(Unauthenticated, match="could not be had in time"):
            await door.get("ask", "/ask", deadline=Deadline.after(0.01))


async def test_credentials_that_cannot_be_had_are_not_the_targets_fault() -> None:
    """The cluster was not even asked: nothing is retried or counted."""

    async def missing(deadline: Deadline) -> Mapping[str, str]:
        raise Unauthenticated("prod", "there is no such file")

    observed = Observed()
    async with Http("kubernetes", "prod", "http://127.0.0.1:9", Settings(), observed, authorize=missing) as door:
        for _ in range(6):
            with pytest.raises(Unauthenticated, match="no such file"):
                await door.get("ask", "/ask", deadline=Deadline.after(10))
        assert door.breaker == "closed"
    assert observed.events == []


async def test_a_server_that_repeats_our_token_does_not_bring_it_into_a_reason() -> None:
    """Debugging proxies echo what they were sent, and reasons are shown in channels."""
    tokens = Tokens("s3cr3t-token")

    async def echo(request: Request, wire: Wire) -> None:
        await says(500, f"bad request: {request.headers['authorization']}")(request, wire)

    async with serving(ask=echo) as server, tokens.door(server.url, Observed()) as door:
        with pytest.raises(Broken) as caught:
            await door.get("ask", "/ask", deadline=Deadline.after(10))
    assert caught.value.reason == "answered 500: bad request: Bearer ***"
