"""Who may change something, and where: looked at on every click, as a button is state and not authority.

Until there are access rules for it: members of the workspace, in the incident channels.
"""

from __future__ import annotations

from bot.ask import Ask
from bot.errors import Denied
from bot.incidents.channels import IncidentChannels
from bot.web import SlackWeb
from bot.web_answers import Member

_PAGE, _PAGES = 1000, 20
"""Members of a page, and pages that are read at most."""


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
        conversation = await self._web.conversation(ask.place.channel)
        if conversation.is_ext_shared or conversation.is_pending_ext_shared:
            raise Denied("Nothing is changed from a channel that is shared with another organisation.")
        member = await self._web.member(ask.user)
        if member.deleted or member.is_bot or ask.user == "USLACKBOT":
            raise Denied("Only people may change something.")
        if member.is_restricted or member.is_ultra_restricted or member.is_stranger or member.team_id != self._team:
            raise Denied("Guests may not change anything.")
        return member

    async def in_channel(self, ask: Ask) -> None:
        """Return if the asker is in the channel from which they ask, rather than only looking into it.

        Raises:
            Denied: they are not.
            SlackError: Slack does not say who is.
        """
        cursor = ""
        for _ in range(_PAGES):
            page = await self._web.members(ask.place.channel, cursor=cursor, limit=_PAGE)
            if ask.user in page.members:
                return
            cursor = page.response_metadata.next_cursor
            if not cursor:
                break
        raise Denied("Only members of this channel may say that: join it first.")
