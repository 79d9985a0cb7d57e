"""users.* and usergroups.*."""

from __future__ import annotations

from typing import Any

from playground.slack.arguments import Arguments
from playground.slack.methods._method import Method
from playground.slack.methods.conversations import page
from playground.slack.rates import Tier
from playground.slack.refusal import Refused
from playground.slack.state import State


def _info(state: State, args: Arguments) -> dict[str, Any]:
    return {"user": state.workspace.user(args.required("user")).info()}


def _list(state: State, args: Arguments) -> dict[str, Any]:
    users, more = page(args, (*state.workspace.people, state.workspace.bot), 1000)
    return {"members": [user.info() for user in users], "response_metadata": more}


def _groups(state: State, args: Arguments) -> dict[str, Any]:
    groups = []
    for key, (handle, name, members) in state.workspace.groups.items():
        group: dict[str, Any] = {"id": key, "team_id": state.workspace.team, "is_usergroup": True, "name": name}
        group |= {"handle": handle, "is_external": False, "date_delete": 0, "user_count": len(members)}
        if args.flag("include_users"):
            group["users"] = list(members)
        groups.append(group)
    return {"usergroups": groups}


def _group_users(state: State, args: Arguments) -> dict[str, Any]:
    group = state.workspace.groups.get(args.required("usergroup"))
    if group is None:
        raise Refused("no_such_subteam")
    return {"users": list(group[2])}


METHODS = {
    "users.info": Method(_info, Tier.MANY, "users:read"),
    "users.list": Method(_list, Tier.FEW, "users:read"),
    "usergroups.list": Method(_groups, Tier.FEW, "usergroups:read"),
    "usergroups.users.list": Method(_group_users, Tier.FEW, "usergroups:read"),
}
