"""The app as it is installed in the workspace: where it calls, with which tokens, and who is there by which id."""

from __future__ import annotations

from playground.slack.state import State


class Installed:
    """What whoever runs an app against the stand-in has to hand it, or to know of the workspace."""

    _state: State

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
    def unfurl_domains(self) -> set[str]:
        """The domains that the app has registered for unfurling; it may show videos of these alone. None at first."""
        return self._state.unfurl_domains

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
