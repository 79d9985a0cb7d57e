"""How the bot meets people, put together: talk, the Home tab, forms, and what it says where it is invited to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.ask import Ask
from bot.blocks.message import Renderer
from bot.core import Core
from bot.delivery import Delivery
from bot.errands import Errands
from bot.forms.command_form import CommandForm
from bot.forms.forms import Forms
from bot.forms.suggestions import Suggestions
from bot.home.favourites import MemoryFavourites, SharedFavourites
from bot.home.health import KnownHealth
from bot.home.home import Home
from bot.home.section import Section
from bot.incidents.channels import IncidentChannels
from bot.incidents.here import Here
from bot.people import People
from bot.slack.doors import Doors
from bot.slack.identity import Identity
from bot.talk.hearing import Talk, rights
from bot.talk.meaning import Meanings
from bot.talk.names import KnownNames
from bot.talk.remembering import Remembering
from bot.talk.store import MemoryTurns, SharedTurns
from bot.web import SlackWeb
from processors._text import Text
from processors.talk import rights_said

OWED = 20.0
"""Seconds for which a Home tab or a welcome is worth bringing late."""
GRACE = 3.0
"""Seconds that forms under way may still take when the bot is told to stop."""


class Meeting:
    """What meets people; `doors` is for the listeners.

    Args:
        core: everything but Slack; its flow is told what to hear and what to remember.
        web: Slack's Web API.
        command: our slash command.
        identity: who the bot is.
        channels: the incident channels.
        hand_over: takes each question and returns at once.
        sections: what other rooms add to the Home tab.
    """

    def __init__(
        self, core: Core, web: SlackWeb, command: str, identity: Identity, channels: IncidentChannels,
        hand_over: Callable[[Ask], None], sections: Sequence[Section] = (),
    ) -> None:  # fmt: skip
        link, delivery = core.cache.link, Delivery(web, Renderer(), core.clock, owed=OWED)
        turns = SharedTurns(link) if link is not None else MemoryTurns()
        favourites = SharedFavourites(link, core.clock) if link is not None else MemoryFavourites()
        names = KnownNames(core.catalogue, core.upstreams, core.cache)

        def said(user: str) -> Sequence[Text]:
            return rights_said(rights(core.access, user), changes=True)

        home = Home(delivery, KnownHealth(core.upstreams, core.cache), said, favourites, sections, core.clock)
        here = Here(channels, People(web, identity.team, channels), delivery, command, identity.user)
        talk = Talk(core.catalogue, core.access, names, turns)
        core.flow.listen(talk, Remembering(turns).remember, home.remember)
        core.flow.adopt({**home.operations(), **here.operations()})
        self._errands = Errands(core.flow.guarded)
        form, suggestions = CommandForm(core.catalogue, core.upstreams), Suggestions(core.flow, names)
        forms = Forms(web, core.flow, form, suggestions, names, Meanings(core.catalogue), self._errands, hand_over)
        self.doors = Doors(hand_over, forms.pressed, forms.submitted, forms.suggested)

    async def drain(self) -> None:
        """Let the forms under way be brought to their end, a moment at most."""
        await self._errands.drain(GRACE)
