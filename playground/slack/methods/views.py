"""views.*: modals and the Home tab. https://docs.slack.dev/surfaces/modals/"""

from __future__ import annotations

import secrets
from typing import Any

from playground.slack import blocks, embedding
from playground.slack.arguments import Arguments
from playground.slack.methods._method import Method
from playground.slack.rates import Tier
from playground.slack.refusal import Refused, invalid
from playground.slack.state import State

DEEPEST = 3
"""Modals on top of each other."""


def check(state: State, view: Any, kind: str) -> dict[str, Any]:
    """Return a view that Slack accepts, its blocks completed. Raises `invalid_arguments` with every problem."""
    if not isinstance(view, dict):
        raise invalid("failed to match all allowed schemas [json-pointer:/view]")
    if view.get("type") != kind:
        raise invalid(f"must be {kind} [json-pointer:/view/type]")
    blocks.check_view(view, state.faults.hidden_blocks)
    embedding.permit(state, view["blocks"], "invalid_arguments")
    return {**view, "blocks": blocks.complete(view["blocks"])}


def shape(state: State, view: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a view as Slack shows it."""
    key = more.pop("id", f"V{secrets.token_hex(5).upper()}")
    return {
        "private_metadata": "",
        "callback_id": "",
        "title": None,
        "submit": None,
        "close": None,
        "clear_on_close": False,
        "notify_on_close": False,
        "external_id": "",
        **view,
        "id": key,
        "team_id": state.workspace.team,
        "app_id": state.workspace.app,
        "bot_id": state.workspace.bot_id,
        "hash": f"{int(state.clock.now())}.{secrets.token_hex(4)}",
        "state": {"values": {}},
        "previous_view_id": None,
        "root_view_id": key,
        **more,
    }


def keep(state: State, view: dict[str, Any], user: str) -> dict[str, Any]:
    """Remember a view as open for a user (an id), tell the page, and return the answer."""
    state.views[view["id"]], state.viewers[view["id"]] = view, user
    while len(state.views) > 200:
        state.viewers.pop(oldest := next(iter(state.views)), None)
        state.views.pop(oldest)
    state.feed.publish("view", lambda: {"view": view, "user": user})
    return {"view": view}


def drop(state: State, view_id: str) -> dict[str, Any]:
    """Forget a view that was closed, tell the page, and return it. Raises KeyError if it is not open."""
    view, user = state.views.pop(view_id), state.viewers.pop(view_id, "")
    state.feed.publish("view", lambda: {"closed": view_id, "user": user})
    return view


def _trigger(state: State, args: Arguments) -> str:
    trigger = args.text("trigger_id") or args.text("interactivity_pointer")
    if not trigger:
        raise invalid("missing required field: trigger_id")
    return state.triggers.spend(trigger)


def _open(state: State, args: Arguments) -> dict[str, Any]:
    view = check(state, args.json("view", "invalid_arguments"), "modal")
    user = _trigger(state, args)
    return keep(state, shape(state, _looking(view, state.here.get(user, ""))), user)


def _looking(view: dict[str, Any], channel: str) -> dict[str, Any]:
    """Return a modal whose menus that begin with the conversation in which its person is do so."""

    def preset(block: dict[str, Any]) -> dict[str, Any]:
        element = block.get("element") or {}
        if not (channel and element.get("default_to_current_conversation")) or "initial_conversation" in element:
            return block
        return {**block, "element": {**element, "initial_conversation": channel}}

    return {**view, "blocks": [preset(block) for block in view["blocks"]]}


def _push(state: State, args: Arguments) -> dict[str, Any]:
    view = check(state, args.json("view", "invalid_arguments"), "modal")
    user = _trigger(state, args)
    modals = [one for one in state.views.values() if one["type"] == "modal" and state.viewers[one["id"]] == user]
    if not modals:
        raise Refused("not_found")
    below = modals[-1]
    if sum(one["root_view_id"] == below["root_view_id"] for one in modals) >= DEEPEST:
        raise Refused("push_limit_reached")
    return keep(state, shape(state, view, previous_view_id=below["id"], root_view_id=below["root_view_id"]), user)


def _update(state: State, args: Arguments) -> dict[str, Any]:
    key, external = args.text("view_id"), args.text("external_id")
    found = state.views.get(key) or next(
        (v for v in state.views.values() if external and v["external_id"] == external), None
    )
    if found is None:
        raise Refused("not_found")
    if args.text("hash") not in ("", found["hash"]):
        raise Refused("hash_conflict")
    view = check(state, args.json("view", "invalid_arguments"), found["type"])
    view = _looking(view, state.here.get(state.viewers[found["id"]], ""))
    ids = {name: found[name] for name in ("id", "previous_view_id", "root_view_id")}
    return keep(state, shape(state, view, **ids), state.viewers[found["id"]])


def _publish(state: State, args: Arguments) -> dict[str, Any]:
    user = state.workspace.user(args.required("user_id"))
    view = check(state, args.json("view", "invalid_arguments"), "home")
    return keep(state, shape(state, view, id=f"VHOME{user.id}"), user.id)


METHODS = {
    "views.open": Method(_open, Tier.MANY),
    "views.push": Method(_push, Tier.MANY),
    "views.update": Method(_update, Tier.MANY),
    "views.publish": Method(_publish, Tier.MANY),
}
