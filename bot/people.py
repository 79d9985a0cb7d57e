"""Who may change something, and where: looked at on every click, as a button is state and not authority.

Until there are access rules for it: members of the workspace, in the incident channels.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.ask import Ask
from bot.errors import Denied
from bot.web import SlackWeb
from bot.web_answers import Member


class People:
    """Asks Slack who somebody is; it fails closed.

    Args:
        web: Slack's Web API.
        team: our workspace's ID.
        channels: the incident channels' IDs.
    """

    def __init__(self, web: SlackWeb, team: str, channels: Collection[str]) -> None:
        self._web, self._team, self._channels = web, team, frozenset(channels)

    async def may_change(self, ask: Ask) -> Member:
        """Return who asks, if they may change something where they ask.

        Raises:
            Denied: they may not; it says why.
            SlackError: Slack does not say who they are.
        """
        if ask.place.channel not in self._channels:
            raise Denied("This changes something, which is allowed in incident channels only (slack.incident_channels).")
        await self._own(ask.place.channel)
        return await self.person(ask.user)

    async def may_have_told(self, user: str, channel: str) -> Member:
        """Return who asks, if they may have the bot tell something in a channel again and again.

        Raises:
            Denied: they may not; it says why.
            SlackError: Slack does not say who they are.
        """
        member = await self.person(user)
        await self._own(channel)
        if not await self._web.is_member(user, channel):
            raise Denied("You are not in that channel: who is in it decides what it is told.")
        return member

    async def person(self, user: str) -> Member:
        """Return a member of the workspace who is a person and no guest. Raises like `may_change`."""
        member = await self._web.member(user)
        if member.deleted or member.is_bot or user == "USLACKBOT":
            raise Denied("Only people may do that.")
        if member.is_restricted or member.is_ultra_restricted or member.is_stranger or member.team_id != self._team:
            raise Denied("Guests may not do that.")
        return member

    async def _own(self, channel: str) -> None:
        conversation = await self._web.conversation(channel)
        if conversation.is_ext_shared or conversation.is_pending_ext_shared:
            raise Denied("That is not done in a channel that is shared with another organisation.")
