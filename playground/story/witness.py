"""What has been said and asked since the story began, as Slack's stand-in has seen it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from playground.slack import Envelope, Slack
from playground.story.colleague import WHERE
from playground.story.everyday import DIGEST_NAME, DIGESTED
from playground.story.steps import ALERT, line

HOME = "app_home_opened"


class Witness:
    """Looks at what the bot has heard, and at what it has posted.

    Args:
        slack: where people work.
    """

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self.begin()

    def begin(self) -> None:
        """Take no notice of what has been until now."""
        self._earlier = self._posted(WHERE, ALERT) | self._posted(DIGESTED, DIGEST_NAME)
        self._began = self.newest()

    @property
    def alerted(self) -> bool:
        """Whether the alert stands in its channel."""
        return bool(self._posted(WHERE, ALERT) - self._earlier)

    @property
    def digested(self) -> bool:
        """Whether a digest stands in its channel."""
        return bool(self._posted(DIGESTED, DIGEST_NAME) - self._earlier)

    def newest(self) -> float:
        """Return when the last envelope was sent, in seconds since 1970 by Slack's clock; 0 if there was none."""
        return max((one.at for one in self._slack.envelopes), default=0.0)

    def asked(self, since: float | None = None) -> Sequence[str]:
        """Return what people have asked since the beginning, or after a moment, as far as the bot has heard it."""
        return [line(one.what) for one in self._heard(since)]

    def written(self) -> Sequence[str]:
        """Return what people have written in their DMs."""
        events = (one for one in self._heard() if one.kind == "events_api" and one.channel.startswith("D"))
        return [one.what for one in events if one.user != self._slack.bot_user and one.what != HOME]

    def _heard(self, since: float | None = None) -> Iterator[Envelope]:
        began = self._began if since is None else since
        return (one for one in self._slack.envelopes if one.at > began and one.acked)

    def _posted(self, channel: str, name: str) -> set[str]:
        """Return which messages of the app that name this stand in the channel: their `ts`."""
        said = (one for one in self._slack.messages(channel) if one.user == self._slack.bot_user and one.thread_ts is None)
        return {one.ts for one in said if name in one.text}
