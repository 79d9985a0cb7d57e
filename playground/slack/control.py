"""The same controls over HTTP, as JSON under /_playground/, for benchmarks and the page; and the page itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from playground.slack import posting
from playground.slack.acting import NothingToClick
from playground.slack.deliveries import Delivery
from playground.slack.feed import Change
from playground.slack.person import Person
from playground.slack.refusal import Refused
from playground.slack.state import State
from playground.slack.webapi import described

if TYPE_CHECKING:
    from playground.slack.slack import Slack

PAGE = Path(__file__).parent / "page"
QUIET_SECONDS = 15.0
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

Action = Callable[[dict[str, Any]], Awaitable[Any]]


class Control:
    """Serves /_playground/ and the page.

    Only requests that name loopback as their host are served, and only JSON is taken: so no web page from elsewhere, open in
    the same browser, can act here.
    """

    def __init__(self, slack: Slack, state: State, person: Person) -> None:
        self._slack = slack
        self._state = state
        self._person = person

    def add_routes(self, app: web.Application) -> None:
        """Add what is served."""
        actions: dict[str, Action] = {
            "slash": self._slash, "mention": self._mention, "dm": self._dm, "write": self._write, "click": self._click,
            "submit": self._submit, "close": self._close, "faults": self._faults, "drop": self._drop,
            "refresh": self._refresh,
        }  # fmt: skip
        for name, action in actions.items():
            app.router.add_post(f"/_playground/{name}", self._taking(action))
        app.router.add_get("/_playground/state", self._shown(self._workspace))
        app.router.add_get("/_playground/messages", self._shown(self._messages))
        app.router.add_get("/_playground/calls", self._shown(self._calls))
        app.router.add_get("/_playground/stats", self._shown(self._stats))
        app.router.add_get("/_playground/events", self._events)
        app.router.add_get("/", self._file)
        app.router.add_get("/page/{name}", self._file)

    def _taking(self, action: Action) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            _only_loopback(request)
            if request.content_type != "application/json":
                raise web.HTTPUnsupportedMediaType(text="JSON, please")
            try:
                return _json(await action(msgspec.json.decode(await request.read(), type=dict[str, Any])))
            except (Refused, NothingToClick, KeyError, msgspec.DecodeError) as error:
                return _json({"error": str(error)}, status=400)

        return serve

    def _shown(self, show: Callable[[web.Request], Any]) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            _only_loopback(request)
            try:
                return _json(show(request))
            except Refused as refused:
                return _json({"error": refused.error}, status=400)

        return serve

    async def _slash(self, body: dict[str, Any]) -> Delivery:
        command, copies = body.get("command", "/sre"), body.get("copies", 1)
        return await self._person.slash(body["user"], body["channel"], body.get("text", ""), command=command, copies=copies)

    async def _mention(self, body: dict[str, Any]) -> Delivery:
        thread, copies = body.get("thread_ts"), body.get("copies", 1)
        return await self._person.mention(body["user"], body["channel"], body.get("text", ""), thread, copies=copies)

    async def _dm(self, body: dict[str, Any]) -> Delivery:
        return await self._person.dm(body["user"], body["text"], body.get("thread_ts"))

    async def _write(self, body: dict[str, Any]) -> Delivery | None:
        return await self._person.write(body["user"], body["channel"], body["text"], body.get("thread_ts"))

    async def _click(self, body: dict[str, Any]) -> Delivery:
        return await self._person.click(body["user"], body["ts"], body["action"], body["channel"])

    async def _submit(self, body: dict[str, Any]) -> Delivery:
        return await self._person.submit(body["user"], body["view_id"], body["values"])

    async def _close(self, body: dict[str, Any]) -> Delivery | None:
        return await self._person.close_view(body["user"], body["view_id"])

    async def _faults(self, body: dict[str, Any]) -> dict[str, Any]:
        """Set what `slack.faults` sets: `{"refuse": [method, error], "lose_answer": method, "clear": true}`."""
        faults, times = self._state.faults, body.get("times", 1)
        if body.get("clear"):
            faults.clear()
        if "refuse" in body:
            method, error = body["refuse"]
            faults.refuse(method, error, status=body.get("status", 200), retry_after=body.get("retry_after"), times=times)
        if "lose_answer" in body:
            faults.lose_answer(body["lose_answer"], times)
        if "hang" in body:
            faults.hang(body["hang"], times)
        if "unknown_blocks" in body:
            faults.unknown_blocks(*body["unknown_blocks"])
        return {}

    async def _drop(self, body: dict[str, Any]) -> dict[str, Any]:
        await self._slack.drop(body.get("n"))
        return {}

    async def _refresh(self, body: dict[str, Any]) -> dict[str, Any]:
        await self._slack.refresh(body.get("n", 1), ahead=body.get("ahead", 10.0))
        return {}

    def _workspace(self, request: web.Request) -> dict[str, Any]:
        del request
        work = self._state.workspace
        return {
            "bot": work.bot.info(),
            "users": [user.info() for user in work.people if user.team == work.team and not user.deleted],
            "channels": [{**channel.info(work.bot.id), "members": sorted(channel.members)} for channel in work.channels()],
        }

    def _messages(self, request: web.Request) -> list[msgspec.Raw]:
        last = int(request.query.get("last", "200"))
        return [msgspec.Raw(posting.described(said)) for said in self._slack.messages(request.query["channel"])[-last:]]

    def _calls(self, request: web.Request) -> list[dict[str, Any]]:
        return [described(call) for call in self._slack.calls[-int(request.query.get("last", "200")) :]]

    def _stats(self, request: web.Request) -> dict[str, Any]:
        del request
        calls, sent = self._state.calls, self._state.deliveries
        return {
            "connections": self._slack.connections,
            "calls": dict(calls.by_method),
            "errors": dict(calls.by_error),
            "acked": sent.acked,
            "failed": sent.failed,
        }

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Send every change as a server-sent event, until the reader goes."""
        _only_loopback(request)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        with self._state.feed.read() as changes:
            await response.write(b": here\n\n")
            change: Change = {}
            while change.get("kind") != "end":
                change = await _next(changes)
                line = b"data: " + msgspec.json.encode(change) if change else b": still here"
                try:
                    await response.write(line + b"\n\n")
                except ConnectionError:
                    break
        return response

    async def _file(self, request: web.Request) -> web.StreamResponse:
        _only_loopback(request)
        found = PAGE / request.match_info.get("name", "index.html")
        if found.parent != PAGE or not found.is_file():
            raise web.HTTPNotFound
        policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
        headers = {"Cache-Control": "no-store", "Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff"}
        return web.FileResponse(found, headers=headers)


async def _next(changes: asyncio.Queue[Change]) -> Change:
    """Return the next change, or {} when there was none for a while, so that a reader who has gone is noticed."""
    try:
        async with asyncio.timeout(QUIET_SECONDS):
            return await changes.get()
    except TimeoutError:
        return {}


def _only_loopback(request: web.Request) -> None:
    if request.host.rsplit(":", 1)[0] not in _LOOPBACK:
        raise web.HTTPForbidden(text="loopback only")


def _json(value: Any, status: int = 200) -> web.Response:
    return web.Response(body=msgspec.json.encode(value), status=status, content_type="application/json")
