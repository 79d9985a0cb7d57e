"""The Web API's door: tokens, scopes, rate limits and faults, then the method."""

from __future__ import annotations

import math
from typing import Any

import msgspec
from aiohttp import web

from playground.slack import arguments
from playground.slack.arguments import Arguments
from playground.slack.calls import Arrival, Call
from playground.slack.faults import Fault
from playground.slack.methods import METHODS
from playground.slack.methods._method import Method
from playground.slack.refusal import Refused
from playground.slack.state import State


class WebApi:
    """Answers `POST /api/<method>` as Slack does: nearly always with status 200 and `ok` true or false."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one call."""
        name, came = request.match_info["method"], Arrival.now(self._state.clock)
        args = Arguments({})
        fault = self._state.faults.take(name)
        try:
            args = await arguments.read(request)
            if fault is not None and fault.kind == "hang":
                self._note(name, args, 0, "", came)
                await self._state.faults.hold()
                return _cut(request)
            if fault is not None and fault.kind == "refuse":
                return self._faulty(name, args, fault, came)
            body, status = {"ok": True, **self._run(name, args)}, 200
        except Refused as refused:
            body, status = refused.body(), refused.status
        lost = fault is not None and fault.kind == "lose_answer"
        self._note(name, args, 0 if lost else status, str(body.get("error", "")), came)
        if lost:
            return _cut(request)
        return self._answer(name, args, body, status)

    def _run(self, name: str, args: Arguments) -> dict[str, Any]:
        method = METHODS.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        self._authenticate(method, args.token)
        if method.caller == "bot":
            self._state.tokens.need(method.scope)
        wait = self._state.rates.take(name, args.text("channel"), method.tier)
        if wait > 0:
            raise Refused("ratelimited", status=429, retry_after=max(1, math.ceil(wait)))
        return method.run(self._state, args)

    def _authenticate(self, method: Method, token: str) -> None:
        """Raise `not_authed`, `invalid_auth` or `not_allowed_token_type` unless the token is the one that is asked for."""
        tokens = self._state.tokens
        if method.caller == "anyone":
            return
        if not token:
            raise Refused("not_authed")
        if token in tokens.revoked:
            raise Refused(tokens.revoked[token])
        kind = {tokens.bot: "bot", tokens.app: "app"}.get(token)
        if kind is None:
            raise Refused("invalid_auth")
        if method.caller not in ("either", kind):
            raise Refused("not_allowed_token_type")

    def _faulty(self, name: str, args: Arguments, fault: Fault, came: Arrival) -> web.Response:
        self._note(name, args, fault.status, fault.error or f"status {fault.status}", came)
        headers = {} if fault.retry_after is None else {"Retry-After": str(math.ceil(fault.retry_after))}
        if not fault.error:
            return web.Response(
                status=fault.status, text="<html>Server Error</html>", content_type="text/html", headers=headers
            )
        return web.json_response({"ok": False, "error": fault.error}, status=fault.status, headers=headers)

    def _answer(self, name: str, args: Arguments, body: dict[str, Any], status: int) -> web.Response:
        method = METHODS.get(name)
        headers = {"X-OAuth-Scopes": ",".join(sorted(self._state.tokens.scopes))}
        if method is not None and method.scope:
            headers["X-Accepted-OAuth-Scopes"] = method.scope
        if status == 429:
            headers["Retry-After"] = str(body.pop("retry_after"))
        if args.warning and body["ok"]:
            body |= {
                "warning": args.warning,
                "response_metadata": {**body.get("response_metadata", {}), "warnings": [args.warning]},
            }
        raw = msgspec.json.encode(body)
        return web.Response(body=raw, status=status, content_type="application/json", charset="utf-8", headers=headers)

    def _note(self, name: str, args: Arguments, status: int, error: str, came: Arrival) -> None:
        call = self._state.calls.note(name, args.values, status, error, came)
        self._state.feed.publish("call", lambda: described(call))


def described(call: Call) -> dict[str, Any]:
    """Return a call as JSON for the page and the controls."""
    return {"method": call.method, "arguments": call.arguments, "status": call.status, "error": call.error, "at": call.at}


def _cut(request: web.Request) -> web.Response:
    """Break the connection; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
