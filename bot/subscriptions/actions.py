"""What people do about subscriptions: make, list, stop."""

from __future__ import annotations

from msgspec.structs import replace

from bot.ask import Ask
from bot.channels import Channels
from bot.delivery import Delivery
from bot.errors import Busy, Denied
from bot.people import People
from bot.reply import SlackReply
from bot.subscriptions.look import Looker
from bot.subscriptions.store import SubscriptionStore
from bot.subscriptions.subscription import HOLD, Subscription, identity
from handlers._channels import HERE, ME
from handlers._contract import Invocation, UsageError
from handlers._lasting import seconds
from handlers._zones import own_zone
from processors._summary import Summary, Tone
from processors._turns import first, verdict
from processors.subscription import begun, listed, stopped

MOST = 20
"""Subscriptions that one person may have."""


class SubscriptionActions:
    """Carries out the operations of `handlers.notify`.

    Args:
        store: where subscriptions are kept.
        looker: looks for the first time.
        people: knows who may.
        channels: finds channels by their names.
        delivery: answers who asks.
        every: seconds between two looks.
    """

    def __init__(
        self, store: SubscriptionStore, looker: Looker, people: People, channels: Channels, delivery: Delivery, every: float,
    ) -> None:  # fmt: skip
        self._store, self._looker = store, looker
        self._people, self._channels, self._delivery, self._every = people, channels, delivery, every

    async def begin(self, ask: Ask, asked: Invocation) -> None:
        """Begin to tell; say how it stands now.

        Raises:
            UsageError: it cannot be asked, or its answer never says that something is bad.
            Denied: not by this person, or not there.
            Busy: they have enough.
            SlackError, StoreAwayError: it could not be looked up or kept.
        """
        subscription = await self._meant(ask, asked)
        kept = await self._store.all()
        if sum(claim.subscription.user == ask.user for claim in kept) >= MOST:
            raise Busy(f"You are told of {MOST} things already. Stop one of them first: notify list shows them.")
        answered = await self._looker.answer(subscription)
        healthy = verdict(answered.summary) if answered.parts else None
        if answered.parts and answered.summary.tone is Tone.NEUTRAL:
            raise UsageError(f"The answer to {subscription.line} never says that something is bad.", ("help",))
        if healthy is None:
            await self._say(ask, answered.summary)
            return
        at = min(part.at for part in answered.parts)
        if not await self._store.add(subscription, first(healthy, at), self._every):
            raise UsageError("That is told there already.", (f"notify stop {subscription.id}", "notify list"))
        told = begun(subscription.told(), answered.summary, lasting=self._store.lasting, every=self._every)
        await self._say(ask, told)

    async def list(self, ask: Ask, _: Invocation) -> None:
        """Say what the asker is told, and what the channel is told in which they ask."""
        kept = [claim for claim in await self._store.all() if _shown(claim.subscription, ask)]
        shown = listed([(claim.subscription.told(), claim.course) for claim in kept], "to you or in this channel")
        await self._say(ask, replace(shown, private=True))

    async def stop(self, ask: Ask, asked: Invocation) -> None:
        """Tell no more: who asked for it may stop it, and whoever is in the channel that is told.

        Raises:
            UsageError: there is no such subscription.
            Denied: it is another's, and not told here.
        """
        [id_] = asked.arguments
        found = next((claim.subscription for claim in await self._store.all() if claim.subscription.id == id_), None)
        if found is None:
            raise UsageError("That is told no more already.")
        if not _shown(found, ask):
            raise Denied("Whoever asked for it may stop it, or somebody in the channel that is told.")
        await self._store.remove(id_)
        await self._say(ask, stopped(found.told()))

    async def _meant(self, ask: Ask, asked: Invocation) -> Subscription:
        whom, line, *rest = asked.arguments
        more = dict(zip(rest[::2], rest[1::2], strict=True))
        direct = whom == ME or (whom == HERE and ask.place.channel.startswith("D"))
        if direct:
            member, channel = await self._people.person(ask.user), await self._delivery.web.direct(ask.user)
        else:
            channel = ask.place.channel if whom == HERE else await self._channels.find(whom)
            member = await self._people.may_have_told(ask.user, channel)
            await self._channels.check(channel)
        return Subscription(
            id=identity(line, channel), line=line, user=ask.user, team=ask.team, channel=channel, direct=direct,
            hold=float(seconds(more["after"])) if "after" in more else HOLD, quiet=more.get("quiet", ""),
            zone=own_zone(member.tz),
        )  # fmt: skip

    async def _say(self, ask: Ask, summary: Summary) -> None:
        await SlackReply(self._delivery, ask).say(summary)


def _shown(subscription: Subscription, ask: Ask) -> bool:
    """Return whether somebody sees this subscription where they ask."""
    return subscription.user == ask.user or (not subscription.direct and subscription.channel == ask.place.channel)
