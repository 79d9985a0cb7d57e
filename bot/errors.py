"""The bot's own errors, one tree; the upstreams' are in `connectors._errors`, a wrong command line is a `UsageError`.

BotError
├── Denied            the asker may not do this here
├── Busy              more questions are waiting than we take
├── NoPicture         a chart could not be drawn
└── SlackError        something between us and Slack failed
    ├── SlackAway     no answer, or 5xx or 429: worth trying again, `retry_after` seconds if it said so
    └── SlackRefused  Slack will not: tokens, scopes, the app's settings; trying again is of no use
"""

from __future__ import annotations


class BotError(Exception):
    """Base of the bot's own errors; its text is one sentence that a person understands."""


class Denied(BotError):
    """The asker may not do this here."""


class Busy(BotError):
    """More questions are waiting than we take."""


class NoPicture(BotError):
    """A chart could not be drawn."""


class SlackError(BotError):
    """Something between us and Slack failed."""


class SlackAway(SlackError):
    """Slack does not answer, or answers that it cannot now.

    Attributes:
        retry_after: seconds until it is worth asking again, where Slack said so.
        maybe_done: whether Slack may have carried out what it did not confirm.
    """

    def __init__(self, why: str, retry_after: float | None = None, *, maybe_done: bool = False) -> None:
        super().__init__(why)
        self.retry_after = retry_after
        self.maybe_done = maybe_done


class SlackRefused(SlackError):
    """Slack will not, and says so with an error code.

    Attributes:
        code: Slack's error code, e.g. `not_in_channel`; "" where there is none.
        details: Slack's remarks, e.g. which block it refused and why.
    """

    def __init__(self, why: str, code: str = "", details: tuple[str, ...] = ()) -> None:
        super().__init__(why)
        self.code = code
        self.details = details
