"""The digests of the configuration and those of chat as one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from bot.digests.digest import Digest


class Digests:
    """Knows those of the configuration, of which the store keeps only whether they rest.

    Args:
        configured: those of the configuration.
    """

    def __init__(self, configured: Iterable[Digest] = ()) -> None:
        self._configured = MappingProxyType({digest.name: digest for digest in configured})

    def __contains__(self, name: str) -> bool:
        return name in self._configured

    def all(self, stored: Mapping[str, Digest]) -> dict[str, Digest]:
        """Return every digest by name, in the names' order, with what is stored of them."""
        found = {**stored, **{name: self._rested(one, stored.get(name)) for name, one in self._configured.items()}}
        return dict(sorted(found.items()))

    def one(self, name: str, stored: Digest | None) -> Digest | None:
        """Return the digest of this name."""
        configured = self._configured.get(name)
        return stored if configured is None else self._rested(configured, stored)

    def changed(self, before: Digest, into: Callable[[Digest], Digest]) -> Digest:
        """Return a digest after a change: of those of the configuration only whether it rests, and one revision later."""
        after = into(before)
        if before.name in self._configured:
            after = replace(before, paused=after.paused)
        return replace(after, name=before.name, revision=before.revision + 1)

    def clashing(self, stored: Mapping[str, Digest]) -> frozenset[str]:
        """Return the names that the configuration has taken from digests made in chat."""
        return frozenset(name for name, one in stored.items() if one.maker and name in self._configured)

    @staticmethod
    def _rested(configured: Digest, stored: Digest | None) -> Digest:
        """Return it as it rests or not; what is stored is about a channel, and another one begins anew."""
        if stored is None:
            return configured
        paused = stored.paused if stored.channel == configured.channel and not stored.maker else ""
        return replace(configured, paused=paused, revision=stored.revision)


def starts_anew(before: Digest, after: Digest) -> bool:
    """Return whether runs that are due by now are not owed after this change: it rested, or it came at other times."""
    rested = bool(before.paused) and not after.paused
    return rested or (before.cron, before.timezone) != (after.cron, after.timezone)
