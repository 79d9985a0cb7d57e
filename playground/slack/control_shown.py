"""What the page and benchmarks may see over HTTP: each function takes a GET's query, and returns what is shown as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from playground.slack import downloads, posting, unread
from playground.slack.refusal import Refused
from playground.slack.state import State
from playground.slack.webapi import described

Query = Mapping[str, str]
Show = Callable[[Query], Any]

MOST = "200"
"""How many messages and calls are shown, the newest, unless `last` says otherwise."""


class Example(msgspec.Struct, frozen=True):
    """A message for the gallery, as the app would post it."""

    text: str
    blocks: list[Any]


class Shown:
    """What there is to see, by the last part of the address."""

    def __init__(self, state: State) -> None:
        self._state = state

    def by_name(self) -> dict[str, Show]:
        """Return every view by its name."""
        return {
            "state": self._workspace, "messages": self._messages, "unread": self._unread, "views": self._views,
            "files": self._files, "calls": self._calls, "stats": self._stats, "examples": self._examples,
            "story": self._panel("story"), "bonnet": self._panel("bonnet"),
        }  # fmt: skip

    def _workspace(self, query: Query) -> dict[str, Any]:
        del query
        state, work = self._state, self._state.workspace
        return {
            "bot": work.bot.info(),
            "users": [user.info() for user in work.people if user.team == work.team and not (user.deleted or user.made_up)],
            "groups": [{"id": key, "handle": group[0], "users": group[2]} for key, group in work.groups.items()],
            "channels": [
                {**channel.info(work.bot.id), "members": sorted(channel.members)}
                for channel in work.channels()
                if not (channel.person and work.user(channel.person).made_up)
            ],
            "commands": state.commands,
            "shortcuts": state.shortcuts,
            "panels": list(state.panels),
            "now": state.clock.now(),
        }

    def _messages(self, query: Query) -> list[msgspec.Raw]:
        channel = self._state.workspace.channel(query["channel"]).id
        said = self._state.messages.listing(channel)[-int(query.get("last", MOST)) :]
        return [msgspec.Raw(posting.described(one)) for one in said]

    def _unread(self, query: Query) -> dict[str, Any]:
        return unread.counted(self._state, self._state.workspace.user(query["as"]))

    def _views(self, query: Query) -> list[dict[str, Any]]:
        who = self._state.workspace.user(query["as"]).id
        return [view for key, view in self._state.views.items() if self._state.viewers[key] == who]

    def _files(self, query: Query) -> dict[str, Any]:
        del query
        return downloads.listing(self._state)

    def _calls(self, query: Query) -> list[dict[str, Any]]:
        return [described(call) for call in self._state.calls.listing()[-int(query.get("last", MOST)) :]]

    def _stats(self, query: Query) -> dict[str, Any]:
        del query
        calls, sent = self._state.calls, self._state.deliveries
        return {
            "connections": len(self._state.sockets.open),
            "calls": dict(calls.by_method),
            "errors": dict(calls.by_error),
            "acked": sent.acked,
            "failed": sent.failed,
        }

    def _examples(self, query: Query) -> list[dict[str, Any]]:
        """Return the gallery's messages: JSON files with `text` and `blocks`; none without a folder of them."""
        del query
        folder = self._state.examples
        paths = sorted(folder.glob("*.json")) if folder is not None else []
        return [
            {"name": path.stem, **msgspec.structs.asdict(msgspec.json.decode(path.read_bytes(), type=Example))}
            for path in paths
        ]

    def _panel(self, name: str) -> Show:
        def show(query: Query) -> dict[str, Any]:
            del query
            if name not in self._state.panels:
                raise Refused("not_offered", status=404)
            return self._state.panels[name].shown()

        return show
