"""Counts what a person has not read yet, channel by channel, as the sidebar shows it."""

from __future__ import annotations

from typing import Any

from playground.slack.messages import Message
from playground.slack.state import State
from playground.slack.workspace import Channel, User


def counted(state: State, who: User) -> dict[str, Any]:
    """Return `{"count": …, "mentions": …}` for each channel with something unread, by the channel's id."""
    found: dict[str, Any] = {}
    for channel in state.workspace.channels():
        if who.id not in channel.members:
            continue
        new = [said for said in state.messages.listing(channel.id) if _is_new(state, said, channel, who)]
        if new:
            told = sum(f"<@{who.id}>" in said.text or "<!here>" in said.text or "<!channel>" in said.text for said in new)
            found[channel.id] = {"count": len(new), "mentions": told}
    return found


def _is_new(state: State, said: Message, channel: Channel, who: User) -> bool:
    in_channel = said.thread_ts in (None, said.ts) or said.broadcast
    seen = said.ephemeral_to in (None, who.id) and not said.deleted and said.user != who.id
    return in_channel and seen and said.ts > state.reads.get((who.id, channel.id), "")
