"""What every method of the Web API is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from playground.slack.arguments import Arguments
from playground.slack.rates import Tier
from playground.slack.refusal import Refused
from playground.slack.state import State
from playground.slack.workspace import Channel

Run = Callable[[State, Arguments], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Method:
    """One method.

    Attributes:
        run: does it; returns the answer without `ok`, or raises `Refused`.
        tier: how often it may be called.
        scope: what the bot's token must be allowed to do; "" if nothing, or if it depends on the channel.
        caller: whose token it takes.
    """

    run: Run
    tier: Tier
    scope: str = ""
    caller: Literal["bot", "app", "either", "anyone"] = "bot"


def channel_of(state: State, args: Arguments, field: str = "channel") -> Channel:
    """Return the channel that a call names. Raises `channel_not_found`, `invalid_arguments`."""
    return state.workspace.channel(args.required(field))


def writable(state: State, channel: Channel) -> Channel:
    """Return the channel if the bot may write there. Raises `is_archived`, `not_in_channel`."""
    if channel.archived:
        raise Refused("is_archived")
    public = not channel.person and "chat:write.public" in state.tokens.scopes
    if state.workspace.bot.id not in channel.members and not public:
        raise Refused("not_in_channel")
    return channel


def scope_for(channel: Channel, right: str) -> str:
    """Return the scope that `right` (`read`, `history`, `write`) needs in this kind of channel, e.g. `im:history`."""
    return f"{'im' if channel.person else 'channels'}:{right}"
