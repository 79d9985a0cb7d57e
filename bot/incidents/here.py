"""Says what the bot does in a channel, and makes it an incident channel, or none any more."""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from bot.ask import Ask
from bot.delivery import Delivery
from bot.errors import Busy
from bot.flow import Perform
from bot.incidents.channels import IncidentChannels
from bot.people import People
from bot.reply import SlackReply
from bot.store.redis import StoreAwayError
from handlers._contract import Invocation, UsageError
from handlers.here import INCIDENTS, OFF
from processors.here import summary


class Here:
    """Carries out `here`.

    Args:
        channels: the incident channels.
        people: knows who may.
        delivery: the way to Slack.
        command: our slash command, e.g. `/sre`.
        name: the bot's user ID, by which it is mentioned.
    """

    def __init__(self, channels: IncidentChannels, people: People, delivery: Delivery, command: str, name: str) -> None:
        self._channels, self._people, self._delivery = channels, people, delivery
        self._command, self._name = command, name
        self._log = structlog.get_logger("audit")

    def operations(self) -> Mapping[str, Perform]:
        """Return what carries out the operation of `handlers.here`."""
        return {"here": self.here}

    async def here(self, ask: Ask, asked: Invocation) -> None:
        """Say what the bot does there; first make the channel what was asked for.

        Raises:
            UsageError: this cannot be an incident channel, or is one by the configuration.
            Denied: not by this person, or not in a shared channel.
            Busy: it cannot be noted at the moment.
            SlackError: Slack does not say who they are, or does not take the answer.
        """
        channel, wanted = ask.place.channel, next(iter(asked.arguments), "")
        if wanted:
            await self._turn(ask, incidents=wanted == INCIDENTS)
        said = summary(
            self._command, self._name, incidents=await self._channels.has(channel),
            configured=channel in self._channels.configured, direct=channel.startswith("D"), by=ask.user if wanted else "",
        )  # fmt: skip
        await SlackReply(self._delivery, ask).say(said)

    async def _turn(self, ask: Ask, *, incidents: bool) -> None:
        channel = ask.place.channel
        if channel.startswith("D"):
            raise UsageError("This is between the two of us: incidents are handled in channels.")
        if channel in self._channels.configured:
            raise UsageError(f"This is an incident channel by the configuration; `here {OFF}` does not change that.")
        await self._people.insider(ask)
        await self._people.in_channel(ask.user, ask.place.channel)
        try:
            if incidents:
                await self._channels.add(channel, ask.user)
            else:
                await self._channels.remove(channel)
        except StoreAwayError as away:
            raise Busy(f"This cannot be noted at the moment ({away}): try again in a minute. Nothing was changed.") from away
        self._log.info("incident channel", channel=channel, on=incidents, user=ask.user, ask=ask.id)
