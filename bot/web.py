"""Slack's Web API, one call at a time, with its failures as our own errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aiohttp
import msgspec
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import SlackAway, SlackRefused

Observe = Callable[[str, str], None]
"""Told of every call: the method, and `ok` or Slack's error code or `away`."""

AWAY = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", "rate_limited"})
"""Slack's error codes that say nothing about the request itself: worth trying again."""
PATIENCE = aiohttp.ClientTimeout(total=15, connect=5)


def session() -> aiohttp.ClientSession:
    """Return the one HTTP session for everything that goes to Slack; the caller closes it.

    Shared, as the SDK otherwise opens a new connection for each call.
    """
    return aiohttp.ClientSession(
        timeout=PATIENCE,
        connector=aiohttp.TCPConnector(limit=64, keepalive_timeout=30),
        json_serialize=lambda body: msgspec.json.encode(body).decode(),
        cookie_jar=aiohttp.DummyCookieJar(),
    )


class SlackWeb:
    """Calls Web API methods with one token.

    Args:
        client: the SDK's client, on the shared session.
        http: that session, for response URLs.
        observe: told of every call.
    """

    def __init__(self, client: AsyncWebClient, http: aiohttp.ClientSession, observe: Observe) -> None:
        self.client = client
        self.client.retry_handlers = []  # the SDK's own would post again, unseen, what Slack may have taken already
        self._http = http
        self._observe = observe

    async def call(self, method: str, **body: object) -> AsyncSlackResponse:
        """Call a method with a JSON body, once.

        Raises:
            SlackAway: no answer, 429, 5xx; with `maybe_done` where Slack may have done it all the same.
            SlackRefused: Slack refuses, with its code.
        """
        try:
            response = await self.client.api_call(method, json=body)
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
            mapped = _mapped(method, error)
            self._observe(method, mapped.code if isinstance(mapped, SlackRefused) else "away")
            raise mapped from error
        self._observe(method, "ok")
        return response

    async def respond(self, url: str, **body: object) -> None:
        """Post to a response URL, once. Raises like `call`; an expired or used up URL is a SlackRefused `expired_url`."""
        try:
            async with self._http.post(url, json=body) as response:
                said = (await response.text())[:200]
                status = response.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._observe("response_url", "away")
            raise SlackAway(_why(error), maybe_done=True) from error
        self._observe("response_url", "ok" if status == 200 else str(status))
        if status == 429 or status >= 500:
            raise SlackAway(f"Slack answered {status}", _seconds(response.headers.get("Retry-After")))
        if status != 200:
            raise SlackRefused(f"Slack refused the response URL: {said}", _url_code(said))


def _url_code(said: str) -> str:
    try:
        return str(msgspec.json.decode(said).get("error", "expired_url"))
    except (msgspec.DecodeError, AttributeError):
        return said if said.isidentifier() else "expired_url"


def _mapped(method: str, error: Exception) -> SlackAway | SlackRefused:
    if not isinstance(error, SlackApiError):
        return SlackAway(
            f"Slack does not answer ({_why(error)})", maybe_done=not isinstance(error, aiohttp.ClientConnectorError)
        )
    answer: Any = error.response
    status = int(getattr(answer, "status_code", None) or getattr(answer, "status", None) or 0)
    headers = getattr(answer, "headers", {}) or {}
    data = answer.data if isinstance(getattr(answer, "data", None), dict) else {}
    code = str(data.get("error", ""))
    if status == 429 or status >= 500 or code in AWAY or not code:
        return SlackAway(
            f"Slack answered {status} {code}".strip(), _seconds(headers.get("Retry-After")), maybe_done=status >= 500
        )
    details = data.get("response_metadata", {}).get("messages") or data.get("errors") or []
    needed = f": it needs the scope {data['needed']}" if data.get("needed") else ""
    return SlackRefused(f"Slack refuses {method} ({code}{needed})", code, tuple(str(detail)[:300] for detail in details))


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timed out"
    if isinstance(error, aiohttp.ClientConnectorError):
        return "connection refused" if isinstance(error.os_error, ConnectionRefusedError) else "no connection"
    return type(error).__name__


def _seconds(header: str | None) -> float | None:
    try:
        return float(header) if header else None
    except ValueError:
        return None
