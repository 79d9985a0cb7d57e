"""The envelopes that were sent to the app, and what became of each."""

from __future__ import annotations

import html
from collections import OrderedDict
from typing import Any

import msgspec


class Envelope(msgspec.Struct, frozen=True):
    """One envelope; it is shown from the moment at which it is sent.

    Attributes:
        kind: `slash_commands`, `interactive` or `events_api`.
        what: what the person typed, or the value of what was clicked; else the event's type.
        user, channel: ids, "" where there is none; the bot's own where it is told of its own message.
        at: when it was sent, in seconds since 1970.
        seconds: from sending to the ack; None as long as there is none.
        failed: why there will be none, e.g. `operation_timeout`; "" otherwise.
    """

    kind: str
    what: str
    user: str
    channel: str
    at: float
    seconds: float | None = None
    failed: str = ""

    @property
    def acked(self) -> bool:
        """Whether the app has it."""
        return self.seconds is not None


class EnvelopeLog:
    """The last envelopes, in the order in which they were sent.

    Attributes:
        steps: how many were sent and how many were decided on; it grows with every change.
    """

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._envelopes: OrderedDict[str, Envelope] = OrderedDict()
        self.steps = 0

    def sent(self, envelope: dict[str, Any], at: float) -> None:
        """Write an envelope down that goes out now."""
        payload = envelope["payload"]
        read = {"slash_commands": _slash, "interactive": _interaction}.get(envelope["type"], _event)
        what, user, channel = read(payload)
        self._envelopes[envelope["envelope_id"]] = Envelope(envelope["type"], what, user, channel, at)
        self.steps += 1
        if len(self._envelopes) > self._keep:
            self._envelopes.popitem(last=False)

    def ended(self, envelope_id: str, seconds: float, failed: str) -> None:
        """Write down what became of it: acked after so many seconds, or failed."""
        self.steps += 1
        known = self._envelopes.get(envelope_id)
        if known is not None:
            after = None if failed else seconds
            self._envelopes[envelope_id] = msgspec.structs.replace(known, seconds=after, failed=failed)

    def listing(self) -> list[Envelope]:
        """Return the envelopes that are kept, in order."""
        return list(self._envelopes.values())


Read = tuple[str, str, str]


def _slash(payload: dict[str, Any]) -> Read:
    return html.unescape(f"{payload['command']} {payload['text']}").strip(), payload["user_id"], payload["channel_id"]


def _interaction(payload: dict[str, Any]) -> Read:
    action: dict[str, Any] = next(iter(payload.get("actions", ())), {})
    chosen = action.get("selected_option") or {}
    view = payload.get("view", {}).get("callback_id", "")
    what = action.get("value") or chosen.get("value") or action.get("action_id") or view or payload["type"]
    return str(what), payload["user"]["id"], payload.get("channel", {}).get("id", "")


def _event(payload: dict[str, Any]) -> Read:
    event = payload["event"]
    user = event.get("user") or event.get("message", {}).get("user", "")
    return html.unescape(event.get("text") or event["type"]), str(user), event.get("channel", "")
