"""Reads Slack's payloads: places, what was pressed, what a form holds.

Source: https://docs.slack.dev/reference/interaction-payloads/
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from bot.ask import Place
from bot.forms.interaction import Interaction, Kind
from connectors._contract import Secret

Body = Mapping[str, Any]
LONGEST = 8000
"""Characters of a message's text that are looked at."""
DIRECT = re.compile("D[A-Z0-9]{1,30}")


def url(body: Body) -> Secret | None:
    """Return the payload's response URL."""
    return Secret(body["response_url"]) if body.get("response_url") else None


def place(body: Body, *, edits: bool) -> Place:
    """Return where the answer to a click goes: over the message itself for Refresh and pages, else into its thread.

    From the Home tab it goes into the person's DM, which the tab carries about; Slack takes the person's ID for it as well.
    """
    container = body.get("container") or {}
    if is_home(body):
        direct = str((body.get("view") or {}).get("private_metadata") or "")
        return Place(direct if DIRECT.fullmatch(direct) else (body.get("user") or {}).get("id", ""))
    ephemeral = bool(container.get("is_ephemeral"))
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id", "")
    ts = container.get("message_ts", "")
    thread = (body.get("message") or {}).get("thread_ts", "")
    if ephemeral:
        return Place(channel, container.get("thread_ts", ""), "", url(body), ephemeral=True)
    if edits:
        return Place(channel, thread if thread != ts else "", ts, url(body))
    return Place(channel, thread or ts, "", url(body))


def is_home(body: Body) -> bool:
    """Return whether it happened on the Home tab."""
    return (body.get("view") or {}).get("type") == "home"


def interaction(kind: Kind, body: Body) -> Interaction:
    """Return a shortcut, or what happened in a form."""
    view, message = body.get("view") or {}, body.get("message") or {}
    user = body.get("user") or {}
    return Interaction(
        kind=kind,
        id=secrets.token_hex(3),
        user=user.get("id", ""),
        team=user.get("team_id") or (body.get("team") or {}).get("id", ""),
        callback=view.get("callback_id") or body.get("callback_id", ""),
        trigger=Secret(body.get("trigger_id", "")),
        view=view.get("id", ""),
        hash=view.get("hash", ""),
        values=dict(_values(view)),
        metadata=view.get("private_metadata") or "",
        action=body.get("action_id", ""),
        typed=body.get("value", ""),
        place=Place(
            (body.get("channel") or {}).get("id", ""), message.get("thread_ts") or message.get("ts", ""), "", url(body)
        ),
        text="\n".join(_texts(message))[:LONGEST],
        response_urls={one["channel_id"]: Secret(one["response_url"]) for one in body.get("response_urls") or ()},
    )


def _values(view: Body) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what stands in each block's control, as texts."""
    for block, actions in ((view.get("state") or {}).get("values") or {}).items():
        for state in actions.values():
            chosen = state.get("selected_options") or [state.get("selected_option")]
            options = [option["value"] for option in chosen if option]
            typed = state.get("value") or state.get("selected_conversation")
            yield block, tuple(options or ([typed] if typed else []))


def _texts(value: Any) -> Iterator[str]:
    """Yield every text of a message, those in its blocks and attachments too."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str) and name in ("text", "title", "fallback", "pretext"):
                yield inner
            elif isinstance(inner, dict | list):
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
