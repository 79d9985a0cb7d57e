"""The workspace: its people, channels, groups and the one app that is installed in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from playground.slack.refusal import Refused

SCOPES = (
    "app_mentions:read", "channels:history", "channels:join", "channels:read", "chat:write", "commands", "files:write",
    "groups:history", "groups:read", "im:history", "im:read", "im:write", "reactions:write", "usergroups:read", "users:read",
)  # fmt: skip
"""What a bot of this kind asks for; `chat:write.public` is not among it, so it must be in a channel to post there."""


@dataclass(frozen=True, slots=True)
class User:
    """One person, or the bot. `made_up`: one of a crowd, whom nobody can be on the page."""

    id: str
    name: str
    real_name: str
    title: str = ""
    team: str = ""
    restricted: bool = False
    made_up: bool = False
    bot: bool = False
    deleted: bool = False

    def info(self) -> dict[str, Any]:
        """Return the user object as `users.info` shows it."""
        return {
            "id": self.id, "team_id": self.team, "name": self.name, "deleted": self.deleted, "real_name": self.real_name,
            "color": "9f69e7", "tz": "Europe/London", "tz_label": "Greenwich Mean Time", "tz_offset": 0,
            "is_admin": False, "is_owner": False, "is_primary_owner": False, "is_restricted": self.restricted,
            "is_ultra_restricted": False, "is_bot": self.bot, "is_app_user": False, "updated": 1780000000,
            "profile": {
                "real_name": self.real_name, "real_name_normalized": self.real_name, "display_name": self.name,
                "display_name_normalized": self.name, "title": self.title, "team": self.team, "status_text": "",
            },
        }  # fmt: skip


@dataclass(slots=True)
class Channel:
    """One channel or DM. `person` is the other side of a DM; members are user ids."""

    id: str
    name: str
    members: set[str] = field(default_factory=set)
    topic: str = ""
    archived: bool = False
    ext_shared: bool = False
    person: str = ""

    def info(self, bot: str) -> dict[str, Any]:
        """Return the conversation object as `conversations.info` shows it to the app."""
        if self.person:
            return {
                "id": self.id, "created": 1780000000, "is_archived": False, "is_im": True, "is_org_shared": False,
                "user": self.person, "is_user_deleted": False, "priority": 0,
            }  # fmt: skip
        return {
            "id": self.id, "name": self.name, "name_normalized": self.name, "is_channel": True, "is_group": False,
            "is_im": False, "is_mpim": False, "is_private": False, "created": 1780000000, "is_archived": self.archived,
            "is_general": self.name == "general", "is_shared": self.ext_shared, "is_ext_shared": self.ext_shared,
            "is_org_shared": False, "is_member": bot in self.members, "num_members": len(self.members),
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }  # fmt: skip


def _id(letter: str, name: str) -> str:
    return letter + name.upper()[:10].rjust(10, "0")


class Workspace:
    """Everyone and every place, found by name or id.

    Args:
        bot: the bot's name, as people mention it.
    """

    def __init__(self, bot: str) -> None:
        self.team = "T0PLAYGROUN"
        self.domain = "playground"
        self.app = _id("A", bot)
        self.bot_id = _id("B", bot)
        self.webhook_id = _id("B", "webhook")
        self.bot = User(_id("U", bot), bot, bot, bot=True, team=self.team)
        self.people: tuple[User, ...] = (
            User(_id("U", "ana"), "ana", "Ana Souza", "SRE, on call", self.team),
            User(_id("U", "ben"), "ben", "Ben Okafor", "Developer", self.team),
            User(_id("U", "mia"), "mia", "Mia Lindqvist", "Engineering manager", self.team),
            User(_id("U", "gus"), "gus", "Gus Marin", "Contractor", self.team, restricted=True),
            User(_id("U", "eve"), "eve", "Eve Tan", "Vendor", "T000PARTNER"),
            User(_id("U", "dan"), "dan", "Dan Reyes", "Left last year", self.team, deleted=True),
        )
        self._users = {key: user for user in (*self.people, self.bot) for key in (user.id, user.name)}
        self._channels: dict[str, Channel] = {}
        self._fill()
        self.groups = {_id("S", "sre"): ("sre", "Site reliability", (self.people[0].id,))}

    def _fill(self) -> None:
        staff = {user.id for user in self.people[:4]}
        with_bot = staff | {self.bot.id}
        channels: Iterable[Channel] = (
            Channel(_id("C", "incidents"), "incidents", set(with_bot), "What is broken, and who is on it"),
            Channel(_id("C", "general"), "general", set(with_bot), "Everyone"),
            Channel(_id("C", "ops"), "ops", set(with_bot), "Operations"),
            Channel(_id("C", "random"), "random", set(staff), "The bot is not in here"),
            Channel(_id("C", "external"), "external", with_bot | {self.user("eve").id}, "With a partner", ext_shared=True),
            Channel(_id("C", "archived"), "archived", set(with_bot), "Closed", archived=True),
        )
        for channel in channels:
            self._channels[channel.id] = self._channels[channel.name] = channel
        for user in self.people:
            self._open(user)

    def _open(self, user: User) -> None:
        """Make the DM between a user and the bot."""
        channel = Channel(_id("D", user.name), user.name, {user.id, self.bot.id}, person=user.id)
        self._channels[channel.id] = self._channels[f"@{user.name}"] = channel

    def crowd(self, size: int) -> list[User]:
        """Return so many made-up people, the same again each time."""
        for number in range(sum(user.made_up for user in self.people) + 1, size + 1):
            name = f"asker{number:03d}"
            user = User(_id("U", name), name, f"Asker {number}", "Made up", self.team, made_up=True)
            self.people += (user,)
            self._users[user.id] = self._users[name] = user
            self._open(user)
        return [user for user in self.people if user.made_up][:size]

    def user(self, key: str) -> User:
        """Return a user by name or id. Raises `user_not_found`."""
        user = self._users.get(key.lstrip("@"))
        if user is None:
            raise Refused("user_not_found")
        return user

    def channel(self, key: str) -> Channel:
        """Return a channel by id or name, or a DM by its id or its user's id. Raises `channel_not_found`."""
        found = self._channels.get(key.lstrip("#")) or (self.direct(key) if key in self._users else None)
        if found is None:
            raise Refused("channel_not_found")
        return found

    def direct(self, user: str) -> Channel:
        """Return the DM between the bot and a user, named by name or id. Raises `user_not_found`, `channel_not_found`."""
        found = self._channels.get(f"@{self.user(user).name}")
        if found is None:
            raise Refused("channel_not_found")
        return found

    def channels(self) -> list[Channel]:
        """Return every channel, then every DM, once each."""
        return [channel for key, channel in self._channels.items() if key == channel.id]
