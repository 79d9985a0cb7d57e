"""What is wrong with a configuration: every mistake at once, each with its place and what would be right."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

Place = tuple[str | int, ...]
"""Where a value stands: keys and positions from the top, e.g. `("alerts", "routes", 0, "channel")`."""


class Mistake(msgspec.Struct, frozen=True):
    """One thing that is wrong.

    Attributes:
        place: where it stands; empty for the file as a whole or for the environment.
        said: what is wrong and what would be right, one plain sentence. Never the value of a secret.
        line: the line in the file, from 1; None where there is none.
    """

    place: Place
    said: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{written(self.place)}: {self.said}" if self.place else f"{where}{self.said}"


class ConfigError(Exception):
    """The configuration is refused.

    Attributes:
        source: the file's path as given.
        mistakes: all that is wrong, in the order of the file; at least one.
    """

    def __init__(self, source: str, mistakes: Sequence[Mistake]) -> None:
        self.source = source
        self.mistakes = tuple(mistakes)
        count = f"{len(self.mistakes)} mistakes" if len(self.mistakes) > 1 else "a mistake"
        super().__init__("\n".join([f"{source}: {count} in the configuration", *(f"  {one}" for one in self.mistakes)]))


def written(place: Place) -> str:
    """Return the full path as people write it, e.g. `alerts.routes[0].channel` or `cache.ttl."pods failed"`."""
    text = ""
    for step in place:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            bare = step.replace("_", "").replace("-", "").isalnum()
            text += ("." if text else "") + (step if bare else f'"{step}"')
    return text
