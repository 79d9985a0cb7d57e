"""Puts the parts together: the state that they share, and the application that serves it."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from playground.slack import downloads, response_urls, uploads, webhooks
from playground.slack.calls import CallLog
from playground.slack.clock import Clock
from playground.slack.deliveries import Deliveries
from playground.slack.envelopes import EnvelopeLog
from playground.slack.faults import Faults
from playground.slack.feed import Feed
from playground.slack.messages import Messages
from playground.slack.rates import Rates
from playground.slack.server import LARGEST_BODY
from playground.slack.sockets import Sockets
from playground.slack.state import State, Tokens, Triggers
from playground.slack.webapi import WebApi
from playground.slack.workspace import Workspace

SUBSCRIBED = frozenset({"app_mention", "message.im", "app_home_opened", "member_joined_channel"})


def assemble(clock: Clock, *, bot: str, keep: int, rates: bool, retries: Sequence[float], ping: float) -> State:
    """Return the state of a fresh workspace; see `Slack` for the arguments."""
    feed, workspace = Feed(), Workspace(bot)
    sockets = Sockets(clock, feed, workspace.app, ping)
    envelopes = EnvelopeLog(keep)
    return State(
        clock=clock,
        workspace=workspace,
        tokens=Tokens(),
        feed=feed,
        faults=Faults(),
        calls=CallLog(keep),
        envelopes=envelopes,
        rates=Rates(clock, enabled=rates),
        messages=Messages(clock, keep),
        sockets=sockets,
        deliveries=Deliveries(clock, sockets, envelopes, retries),
        triggers=Triggers(clock),
        subscriptions=set(SUBSCRIBED),
    )


def application(state: State) -> web.Application:
    """Return what serves the app: Web API, sockets, response URLs, uploads; and other software's incoming webhooks."""
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[state.outage.stand_between])

    async def answered(request: web.Request) -> web.Response:
        return await response_urls.serve(state, request)

    async def uploaded(request: web.Request) -> web.Response:
        return await uploads.serve(state, request)

    async def posted(request: web.Request) -> web.Response:
        return await webhooks.serve(state, request)

    async def downloaded(request: web.Request) -> web.Response:
        return downloads.serve_private(state, request)

    app.router.add_route("*", "/api/{method}", WebApi(state).serve)
    app.router.add_get("/link/", state.sockets.serve)
    app.router.add_post("/commands/{team}/{number}/{secret}", answered)
    app.router.add_post("/actions/{team}/{number}/{secret}", answered)
    app.router.add_post("/app/{team}/{number}/{secret}", answered)
    app.router.add_post("/upload/{file}", uploaded)
    app.router.add_get("/files-pri/{file}/{name:.*}", downloaded)
    app.router.add_post("/services/{team}/{number}/{secret}", posted)
    return app


def report(state: State) -> str:
    """Return what can be seen, for somebody who waited in vain: the last messages of each channel, the last refusals."""
    lines = [f"{len(state.sockets.open)} sockets open"]
    for channel in state.workspace.channels():
        for said in state.messages.listing(channel.id)[-5:]:
            to = f" (only to {said.ephemeral_to})" if said.ephemeral_to else ""
            what = f"{said.text[:300]!r}, {len(said.raw_blocks)} bytes of blocks, edited {said.edited} times"
            lines.append(f"#{channel.name} {said.ts} {said.user}{to}: {what}")
    refused = [f"{call.method}: {call.error} (status {call.status})" for call in state.calls.listing() if call.error]
    return "\n".join(lines + refused[-10:])
