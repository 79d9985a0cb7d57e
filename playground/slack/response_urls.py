"""Response URLs: five answers within thirty minutes, without a token. https://docs.slack.dev/interactivity/handling-user-interaction/"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

import msgspec
from aiohttp import web

from playground.slack import posting
from playground.slack.arguments import Arguments
from playground.slack.calls import Arrival
from playground.slack.refusal import Refused
from playground.slack.state import State

USES = 5
SECONDS = 1_800.0
KEPT = 5_000


@dataclass(slots=True)
class Answers:
    """What one response URL still may do.

    Attributes:
        path: its path below the server's root.
        channel, user: where the answer goes, and who sees it when it is ephemeral.
        until: when it ends, in seconds since 1970.
        source: the `ts` of the message that was clicked, "" for a slash command.
        left: how many answers are left.
    """

    path: str
    channel: str
    user: str
    until: float
    source: str = ""
    left: int = USES


def issue(state: State, kind: str, channel: str, user: str, source: str = "") -> str:
    """Return a new response URL; `kind` is `commands`, `actions` or `app` (of a modal)."""
    work = state.workspace
    path = f"{kind}/{work.team}/{secrets.randbelow(10**12)}/{secrets.token_urlsafe(18)}"
    state.response_urls[path] = Answers(path, channel, user, state.clock.now() + SECONDS, source)
    while len(state.response_urls) > KEPT:
        state.response_urls.pop(next(iter(state.response_urls)))
    return state.base_url + path


async def serve(state: State, request: web.Request) -> web.Response:
    """Take one answer. `ok` as plain text; 404 with `used_url` or `expired_url`; 400 with an error as plain text."""
    came, fault = Arrival.now(state.clock), state.faults.take("response_url")
    values: dict[str, Any] = {}
    try:
        if fault is not None and fault.kind == "hang":
            await state.faults.hold()
            return _cut(request)
        if fault is not None and fault.kind == "refuse":
            raise Refused(fault.error or "server_error", status=fault.status)
        values = _body(await request.read())
        answer(state, request.path.lstrip("/"), values)
        status, error = 200, ""
    except Refused as refused:
        status, error = refused.status if refused.status != 200 else 400, refused.error
    state.calls.note("response_url", values, status, error, came)
    state.feed.publish("call", lambda: {"method": "response_url", "status": status, "error": error, "at": came.at})
    if fault is not None and fault.kind == "lose_answer":
        return _cut(request)
    if status == 404:
        return web.json_response({"ok": False, "error": error}, status=status)
    return web.Response(text=error or "ok", status=status)


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _body(raw: bytes) -> dict[str, Any]:
    try:
        values = msgspec.json.decode(raw)
    except msgspec.DecodeError:
        raise Refused("invalid_payload") from None
    if not isinstance(values, dict):
        raise Refused("invalid_payload")
    return values


def answer(state: State, path: str, values: dict[str, Any]) -> None:
    """Do what an answer asks for. Raises `used_url`, `expired_url`, `no_text` and what is wrong with its content."""
    url = state.response_urls.get(path)
    if url is None or url.until < state.clock.now():
        raise Refused("expired_url", status=404)
    if url.left < 1:
        raise Refused("used_url", status=404)
    args = Arguments(values)
    what = posting.content(state, args)
    source = state.messages.get(url.channel, url.source) if url.source else None
    if args.flag("delete_original"):
        if source is not None:
            posting.replace(state, msgspec.structs.replace(source, deleted=True))
    elif what.empty:
        raise Refused("no_text")
    elif args.flag("replace_original") and source is not None:
        shown = (what.raw_blocks or b"", what.raw_attachments or b"")
        new = source.now_says(posting.cut(what.text), *shown, at=state.clock.now())
        posting.replace(state, new)
    else:
        say(state, url, what, in_channel=args.text("response_type") == "in_channel", thread_ts=args.text("thread_ts"))
    url.left -= 1


def say(state: State, url: Answers, what: posting.Content, *, in_channel: bool, thread_ts: str) -> None:
    """Post an answer for everyone, or for the asker alone."""
    to = None if in_channel else url.user
    posting.post(state, posting.from_bot(state, what, url.channel, thread_ts=thread_ts or None, ephemeral_to=to))
