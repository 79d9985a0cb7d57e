"""The errors of upstreams, one tree.

    UpstreamError                 something between us and the target failed
    ├── Unreachable               no connection: refused, no such host, TLS not trusted, cut off
    ├── TimedOut                  no (whole) answer within the time
    ├── Overloaded                429 or 503, or our own bulkhead is full; `retry_after` seconds if it said so
    ├── Broken                    5xx, half a body, or an answer that cannot be understood
    ├── Refused                   it answered and will not: the credentials or the rights are wrong
    │   ├── Unauthenticated       401, or credentials that could not be had at all
    │   └── Forbidden             403
    ├── Missing                   404: the thing or the API is not there
    ├── Invalid                   400, 422: what was asked makes no sense to it (a wrong selector, say)
    │   └── TooCostly             it gave up on a question that takes too long or too much
    └── BreakerOpen               not asked at all: it failed repeatedly; `retry_after` seconds until the next look

Only `Unreachable`, `TimedOut`, `Overloaded` and `Broken` say anything about the target's health: they alone count for the
breaker, and they alone make the last good answer worth showing.
"""

from __future__ import annotations


class UpstreamError(Exception):
    """Something between us and one target failed.

    Attributes:
        target: the target's name.
        reason: one plain-text phrase that a person understands, e.g. `connection refused`. No secrets, no URL, at most 300
            characters. It may quote the upstream, so it is hostile text until escaped.
        retry_after: seconds until it is worth asking again, where known.
    """

    ailing = False
    """Whether this error says that the target is unwell, rather than that it disagrees."""

    def __init__(self, target: str, reason: str, retry_after: float | None = None) -> None:
        super().__init__(f"{target}: {reason}")
        self.target = target
        self.reason = reason[:300]
        self.retry_after = retry_after


class Unreachable(UpstreamError):
    """No connection to the target."""

    ailing = True


class TimedOut(UpstreamError):
    """No whole answer within the time."""

    ailing = True


class Overloaded(UpstreamError):
    """The target has too much to do, or we already have as many requests under way to it as we allow ourselves."""

    ailing = True


class Broken(UpstreamError):
    """The target answered with an error of its own, or with something that cannot be understood."""

    ailing = True


class Refused(UpstreamError):
    """The target will not do this for us."""


class Unauthenticated(Refused):
    """The target does not accept who we say we are."""


class Forbidden(Refused):
    """The target knows us and does not let us."""


class Missing(UpstreamError):
    """What was asked for is not there."""


class Invalid(UpstreamError):
    """The target does not understand what was asked."""


class TooCostly(Invalid):
    """The target gave this question up, as it takes too long or too much: that says nothing of how the target is."""


class BreakerOpen(UpstreamError):
    """Not asked, because it failed repeatedly; a look is taken again after `retry_after` seconds."""
