"""What is posted to the bot: who may, how much, and what it is told in return.

`POST /webhooks/alertmanager` takes Alertmanager's webhook about the default target, `POST /webhooks/alertmanager/TARGET` one
about another. It answers 200 when the alert is safe, 503 when it has to be sent again, which Alertmanager does.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Awaitable, Callable, Collection
from time import time

import msgspec
import structlog
from aiohttp import web

from bot.alerts.intake import NotTaken
from bot.alerts.notice import Notice, NoticeError, read
from bot.config.shape import AlertmanagerWebhook
from bot.plaintext import cut, one_line

LARGEST = 1 << 20
"""Bytes of a webhook; Alertmanager's `max_alerts` keeps it below."""
AT_ONCE = 64
"""Webhooks in hand; beyond that Alertmanager is asked to come again."""
PATH = "/webhooks/alertmanager"

Take = Callable[[Notice], Awaitable[None]]


class Webhooks:
    """Answers posts.

    Args:
        allowed: who may post.
        targets: the targets that a post may be about.
        take: takes what was posted; raises NotTaken.
        clock: the time, seconds since 1970.
    """

    def __init__(
        self, allowed: AlertmanagerWebhook, targets: Collection[str], take: Take, clock: Callable[[], float] = time
    ) -> None:
        self._expected = tuple(_expected(allowed))
        self._targets, self._take, self._clock = frozenset(targets), take, clock
        self._in_hand = 0
        self._log = structlog.get_logger("webhooks")

    @property
    def open(self) -> bool:
        """Whether anybody may post at all."""
        return bool(self._expected)

    def routes(self) -> list[web.RouteDef]:
        """Return what the bot's HTTP server serves."""
        return [web.post(PATH, self._alertmanager), web.post(f"{PATH}/{{target}}", self._alertmanager)]

    async def _alertmanager(self, request: web.Request) -> web.Response:
        if not self.open:
            return _said(403, "no token and no user name is set under webhooks.alertmanager")
        if not self._may(request.headers.get("Authorization", "")):
            return _said(401, "the token or the password is missing or wrong", {"WWW-Authenticate": "Bearer, Basic"})
        target = request.match_info.get("target", "")
        if target and target not in self._targets:
            return _said(404, "there is no such target")
        if self._in_hand >= AT_ONCE:
            return _said(503, "too many webhooks at once", {"Retry-After": "1"})
        self._in_hand += 1
        try:
            return await self._taken(request, target)
        finally:
            self._in_hand -= 1

    async def _taken(self, request: web.Request, target: str) -> web.Response:
        body = await _body(request)
        if body is None:
            return _said(413, f"more than {LARGEST:,} bytes; set max_alerts in Alertmanager's webhook_configs")
        try:
            notice = read(body, target, self._clock())
        except NoticeError as error:
            why = cut(one_line(str(error)), 300)
            self._log.warning("webhook not understood", why=why)
            return _said(400, f"not Alertmanager's webhook, version 4: {why}")
        try:
            await self._take(notice)
        except NotTaken as error:
            self._log.warning("webhook not taken", key=notice.key, why=str(error))
            return _said(503, str(error), {"Retry-After": "5"})
        return _said(200, "")

    def _may(self, given: str) -> bool:
        """Return whether this is what we expect; how long it takes tells nothing about what that is."""
        said = given.encode(errors="replace")
        return sum(hmac.compare_digest(said, one) for one in self._expected) > 0


def _expected(allowed: AlertmanagerWebhook) -> list[bytes]:
    found = []
    if allowed.token:
        found.append(f"Bearer {allowed.token.reveal()}".encode())
    if allowed.username and allowed.password:
        pair = f"{allowed.username}:{allowed.password.reveal()}".encode()
        found.append(b"Basic " + base64.b64encode(pair))
    return found


async def _body(request: web.Request) -> bytes | None:
    """Return the body, None if it is too large; what is announced as too large is not read at all."""
    if (request.content_length or 0) > LARGEST:
        return None
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)


def _said(status: int, why: str, headers: dict[str, str] | None = None) -> web.Response:
    body = msgspec.json.encode({"taken": True} if status == 200 else {"taken": False, "why": why})
    return web.Response(body=body, status=status, headers={"Content-Type": "application/json", **(headers or {})})
