"""What names one cached answer, and a set of them."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

import msgspec


class Key(msgspec.Struct, frozen=True):
    """The name of one answer: what was asked, of which target.

    Attributes:
        what: the normalised command line, without targets, and whatever else tells two answers apart (a scope of rights).
        target: the target's name; "" for what asks none.
    """

    what: str
    target: str

    @property
    def text(self) -> str:
        """The key as it stands in Redis, e.g. `pods@prod:9f2c…`, the same on every replica and after every restart.

        Readable are the first word and the target only: what a person typed may be a secret, and is hashed.
        """
        family = self.what.split(" ", 1)[0]
        return f"{family}@{self.target}:{blake2b(self.what.encode(), digest_size=16).hexdigest()}"


def prefix(what: Key | str) -> str:
    """Return what the texts of the keys that are meant start with.

    Args:
        what: a key; or a family of commands (`pods`); or that on one target (`pods@prod`).
    """
    if isinstance(what, Key):
        return what.text
    return f"{what}:" if "@" in what else f"{what}@"


def starting(text: str) -> Callable[[str], bool]:
    """Return whether a key's text starts with `text`, as a function."""
    return lambda key: key.startswith(text)
