"""What a run of a digest brings: the seam between the keeping of times and the making of messages."""

from __future__ import annotations

from typing import Protocol

import msgspec

from bot.digests.digest import Run
from processors._summary import Summary


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """What is posted for one run.

    Attributes:
        summary: the one condensed message.
        parts: the full answers, for its thread, in the commands' order.
        kept: what the next run compares with, packed by whoever made it; handed back to it as `before`.
        quiet: why nothing is posted this time, for the log and `digest list`; "" to post.
    """

    summary: Summary
    parts: tuple[Summary, ...] = ()
    kept: bytes = b""
    quiet: str = ""


class Editor(Protocol):
    """Makes editions."""

    async def edit(self, run: Run, before: bytes) -> Edition:
        """Ask what the digest asks, and return what is to be posted. What fails is named in it; raises nothing expected.

        Args:
            run: the run.
            before: what the last edition kept; empty before the first.
        """
        ...
