"""What can be seen of a workspace: what was said in it, and what went to and fro between it and the app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from playground.slack.assembly import report
from playground.slack.calls import Call
from playground.slack.envelopes import Envelope
from playground.slack.messages import Message
from playground.slack.state import State

T = TypeVar("T")


class Seen:
    """Looks at a workspace from outside, as no person in it could."""

    _state: State

    def messages(self, channel: str) -> list[Message]:
        """Return what was said in a channel (name or id; for a DM its id or the user's), in order, threads included."""
        return self._state.messages.listing(self._state.workspace.channel(channel).id)

    @property
    def views(self) -> list[dict[str, Any]]:
        """The open modals and published Home tabs, the newest last."""
        return list(self._state.views.values())

    @property
    def files(self) -> dict[str, dict[str, Any]]:
        """The uploaded files by id; `content` is what was sent."""
        return self._state.files

    @property
    def calls(self) -> list[Call]:
        """The calls of the Web API and response URLs, refused ones included, in order."""
        return self._state.calls.listing()

    @property
    def envelopes(self) -> list[Envelope]:
        """The envelopes that were sent to the app, in order."""
        return self._state.envelopes.listing()

    @property
    def steps(self) -> int:
        """A number that grows with every envelope that is sent or decided on and with every call."""
        return self._state.envelopes.steps + self._state.calls.by_method.total()

    async def wait(self, condition: Callable[[], T | None], seconds: float = 5.0) -> T:
        """Return the condition's first true value. It is looked at again upon every change.

        Raises:
            AssertionError: it did not come true in time; the text shows the last messages and refused calls.
        """
        value = await self._state.feed.wait(condition, seconds)
        if not value:
            raise AssertionError(f"not so within {seconds} s\n{report(self._state)}")
        return value
