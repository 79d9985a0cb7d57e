"""The stand-in as a whole: what tests, benchmarks and the playground hold in their hands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from playground.slack import webhooks
from playground.slack.assembly import application, assemble, report
from playground.slack.calls import Call
from playground.slack.clock import Clock, RealClock, sleep
from playground.slack.commands import Commands
from playground.slack.control import Control
from playground.slack.deliveries import Delivery
from playground.slack.envelopes import Envelope
from playground.slack.faults import Faults
from playground.slack.interacting import Interacting
from playground.slack.messages import Message
from playground.slack.panels import Panel
from playground.slack.person import Person
from playground.slack.server import HOST, Server

T = TypeVar("T")


class Slack:
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

    # Where it is, and who may enter.

    @property
    def api_url(self) -> str:
        """The Web API's base URL, with a slash at the end, as `AsyncWebClient(base_url=…)` takes it."""
        return f"{self._state.base_url}api/"

    @property
    def page_url(self) -> str:
        """The address of the page for people."""
        return self._state.base_url

    @property
    def bot_token(self) -> str:
        """The bot's token, `xoxb-…`."""
        return self._state.tokens.bot

    @property
    def app_token(self) -> str:
        """The app-level token, `xapp-…`."""
        return self._state.tokens.app

    @property
    def scopes(self) -> set[str]:
        """What the bot's token may do; take one away and Slack answers `missing_scope`."""
        return self._state.tokens.scopes

    @property
    def subscriptions(self) -> set[str]:
        """The events that the app gets, as its manifest says; more can be added, see README.md."""
        return self._state.subscriptions

    @property
    def channels(self) -> dict[str, str]:
        """The channels' ids by name; `random` is without the bot, `external` is shared with a partner."""
        return {channel.name: channel.id for channel in self._state.workspace.channels() if not channel.person}

    @property
    def users(self) -> dict[str, str]:
        """The people's ids by name."""
        return {user.name: user.id for user in self._state.workspace.people}

    @property
    def groups(self) -> dict[str, str]:
        """The user groups' ids by handle."""
        return {handle: group for group, (handle, _, _) in self._state.workspace.groups.items()}

    @property
    def bot_user(self) -> str:
        """The bot's user id."""
        return self._state.workspace.bot.id

    @property
    def direct(self) -> dict[str, str]:
        """The ids of the DMs with the bot, by the name of the other side."""
        return {channel.name: channel.id for channel in self._state.workspace.channels() if channel.person}

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

    async def write(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> Delivery | None:
        """Write a message as it is; returns the event's delivery if the app gets one."""
        return await self._person.write(user, channel, text, thread_ts)

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

    # What can be seen.

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
        """Let the page ask for a side panel again."""
        self._state.feed.publish(name, dict)

    @property
    def watched(self) -> bool:
        """Whether a page is open."""
        return self._state.feed.watched

    # What goes wrong.

    @property
    def faults(self) -> Faults:
        """What goes wrong with the Web API."""
        return self._state.faults

    @property
    def connections(self) -> int:
        """How many sockets are open."""
        return len(self._state.sockets.open)

    async def drop(self, n: int | None = None) -> None:
        """Cut the `n` oldest sockets, or all, without a close frame."""
        self._state.sockets.cut(n)

    async def refresh(self, n: int = 1, *, ahead: float = 10.0) -> None:
        """Ask the `n` oldest sockets to go: `warning` now, and `ahead` seconds later `refresh_requested` and the close."""
        leaving = self._state.sockets.open[:n]
        if ahead > 0:
            await self._state.sockets.say_goodbye(leaving, "warning")
        self._state.deliveries.spawn(self._state.sockets.retire(leaving, ahead))

    async def away(self, seconds: float) -> None:
        """Be gone for apps, but not for the page: sockets are cut now, and calls as they come, for so many seconds."""
        outage = self._state.outage
        if outage.on:
            return
        outage.on = True
        self._state.sockets.cut()

        async def come_back() -> None:
            await sleep(self._state.clock, seconds)
            outage.on = False

        self._state.deliveries.spawn(come_back())

    @property
    def is_away(self) -> bool:
        """Whether it is gone for apps at the moment."""
        return self._state.outage.on

    async def down(self) -> None:
        """Go away altogether: connections are refused, open ones cut."""
        self._state.sockets.cut()
        await self._server.down()

    async def up(self) -> None:
        """Come back, on the same port."""
        await self._server.up()

    def revoke(self, *tokens: str, error: str = "invalid_auth") -> None:
        """Refuse these tokens (both by default) from now on, with `error`."""
        for token in tokens or (self.bot_token, self.app_token):
            self._state.tokens.revoked[token] = error
