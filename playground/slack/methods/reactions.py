"""reactions.add and reactions.remove."""

from __future__ import annotations

from typing import Any

import msgspec

from playground.slack import posting
from playground.slack.arguments import Arguments
from playground.slack.messages import Message
from playground.slack.methods._method import Method, channel_of
from playground.slack.rates import Tier
from playground.slack.refusal import Refused
from playground.slack.state import State


def _target(state: State, args: Arguments) -> tuple[Message, tuple[str, str]]:
    name = args.required("name").strip(":")
    if not name.replace("_", "").replace("-", "").replace("+", "").replace(":", "").isalnum():
        raise Refused("invalid_name")
    if not args.text("timestamp"):
        raise Refused("no_item_specified")
    channel = channel_of(state, args)
    said = state.messages.get(channel.id, args.text("timestamp"))
    if said is None or said.deleted or said.ephemeral_to is not None:
        raise Refused("message_not_found")
    if state.workspace.bot.id not in channel.members:
        raise Refused("not_in_channel")
    return said, (name, state.workspace.bot.id)


def _add(state: State, args: Arguments) -> dict[str, Any]:
    said, reaction = _target(state, args)
    if reaction in said.reactions:
        raise Refused("already_reacted")
    posting.replace(state, msgspec.structs.replace(said, reactions=(*said.reactions, reaction)))
    return {}


def _remove(state: State, args: Arguments) -> dict[str, Any]:
    said, reaction = _target(state, args)
    if reaction not in said.reactions:
        raise Refused("no_reaction")
    left = tuple(one for one in said.reactions if one != reaction)
    posting.replace(state, msgspec.structs.replace(said, reactions=left))
    return {}


METHODS = {
    "reactions.add": Method(_add, Tier.SOME, "reactions:write"),
    "reactions.remove": Method(_remove, Tier.FEW, "reactions:write"),
}
