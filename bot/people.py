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
        conversation = await self._web.conversation(ask.place.channel)
        if conversation.is_ext_shared or conversation.is_pending_ext_shared:
            raise Denied("Nothing is changed from a channel that is shared with another organisation.")
        member = await self._web.member(ask.user)
        if member.deleted or member.is_bot or ask.user == "USLACKBOT":
            raise Denied("Only people may change something.")
        if member.is_restricted or member.is_ultra_restricted or member.is_stranger or member.team_id != self._team:
            raise Denied("Guests may not change anything.")
        return member
