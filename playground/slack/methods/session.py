"""auth.test, api.test and apps.connections.open."""

from __future__ import annotations

from typing import Any

from playground.slack.arguments import Arguments
from playground.slack.methods._method import Method
from playground.slack.rates import Tier
from playground.slack.state import State


def _auth_test(state: State, args: Arguments) -> dict[str, Any]:
    work = state.workspace
    if args.token == state.tokens.app:
        return {"app_id": work.app, "app_name": work.bot.name}
    return {
        "url": f"https://{work.domain}.slack.com/",
        "team": "Playground",
        "user": work.bot.name,
        "team_id": work.team,
        "user_id": work.bot.id,
        "bot_id": work.bot_id,
        "is_enterprise_install": False,
    }


def _api_test(state: State, args: Arguments) -> dict[str, Any]:
    del state
    return {"args": args.values}


def _connections_open(state: State, args: Arguments) -> dict[str, Any]:
    del args
    url = state.base_url.replace("http", "ws", 1)
    return {"url": f"{url}link/?ticket={state.sockets.ticket()}&app_id={state.workspace.app}"}


METHODS = {
    "auth.test": Method(_auth_test, Tier.HUNDREDS, caller="either"),
    "api.test": Method(_api_test, Tier.HUNDREDS, caller="anyone"),
    "apps.connections.open": Method(_connections_open, Tier.HUNDREDS, caller="app"),
}
