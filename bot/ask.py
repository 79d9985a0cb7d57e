"""Who asks what, and where: the one shape that every way in (slash, mention, DM, click, terminal) is brought into."""

from __future__ import annotations

from typing import Literal

import msgspec

from connectors._contract import Secret

Way = Literal[
    "slash", "mention", "dm", "button", "home", "form", "event", "terminal", "watch", "subscription", "digest"
]  # fmt: skip


class Place(msgspec.Struct, frozen=True):
    """Where an answer goes.

    Attributes:
        channel: the channel's ID; "" in the terminal.
        thread: the `ts` of the thread to answer in; "" for the channel itself.
        edits: the `ts` of the message that the answer replaces (Refresh); "" for a new one.
        response_url: Slack's own way back to where a slash command or a click happened: works where the bot is no member,
            30 minutes long, five times. It is a secret: who has it can post.
        ephemeral: the click was on a message that only the asker sees.
    """

    channel: str = ""
    thread: str = ""
    edits: str = ""
    response_url: Secret | None = None
    ephemeral: bool = False


class Ask(msgspec.Struct, frozen=True):
    """One question as it came in.

    Attributes:
        id: short, for people to quote and for the logs.
        text: the command line as typed or carried by a button, cleaned of Slack's escapes.
        way: how it came.
        user: the asker's user ID.
        team: the asker's workspace ID.
        delivery: Slack's own identity of this event, the same for every delivery of it; "" for what it delivers once.
        place: where the answer goes.
        began: when it came in, in seconds of the monotonic clock.
        heard: what the asker wrote in plain words, where `text` is the line that was made of it; "" for a line.
    """

    id: str
    text: str
    way: Way
    user: str = ""
    team: str = ""
    delivery: str = ""
    place: Place = Place()
    began: float = 0.0
    heard: str = ""

    @property
    def configured(self) -> bool:
        """Whether nobody asks but the configuration, for a digest of its own: its writer could write the rules, too."""
        return self.way == "digest" and not self.user
