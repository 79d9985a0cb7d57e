"""What the parts of Slack's stand-in share."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playground.slack.calls import CallLog
from playground.slack.clock import Clock
from playground.slack.commands import Commands
from playground.slack.deliveries import Deliveries
from playground.slack.envelopes import EnvelopeLog
from playground.slack.faults import Faults
from playground.slack.feed import Feed
from playground.slack.messages import Messages
from playground.slack.outage import Outage
from playground.slack.panels import Panel
from playground.slack.rates import Rates
from playground.slack.refusal import Refused
from playground.slack.shortcuts import SHORTCUTS, Shortcut
from playground.slack.sockets import Sockets
from playground.slack.workspace import SCOPES, Workspace

TRIGGER_SECONDS = 3.0


@dataclass(slots=True)
class Triggers:
    """Trigger ids: good for 3 seconds, once, and for a modal of the person who did what triggered."""

    clock: Clock
    _issued: OrderedDict[str, tuple[float, str]] = field(default_factory=OrderedDict)
    _used: OrderedDict[str, None] = field(default_factory=OrderedDict)

    def issue(self, user: str) -> str:
        """Return a new trigger id for what a user, named by id, has just done."""
        trigger = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._issued[trigger] = (self.clock.now() + TRIGGER_SECONDS, user)
        if len(self._issued) > 1_000:
            self._issued.popitem(last=False)
        return trigger

    def spend(self, trigger: str) -> str:
        """Use a trigger id; return its user's id.

        Raises `invalid_trigger_id`, `exchanged_trigger_id`, `expired_trigger_id`.
        """
        if trigger in self._used:
            raise Refused("exchanged_trigger_id")
        until, user = self._issued.pop(trigger, (None, ""))
        if until is None:
            raise Refused("invalid_trigger_id")
        if until < self.clock.now():
            raise Refused("expired_trigger_id")
        self._used[trigger] = None
        if len(self._used) > 1_000:
            self._used.popitem(last=False)
        return user


@dataclass(slots=True)
class Tokens:
    """The app's two tokens, and what the bot's may do."""

    bot: str = field(default_factory=lambda: f"xoxb-{secrets.randbelow(10**12)}-{secrets.token_hex(12)}")
    app: str = field(default_factory=lambda: f"xapp-1-{secrets.randbelow(10**12)}-{secrets.token_hex(24)}")
    revoked: dict[str, str] = field(default_factory=dict)
    scopes: set[str] = field(default_factory=lambda: set(SCOPES))

    def need(self, scope: str) -> None:
        """Raise `missing_scope`, with what is needed and what is there, unless the bot has `scope`."""
        if scope and scope not in self.scopes:
            raise Refused("missing_scope", needed=scope, provided=",".join(sorted(self.scopes)))


@dataclass(slots=True)
class State:
    """Everything that a call may read or change.

    Attributes:
        unfurl_domains: those of which the app may show videos.
        viewers: who sees a view, by the view's id; user ids.
        reads: the time stamp up to which a user has read a channel, by both ids.
        commands: what the page completes.
        shortcuts: what the app has registered.
        here: the channel that a user is looking at, by the user's id.
        panels: the side panels that the page offers, by name.
        examples: a folder of messages as JSON files for the gallery, or None.
    """

    clock: Clock
    workspace: Workspace
    tokens: Tokens
    feed: Feed
    faults: Faults
    calls: CallLog
    envelopes: EnvelopeLog
    rates: Rates
    messages: Messages
    sockets: Sockets
    deliveries: Deliveries
    triggers: Triggers
    subscriptions: set[str]
    unfurl_domains: set[str] = field(default_factory=set)
    outage: Outage = field(default_factory=Outage)
    base_url: str = ""
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    viewers: dict[str, str] = field(default_factory=dict)
    reads: dict[tuple[str, str], str] = field(default_factory=dict)
    commands: Commands = field(default_factory=Commands)
    shortcuts: tuple[Shortcut, ...] = SHORTCUTS
    here: dict[str, str] = field(default_factory=dict)
    panels: dict[str, Panel] = field(default_factory=dict)
    examples: Path | None = None
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    response_urls: dict[str, Any] = field(default_factory=dict)
    webhooks: dict[str, str] = field(default_factory=dict)
