"""Slack's Web API, one call at a time, with its failures as our own errors.

Our own POST instead of the SDK's client: that formats each request and each answer for a debug log nobody reads, decodes the
whole message that Slack echoes, and posts again by itself after a cut line. An answer costs a third of the time without it.
Source: https://docs.slack.dev/apis/web-api/
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import TypeVar
from urllib.parse import urlencode

import aiohttp
import msgspec

from bot.errors import SlackAway, SlackRefused
from bot.web_answers import (
    ChannelsTold,
    ChannelTold,
    Conversation,
    History,
    Member,
    MembersTold,
    Told,
    UserTold,
    Verdict,
)
from connectors._contract import Secret

__all__ = ["SlackWeb", "Told", "session"]

V = TypeVar("V", bound=Verdict)
Observe = Callable[[str, str], None]
"""Told of every call: the method, and `ok` or Slack's error code or `away`."""

AWAY = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", "rate_limited"})
"""Slack's error codes that say nothing about the request itself: worth trying again."""
PATIENCE = aiohttp.ClientTimeout(total=15, connect=5)
UPLOAD_PATIENCE = aiohttp.ClientTimeout(total=60, connect=5)
"""For the bytes of a file, of which there may be megabytes."""

_PAGES = 20
"""Pages of a list that are read at most."""

_JSON, _FORM = "application/json; charset=utf-8", "application/x-www-form-urlencoded"


def session() -> aiohttp.ClientSession:
    """Return the one HTTP session for everything that goes to Slack; the caller closes it."""
    return aiohttp.ClientSession(
        timeout=PATIENCE,
        connector=aiohttp.TCPConnector(limit=64, keepalive_timeout=30),
        cookie_jar=aiohttp.DummyCookieJar(),
    )


class SlackWeb:
    """Calls Web API methods with one token.

    Args:
        api_url: where the methods are; ends with a slash.
        token: the bot's or the app's.
        http: the shared session.
        observe: told of every call.
    """

    def __init__(self, api_url: str, token: Secret, http: aiohttp.ClientSession, observe: Observe) -> None:
        self._api_url, self._token = api_url, token
        self._http, self._observe = http, observe

    async def call(self, method: str, **body: object) -> Told:
        """Call a method with a JSON body, once.

        Raises:
            SlackAway: no answer, 429, 5xx; with `maybe_done` where Slack may have done it all the same.
            SlackRefused: Slack refuses, with its code.
        """
        return await self._counted(method, self._call(method, msgspec.json.encode(body), _JSON, Told))

    async def form(self, method: str, **fields: str) -> Told:
        """Call a method with a form, once: some take no JSON. Raises like `call`."""
        return await self._form(method, Told, fields)

    async def history(self, channel: str, *, cursor: str, oldest: str, limit: int) -> History:
        """Return a page of what stands in a channel, with the metadata of our own messages. Raises like `call`."""
        fields = {"channel": channel, "oldest": oldest, "limit": str(limit), "include_all_metadata": "true"}
        return await self._form("conversations.history", History, fields | ({"cursor": cursor} if cursor else {}))

    async def member(self, user: str) -> Member:
        """Return a member of the workspace. Raises like `call`."""
        return (await self._form("users.info", UserTold, {"user": user})).user

    async def conversation(self, channel: str) -> Conversation:
        """Return what kind of conversation it is. Raises like `call`."""
        return (await self._form("conversations.info", ChannelTold, {"channel": channel})).channel

    async def direct(self, user: str) -> str:
        """Return the ID of the DM with a member, which is opened if need be. Raises like `call`."""
        return (await self._form("conversations.open", ChannelTold, {"users": user})).channel.id

    async def channels(self) -> AsyncIterator[Conversation]:
        """Yield the channels that the bot can see and that are not archived. Raises like `call`."""
        fields = {"types": "public_channel,private_channel", "exclude_archived": "true", "limit": "999"}
        cursor = ""
        for _ in range(_PAGES):
            page = await self._form("conversations.list", ChannelsTold, fields | ({"cursor": cursor} if cursor else {}))
            for channel in page.channels:
                yield channel
            if not (cursor := page.response_metadata.next_cursor):
                return

    async def is_member(self, user: str, channel: str) -> bool:
        """Return whether somebody is in a channel. Raises like `call`."""
        fields, cursor = {"channel": channel, "limit": "999"}, ""
        for _ in range(_PAGES):
            page = await self._form("conversations.members", MembersTold, fields | ({"cursor": cursor} if cursor else {}))
            if user in page.members:
                return True
            if not (cursor := page.response_metadata.next_cursor):
                return False
        return False

    async def _form(self, method: str, kind: type[V], fields: Mapping[str, str]) -> V:
        return await self._counted(method, self._call(method, urlencode(fields).encode(), _FORM, kind))

    async def _counted(self, method: str, call: Awaitable[V]) -> V:
        try:
            told = await call
        except SlackAway:
            self._observe(method, "away")
            raise
        except SlackRefused as refused:
            self._observe(method, refused.code)
            raise
        self._observe(method, "ok")
        return told

    async def _call(self, method: str, body: bytes, form: str, kind: type[V]) -> V:
        headers = {"Authorization": f"Bearer {self._token.reveal()}", "Content-Type": form}
        try:
            async with self._http.post(
                f"{self._api_url}{method}", data=body, headers=headers, allow_redirects=False
            ) as answer:
                status, said = answer.status, answer.headers
                told = _read(await answer.read(), kind)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            undone = isinstance(error, aiohttp.ClientConnectorError)
            raise SlackAway(f"Slack does not answer ({_why(error)})", maybe_done=not undone) from error
        if status == 429 or status >= 500 or told.error in AWAY or not (told.ok or told.error):
            why = f"Slack answered {status} {told.error}".strip()
            raise SlackAway(why, _seconds(said.get("Retry-After")), maybe_done=status >= 500)
        if not told.ok:
            needed = f": it needs the scope {told.needed}" if told.needed else ""
            details = tuple(detail[:300] for detail in told.response_metadata.messages or told.errors)
            raise SlackRefused(f"Slack refuses {method} ({told.error}{needed})", told.error, details)
        scopes = said.get("x-oauth-scopes", "")
        granted = frozenset(filter(None, map(str.strip, scopes.split(","))))
        return msgspec.structs.replace(told, scopes=granted) if granted else told

    async def upload(self, url: str, content: bytes) -> None:
        """Send a file's bytes to the URL of `files.getUploadURLExternal`, once; the URL is for one file.

        Raises:
            SlackAway: they did not arrive, as far as we know. A file that is sent again needs a new URL.
        """
        try:
            async with self._http.post(
                url, data=content, headers={"Content-Type": "application/octet-stream"},
                timeout=UPLOAD_PATIENCE, allow_redirects=False,
            ) as answer:  # fmt: skip
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._observe("upload", "away")
            raise SlackAway(f"Slack does not take the file ({_why(error)})", maybe_done=True) from error
        self._observe("upload", "ok" if status == 200 else str(status))
        if status != 200:
            raise SlackAway(f"Slack answered {status} to the file", _seconds(answer.headers.get("Retry-After")))

    async def respond(self, url: str, **body: object) -> None:
        """Post to a response URL, once. Raises like `call`; an expired or used up URL is a SlackRefused `expired_url`."""
        try:
            headers = {"Content-Type": "application/json; charset=utf-8"}
            async with self._http.post(url, data=msgspec.json.encode(body), headers=headers) as response:
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


def _read(answer: bytes, kind: type[V]) -> V:
    try:
        return msgspec.json.decode(answer, type=kind)
    except msgspec.DecodeError:
        return kind()


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
