"""Where digests are kept: what both stores promise those who list and change them. Of runs knows `bot.digests.ledger`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from bot.digests.digest import Digest


class DigestStore(Protocol):
    """Keeps the digests made in chat, and what the last run of each digest left. Raises StoreAwayError when it is away."""

    lasting: bool
    """Whether what is made in chat outlives the process."""

    async def all(self) -> Sequence[Digest]:
        """Return every digest, those of the configuration too, by name."""
        ...

    async def get(self, name: str) -> Digest | None:
        """Return the digest of this name, if there is one."""
        ...

    async def add(self, digest: Digest) -> bool:
        """Take a new digest; False if its name is taken."""
        ...

    async def change(self, name: str, revision: int, into: Callable[[Digest], Digest]) -> Digest | None:
        """Return the digest as it is after the change; None if it is gone or no longer of this revision.

        Digests of the configuration can be paused and resumed, nothing else.
        """
        ...

    async def remove(self, name: str, revision: int) -> bool:
        """Forget a digest made in chat; False if it is gone or no longer of this revision."""
        ...

    async def last(self, name: str) -> bytes:
        """Return what the last edition kept; empty before the first."""
        ...
