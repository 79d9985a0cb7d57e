"""The same controls over HTTP, as JSON under /_playground/, for benchmarks and the page; and the page itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from playground.slack import control_stream, downloads
from playground.slack.acting import NothingToClick
from playground.slack.control_actions import Action, Actions, Body
from playground.slack.control_shown import Show, Shown
from playground.slack.person import Person
from playground.slack.refusal import Refused
from playground.slack.state import State

if TYPE_CHECKING:
    from playground.slack.slack import Slack

PAGE = Path(__file__).parent / "page"
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Control:
    """Serves /_playground/ and the page.

    Only requests that name loopback as their host are served, and only JSON is taken: so no web page from elsewhere, open in
    the same browser, can act here.
    """

    def __init__(self, slack: Slack, state: State, person: Person) -> None:
        self._slack = slack
        self._state = state
        self._actions = Actions(state, person).by_name()
        self._shown = Shown(state).by_name()

    def add_routes(self, app: web.Application) -> None:
        """Add what is served."""
        own: dict[str, Action] = {"faults": self._faults, "drop": self._drop, "refresh": self._refresh}
        for name, action in {**self._actions, **own}.items():
            app.router.add_post(f"/_playground/{name}", _taking(action))
        for name, show in self._shown.items():
            app.router.add_get(f"/_playground/{name}", _showing(show))
        app.router.add_get("/_playground/events", self._events)
        app.router.add_post("/_playground/upload", self._upload)
        for path in ("/", "/gallery", "/page/{name}"):
            app.router.add_get(path, _page)
        app.router.add_get("/files/{file}", self._file)

    async def _faults(self, body: Body) -> Body:
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

    async def _drop(self, body: Body) -> Body:
        await self._slack.drop(body.get("n"))
        return {}

    async def _refresh(self, body: Body) -> Body:
        await self._slack.refresh(body.get("n", 1), ahead=body.get("ahead", 10.0))
        return {}

    async def _events(self, request: web.Request) -> web.StreamResponse:
        _only_loopback(request)
        return await control_stream.serve(self._state.feed, request)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        """Take a file's bytes as they are, `user` and `name` in the query; answer with what the page is shown of it."""
        _only_loopback(request)
        if request.content_type != "application/octet-stream":  # no form of another page can send that
            raise web.HTTPUnsupportedMediaType(text="bytes, please")
        try:
            key = self._slack.hands.upload(request.query["user"], request.query["name"], await request.read())
        except Refused as refused:
            return _json({"error": refused.error}, status=_status(refused))
        except web.HTTPRequestEntityTooLarge:
            return _json({"error": "file_upload_size_restricted"}, status=400)
        except KeyError as error:
            return _json({"error": str(error)}, status=400)
        return _json(downloads.listing(self._state)[key])

    async def _file(self, request: web.Request) -> web.StreamResponse:
        _only_loopback(request)
        return downloads.serve(self._state, request)


def _taking(action: Action) -> Handler:
    async def serve(request: web.Request) -> web.StreamResponse:
        _only_loopback(request)
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="JSON, please")
        try:
            return _json(await action(msgspec.json.decode(await request.read(), type=dict[str, Any])))
        except Refused as refused:
            return _json({"error": refused.error}, status=_status(refused))
        except (NothingToClick, KeyError, msgspec.DecodeError) as error:
            return _json({"error": str(error)}, status=400)

    return serve


def _showing(show: Show) -> Handler:
    async def serve(request: web.Request) -> web.StreamResponse:
        _only_loopback(request)
        try:
            return _json(show(request.query))
        except Refused as refused:
            return _json({"error": refused.error}, status=_status(refused))

    return serve


def _status(refused: Refused) -> int:
    """A Web API call is refused with 200; here a refusal is an error."""
    return 400 if refused.status == 200 else refused.status


async def _page(request: web.Request) -> web.StreamResponse:
    _only_loopback(request)
    found = PAGE / request.match_info.get("name", "index.html")
    if found.parent != PAGE or not found.is_file():
        raise web.HTTPNotFound
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff"}
    return web.FileResponse(found, headers=headers)


def _only_loopback(request: web.Request) -> None:
    if request.host.rsplit(":", 1)[0] not in _LOOPBACK:
        raise web.HTTPForbidden(text="loopback only")


def _json(value: Any, status: int = 200) -> web.Response:
    return web.Response(body=msgspec.json.encode(value), status=status, content_type="application/json")
