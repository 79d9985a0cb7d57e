"""What is kept of a conversation: its last answer, so that “and in staging?” and “the second” mean something."""

from __future__ import annotations

import msgspec

from processors._things import Thing


class Turn(msgspec.Struct, frozen=True):
    """The last answer of a conversation: a DM, or a thread.

    Attributes:
        line: the command line that was answered, with its targets.
        things: what the answer named, in its order.
    """

    line: str
    things: tuple[Thing, ...] = ()
