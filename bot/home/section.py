"""A part of the Home tab that another room fills: a person's digests, subscriptions and the like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from processors._controls import Button
from processors._text import Text


class Entry(msgspec.Struct, frozen=True):
    """One thing of a section: what it is, and what can be done with it; of the buttons the first four are shown."""

    text: Text
    buttons: tuple[Button, ...] = ()


class Section(Protocol):
    """What there is of one kind for each person."""

    @property
    def title(self) -> str:
        """What the section is called, e.g. `Your digests`."""
        ...

    async def entries(self, user: str) -> Sequence[Entry]:
        """Return what there is for this user ID; nothing, and the section is left out. Raises StoreAwayError."""
        ...
