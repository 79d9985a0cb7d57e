"""The stand-in as a whole: what tests, benchmarks and the playground hold in their hands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from playground.slack import webhooks
from playground.slack.assembly import application, assemble
from playground.slack.clock import Clock, RealClock
from playground.slack.commands import Commands
from playground.slack.control import Control
from playground.slack.deliveries import Delivery
from playground.slack.installed import Installed
from playground.slack.interacting import Interacting
from playground.slack.panels import Panel
from playground.slack.person import Person
from playground.slack.seen import Seen
from playground.slack.server import HOST, Server
from playground.slack.trouble import Trouble


class Slack(Installed, Seen, Trouble):
    """A Slack workspace with one app installed, on loopback, for as long as the context lasts.

    Args:
        port: 0 for any free one.
        rates: whether Slack's rate limits hold.
        bot: the bot's name.
        keep: how many messages of each channel, and how many calls, are kept.
        retries: seconds before each further attempt to deliver an event that was not acked.
        clock: what time it is, for time stamps, timeouts, limits and retries; tests may hand in a `ManualClock`.
        ping: seconds between the pings on an open socket.
        examples: a folder of messages for the page's gallery: JSON files with `text` and `blocks`.
    """

    def __init__(
        self,
        port: int = 0,
        rates: bool = True,
        *,
        bot: str = "srehub",
        keep: int = 1_000,
        retries: Sequence[float] = (0.0, 60.0, 300.0),
        clock: Clock | None = None,
        ping: float = 30.0,
        examples: Path | None = None,
    ) -> None:
        self._state = assemble(clock or RealClock(), bot=bot, keep=keep, rates=rates, retries=retries, ping=ping)
        self._state.examples = examples
        self._person = Person(self._state)
        self.hands = Interacting(self._state)
        """What people do with what the app has shown, with its shortcuts, and with its membership."""
        app = application(self._state)
        Control(self, self._state, self._person).add_routes(app)
        self._server = Server(app, port)

    async def __aenter__(self) -> Slack:
        await self._server.start()
        self._state.base_url = f"http://{HOST}:{self._server.port}/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._state.faults.clear()
        self._state.feed.close()
        await self._state.deliveries.close()
        self._state.sockets.cut()
        await self._server.stop()

    # What people do.

    async def slash(self, user: str, channel: str, text: str, command: str = "/sre", *, copies: int = 1) -> Delivery:
        """Type a slash command; returns when it is acked, or after 3 seconds.

        Args:
            user, channel: by name or id.
            text: what stands behind the command.
            command: with its slash.
            copies: deliver the same envelope so often, to one connection after the other.
        """
        return await self._person.slash(user, channel, text, command=command, copies=copies)

    async def mention(
        self,
        user: str,
        channel: str,
        text: str,
        thread_ts: str | None = None,
        *,
        copies: int = 1,
        redeliver: bool = False,
    ) -> Delivery:
        """Mention the bot in a channel; returns when the event is acked, or after 3 seconds (it is then tried again).

        Args:
            user, channel: by name or id.
            text: with or without `@srehub`.
            thread_ts: the thread to write it in.
            copies: deliver the same envelope so often, to one connection after the other.
            redeliver: deliver the event once more after its ack, with a new envelope and `retry_attempt` 1.
        """
        return await self._person.mention(user, channel, text, thread_ts, copies=copies, redeliver=redeliver)

    async def dm(
        self, user: str, text: str, thread_ts: str | None = None, *, copies: int = 1, redeliver: bool = False
    ) -> Delivery:
        """Write to the bot alone; otherwise as `mention`."""
        return await self._person.dm(user, text, thread_ts, copies=copies, redeliver=redeliver)

    async def click(self, user: str, message_ts: str, action: str, channel: str, *, copies: int = 1) -> Delivery:
        """Click in a message; returns when it is acked, or after 3 seconds.

        Args:
            user, channel: by name or id.
            message_ts: the message.
            action: a button's action_id or text; an option's text or value; or `action_id=value` for that control's value.
            copies: deliver the same envelope so often, to one connection after the other.

        Raises:
            NothingToClick: this person sees no such message, or it has no such control.
        """
        return await self._person.click(user, message_ts, action, channel, copies=copies)

    async def write(
        self, user: str, channel: str, text: str, thread_ts: str | None = None, files: Sequence[str] = ()
    ) -> Delivery | None:
        """Write a message as it is, with files by their ids; returns the event's delivery if the app gets one."""
        return await self._person.write(user, channel, text, thread_ts, files)

    def crowd(self, size: int) -> list[str]:
        """Return the names of so many made-up people, each with a DM with the bot; the same again each time."""
        return [user.name for user in self._state.workspace.crowd(size)]

    def webhook(self, channel: str) -> str:
        """Return the URL of a new incoming webhook for a channel, as other software of the company has one."""
        return webhooks.issue(self._state, channel)

    async def submit(self, user: str, view_id: str, values: dict[str, dict[str, Any]]) -> Delivery:
        """Submit an open modal; `values` is `state.values`, by block_id and action_id."""
        return await self._person.submit(user, view_id, values)

    def archive(self, channel: str) -> None:
        """Archive a channel (name or id): nothing can be posted there any more."""
        self._state.workspace.channel(channel).archived = True

    def remove_bot(self, channel: str) -> None:
        """Remove the bot from a channel (name or id)."""
        self._state.workspace.channel(channel).members.discard(self.bot_user)

    # What the page offers.

    def complete(self, commands: Commands) -> None:
        """Let the page complete these lines of the app's slash command."""
        self._state.commands = commands
        self._state.feed.publish("commands", dict)

    @property
    def commands(self) -> Commands:
        """The lines that the page completes; none as long as nobody has told."""
        return self._state.commands

    def offer(self, name: str, panel: Panel) -> None:
        """Let the page show a side panel: `story` or `bonnet`."""
        self._state.panels[name] = panel
        self.changed(name)

    def changed(self, name: str) -> None:
        """Let the page ask for a side panel again; or what time it is, where that (`clock`) was moved."""
        self._state.feed.publish(name, dict)

    @property
    def watched(self) -> bool:
        """Whether a page is open."""
        return self._state.feed.watched
