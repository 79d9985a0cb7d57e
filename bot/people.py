"""Who may change something, and where: looked at on every click, as a button is state and not authority.

Until there are access rules for it: members of the workspace, in the incident channels.
"""

from __future__ import annotations

from bot.ask import Ask
from bot.errors import Denied
from bot.incidents.channels import IncidentChannels
from bot.web import SlackWeb
from bot.web_answers import Member


class People:
    """Asks Slack who somebody is; it fails closed.

    Args:
        web: Slack's Web API.
        team: our workspace's ID.
        channels: the incident channels.
    """

    def __init__(self, web: SlackWeb, team: str, channels: IncidentChannels) -> None:
        self._web, self._team, self._channels = web, team, channels

    async def may_change(self, ask: Ask) -> Member:
        """Return who asks, if they may change something where they ask.

        Raises:
            Denied: they may not; it says why.
            SlackError: Slack does not say who they are.
        """
        if not await self._channels.has(ask.place.channel):
            raise Denied("This changes something, which is allowed in incident channels only: `here` says more.")
        return await self.insider(ask)

    async def insider(self, ask: Ask) -> Member:
        """Return who asks, if they are a full member of our workspace and ask from a channel of ours alone.

        Raises:
            Denied: they are not; it says why.
            SlackError: Slack does not say who they are.
        """
        await self._ours(ask.place.channel)
        return await self.person(ask.user)

    async def may_have_told(self, user: str, channel: str) -> Member:
        """Return who asks, if they may have the bot tell something in a channel again and again. Raises like `insider`."""
        member = await self.person(user)
        await self._ours(channel)
        await self.in_channel(user, channel)
        return member

    async def person(self, user: str) -> Member:
        """Return a member of the workspace who is a person and no guest. Raises like `insider`."""
        member = await self._web.member(user)
        if member.deleted or member.is_bot or user == "USLACKBOT":
            raise Denied("Only people may do that.")
        if member.is_restricted or member.is_ultra_restricted or member.is_stranger or member.team_id != self._team:
            raise Denied("Guests may not do that.")
        return member

    async def in_channel(self, user: str, channel: str) -> None:
        """Return if somebody is in a channel, rather than only looking into it. Raises like `insider`."""
        if not await self._web.is_member(user, channel):
            raise Denied("Only members of that channel may say that: join it first.")

    async def _ours(self, channel: str) -> None:
        conversation = await self._web.conversation(channel)
        if conversation.is_ext_shared or conversation.is_pending_ext_shared:
            raise Denied("That is not done in a channel that is shared with another organisation.")
