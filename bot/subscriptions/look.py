"""One look at one subscription: ask, judge, tell, and store what was told."""

from __future__ import annotations

from collections.abc import Callable
from time import time

import structlog
from msgspec.structs import replace

from bot.answers import Answered
from bot.ask import Ask, Place
from bot.errors import Denied, SlackRefused
from bot.flow import Flow
from bot.posts import Posts
from bot.subscriptions.store import SubscriptionStore
from bot.subscriptions.subscription import Claim, Subscription
from handlers._contract import UsageError
from processors._summary import Summary
from processors._turns import Course, looked, news, verdict
from processors.subscription import bad, blind, ended, over, short, well


class Looker:
    """Looks, and tells.

    Args:
        flow: answers the questions.
        store: where it is kept how things stand.
        posts: tells people.
        every: seconds between two looks.
        clock: the time, in seconds since 1970.
    """

    def __init__(
        self, flow: Flow, store: SubscriptionStore, posts: Posts, every: float, clock: Callable[[], float] = time
    ) -> None:
        self._flow, self._store, self._posts, self._every, self._clock = flow, store, posts, every, clock
        self._log = structlog.get_logger("notify")

    async def answer(self, subscription: Subscription) -> Answered:
        """Ask what the subscription asks, where it is told, with the rights that its asker has now.

        Raises:
            UsageError, Denied: it cannot be asked any more, or not by them.
        """
        place = Place(subscription.channel)
        ask = Ask(subscription.id, subscription.line, "subscription", subscription.user, subscription.team, place=place)
        return await self._flow.carry_out(self._flow.plan(ask))

    async def look(self, claim: Claim) -> None:
        """Look, and tell what is new. Raises nothing expected: what cannot be told now is told after the next look."""
        await self._flow.guarded(lambda: self._look(claim), lambda error: self._failed(claim, error))

    async def _look(self, claim: Claim) -> None:
        subscription, now = claim.subscription, self._clock()
        answered = await self.answer(subscription)
        well_now = verdict(answered.summary) if answered.parts else None
        course = looked(claim.course, well_now, now, subscription.hold)
        if course.told is None and claim.course.healthy is None and course.healthy is not None:
            course = replace(
                course, told=course.healthy
            )  # how it stood before was lost: nobody is told of a turn that may be none
        if not await self._store.save(claim, course, self._every) or subscription.is_quiet(now):
            return
        if what := news(course, now):
            told = await self._tell(subscription, course, what, answered.summary)
            await self._store.save(claim, told, self._every)
            self._log.info("told", subscription=subscription.id, channel=subscription.channel, what=what)

    async def _tell(self, subscription: Subscription, course: Course, what: str, answer: Summary) -> Course:
        """Tell it, and return the course with what people know now."""
        once = f"{subscription.id}:{what}:{course.blind_since if what == 'blind' else course.since:.3f}"
        channel, id_ = subscription.channel, subscription.id
        if what == "blind":
            await self._posts.post(channel, blind(answer, course, subscription.line, id_), once, effort="once")
            return replace(course, told=None)
        if what == "bad":
            asker = "" if subscription.direct else subscription.user
            ts = await self._posts.post(channel, bad(answer, course, id_, asker), once, effort="once")
            return replace(course, told=False, ts=ts, title=short(answer))
        began = course.turned[-1] if course.turned and course.told is False else 0.0
        if course.ts and began:
            await self._posts.edit(channel, course.ts, over(course, began, answer.again), effort="once")
        where: dict[str, object] = {"thread_ts": course.ts, "reply_broadcast": True} if course.ts else {}
        await self._posts.post(channel, well(answer, course, began), once, effort="once", **where)
        return replace(course, told=True, ts="", title="")

    async def _failed(self, claim: Claim, error: Exception) -> None:
        """Decide what becomes of a subscription when a look failed; what failed is in the log already."""
        if isinstance(error, Denied):
            await self._end(claim.subscription, "you may not see it any more")
        elif isinstance(error, UsageError):
            await self._end(claim.subscription, str(error).rstrip("."))
        elif isinstance(error, SlackRefused):
            await self._refused(claim, error)

    async def _refused(self, claim: Claim, error: SlackRefused) -> None:
        """Go on without the message that is gone; end what has no place to be told in."""
        if claim.course.ts and error.code in ("message_not_found", "thread_not_found"):
            await self._store.save(claim, replace(claim.course, ts="", title=""), self._every)
            return
        await self._end(claim.subscription, f"I may not write where it is told ({error.code})")

    async def _end(self, subscription: Subscription, why: str) -> None:
        if not await self._store.remove(subscription.id):
            return
        self._log.warning("subscription ended", subscription=subscription.id, channel=subscription.channel, why=why)
        await self._flow.guarded(lambda: self._say_so(subscription, why), _nothing)

    async def _say_so(self, subscription: Subscription, why: str) -> None:
        channel = await self._posts.web.direct(subscription.user)
        await self._posts.post(
            channel, ended(subscription.line, why), f"{subscription.id}:ended:{self._clock():.0f}", effort="once"
        )


async def _nothing(error: Exception) -> None:
    """Leave it: it is in the log, and whoever cannot be told cannot be told that either."""
