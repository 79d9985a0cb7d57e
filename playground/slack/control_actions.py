"""What the page and benchmarks may do over HTTP: each function takes the JSON body of one POST, and returns its answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from playground.slack import unread
from playground.slack.deliveries import Delivery
from playground.slack.interacting import Interacting
from playground.slack.person import Person
from playground.slack.refusal import Refused
from playground.slack.state import State

Body = dict[str, Any]
Action = Callable[[Body], Awaitable[Any]]


class Actions:
    """What people do, by the last part of the address."""

    def __init__(self, state: State, person: Person) -> None:
        self._state = state
        self._person = person
        self._hands = Interacting(state)

    def by_name(self) -> dict[str, Action]:
        """Return every action by its name."""
        return {
            "slash": self._slash, "mention": self._mention, "dm": self._dm, "write": self._write, "click": self._click,
            "act": self._act, "suggest": self._suggest, "submit": self._submit, "close": self._close, "home": self._home,
            "shortcut": self._shortcut, "message_shortcut": self._message_shortcut, "invite": self._invite,
            "react": self._react, "edit": self._edit, "delete": self._delete, "read": self._read,
            "story": self._panel("story"), "bonnet": self._panel("bonnet"),
        }  # fmt: skip

    async def _slash(self, body: Body) -> Delivery:
        command, copies = body.get("command", "/sre"), body.get("copies", 1)
        return await self._person.slash(body["user"], body["channel"], body.get("text", ""), command=command, copies=copies)

    async def _mention(self, body: Body) -> Delivery:
        thread, copies = body.get("thread_ts"), body.get("copies", 1)
        return await self._person.mention(body["user"], body["channel"], body.get("text", ""), thread, copies=copies)

    async def _dm(self, body: Body) -> Delivery:
        return await self._person.dm(body["user"], body["text"], body.get("thread_ts"))

    async def _write(self, body: Body) -> Delivery | None:
        thread, uploaded = body.get("thread_ts"), body.get("files", ())
        return await self._person.write(body["user"], body["channel"], body["text"], thread, uploaded)

    async def _click(self, body: Body) -> Delivery:
        return await self._person.click(body["user"], body["ts"], body["action"], body["channel"])

    async def _act(self, body: Body) -> Delivery:
        return await self._hands.use(body["user"], body, body["action"], body.get("values", {}))

    async def _suggest(self, body: Body) -> Body:
        control = (body["block_id"], body["action_id"])
        return await self._hands.suggest(body["user"], body, control, body["value"])

    async def _submit(self, body: Body) -> Delivery:
        return await self._person.submit(body["user"], body["view_id"], body["values"])

    async def _close(self, body: Body) -> Delivery | None:
        return await self._person.close_view(body["user"], body["view_id"])

    async def _home(self, body: Body) -> Body:
        self._hands.home(body["user"])
        return {}

    async def _shortcut(self, body: Body) -> Delivery:
        return await self._hands.shortcut(body["user"], body["callback_id"], body.get("channel", ""))

    async def _message_shortcut(self, body: Body) -> Delivery:
        return await self._hands.message_shortcut(body["user"], body["channel"], body["ts"], body["callback_id"])

    async def _invite(self, body: Body) -> Body:
        self._hands.invite(body["user"], body["channel"])
        return {}

    async def _react(self, body: Body) -> Body:
        self._hands.react(body["user"], body["channel"], body["ts"], body["name"])
        return {}

    async def _edit(self, body: Body) -> Body:
        self._hands.edit(body["user"], body["channel"], body["ts"], body["text"])
        return {}

    async def _delete(self, body: Body) -> Body:
        self._hands.delete(body["user"], body["channel"], body["ts"])
        return {}

    async def _read(self, body: Body) -> Body:
        self._hands.read(body["user"], body["channel"])
        return unread.counted(self._state, self._state.workspace.user(body["user"]))

    def _panel(self, name: str) -> Action:
        async def act(body: Body) -> Body:
            panel = self._state.panels.get(name)
            if panel is None:
                raise Refused("not_offered", status=404)
            await panel.act(body)
            return {}

        return act
