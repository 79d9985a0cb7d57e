"""Publishes the Home tab of whoever opens it, and keeps their favourites."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import time

import structlog
from cachetools import TTLCache

from bot.ask import Ask
from bot.delivery import Delivery
from bot.flow import Exchange, Perform
from bot.home.favourites import LONGEST, MOST, Favourites, FavouriteStore
from bot.home.health import KnownHealth
from bot.home.page import HomePage, view
from bot.home.section import Entry, Section
from bot.reply import SlackReply
from bot.store.redis import StoreAwayError
from handlers._contract import Invocation, UsageError
from handlers._line import line
from processors._controls import Button
from processors._summary import Summary, Tone
from processors._text import Span, Text, code

OFTEN = 3.0
"""Seconds within which a Home tab that is opened again is left as it is."""
AGAIN = 60.0
"""Seconds within which the same question of a person is counted once."""
_COUNTED = frozenset({"slash", "mention", "dm", "button", "home", "form"})
"""The ways in which people ask; the others come by themselves."""


class Home:
    """The Home tabs.

    Args:
        delivery: the way to Slack; its persistence should be short, as an old Home tab is better than a late one.
        health: how the targets are.
        rights: a person's rights in words, by user ID.
        favourites: where they are kept.
        sections: what other rooms add.
        clock: the time, seconds since 1970.
    """

    def __init__(
        self, delivery: Delivery, health: KnownHealth, rights: Callable[[str], Sequence[Text]], favourites: FavouriteStore,
        sections: Sequence[Section] = (), clock: Callable[[], float] = time,
    ) -> None:  # fmt: skip
        self._delivery, self._health, self._rights = delivery, health, rights
        self._favourites, self._sections, self._clock = favourites, tuple(sections), clock
        self._lately: TTLCache[str, None] = TTLCache(maxsize=10_000, ttl=OFTEN, timer=clock)
        self._counted: TTLCache[tuple[str, Invocation], None] = TTLCache(maxsize=10_000, ttl=AGAIN, timer=clock)
        self._log = structlog.get_logger("home")

    def operations(self) -> Mapping[str, Perform]:
        """Return what carries out each operation of `handlers.home`."""
        return {"home": self.show, "favourite": self.keep, "favourite remove": self.forget}

    async def remember(self, exchange: Exchange) -> None:
        """Count what a person asked; the same again within the minute is impatience, and counts once."""
        asked, ask = exchange.invocation, exchange.ask
        if not ask.user or ask.way not in _COUNTED or asked.fresh or asked.file or asked.page > 1:
            return
        if (ask.user, asked) in self._counted:
            return
        self._counted[ask.user, asked] = None
        if len(text := line(asked)) <= LONGEST:
            await self._favourites.count(ask.user, text)

    async def show(self, ask: Ask, _: Invocation) -> None:
        """Publish the asker's Home tab; a tab that was opened a moment ago is left as it is.

        Raises:
            SlackError: Slack does not take it.
        """
        if ask.way == "event":
            if ask.user in self._lately:
                return
            self._lately[ask.user] = None
        await self._publish(ask)
        if ask.way not in ("event", "home"):
            await self._say(ask, (Span("Your Home tab is up to date."),), ())

    async def keep(self, ask: Ask, asked: Invocation) -> None:
        """Keep a line at hand. Raises UsageError if there are enough, StoreAwayError."""
        kept = asked.arguments[0]
        if len(kept) > LONGEST:
            raise UsageError(f"That line has {len(kept):,} characters; a favourite has at most {LONGEST}.")
        if not await self._favourites.keep(ask.user, kept):
            raise UsageError(f"You have {MOST} favourites: forget one of them first.", ("home",))
        await self._changed(
            ask, (Span("★ "), code(kept), Span(" stands on your Home tab.")), (Button("Forget", f"favourite remove {kept}"),)
        )

    async def forget(self, ask: Ask, asked: Invocation) -> None:
        """Keep a line no longer. Raises UsageError if it was not kept, StoreAwayError."""
        kept = asked.arguments[0]
        if not await self._favourites.forget(ask.user, kept):
            raise UsageError("That is none of your favourites.", ("home",))
        await self._changed(ask, (code(kept), Span(" is no favourite any more.")), (Button("Keep", f"favourite {kept}"),))

    async def _changed(self, ask: Ask, said: Text, controls: tuple[Button, ...]) -> None:
        await self._publish(ask)
        if ask.way != "home":
            await self._say(ask, said, controls)

    async def _say(self, ask: Ask, said: Text, controls: tuple[Button, ...]) -> None:
        await SlackReply(self._delivery, ask).say(Summary(tone=Tone.NEUTRAL, title=said, controls=controls, private=True))

    async def _publish(self, ask: Ask) -> None:
        direct = ask.place.channel if ask.place.channel.startswith("D") else ""
        page = HomePage(
            at=self._clock(), targets=await self._health.now(), rights=self._rights(ask.user),
            favourites=await self._known(ask.user), sections=[await self._filled(one, ask.user) for one in self._sections],
        )  # fmt: skip
        made = view(page, direct)

        async def send() -> None:
            await self._delivery.web.call("views.publish", user_id=ask.user, view=made)

        await self._delivery.persistence.until_done(f"home {ask.user}", send)

    async def _known(self, user: str) -> Favourites | None:
        try:
            return await self._favourites.of(user)
        except StoreAwayError:
            return None

    async def _filled(self, section: Section, user: str) -> tuple[str, Sequence[Entry]]:
        try:
            return section.title, await section.entries(user)
        except StoreAwayError as away:
            self._log.warning("a section is left out", section=section.title, why=str(away))
            return section.title, ()
