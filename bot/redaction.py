"""Takes secrets out of what is written down: the known ones, and whatever has the shape of one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

import msgspec

from connectors._contract import Secret
from connectors._redaction import HIDDEN, Shapes

SHORTEST = 4
"""A known secret shorter than this is not looked for: it would tear ordinary words apart, and protects nothing."""
DEEPEST = 6
"""Levels of nesting that are looked into; what lies deeper is written as text."""

_PRIVATE_NAME = re.compile(
    r"(^|_)(token|password|passwd|secret|authorization|cookie|ticket|api_key|response_url)$", re.IGNORECASE
)
_UNSAFE: dict[int, str | None] = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)))
"""Control characters but tab, newline and carriage return: in a terminal they could hide or forge lines."""
_UNSAFE |= dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")  # halves of characters: no UTF-8 can hold them


class Redaction:
    """Knows the secrets and takes them out of texts and of whole structures."""

    def __init__(self, secrets: Iterable[Secret] = ()) -> None:
        known: set[str] = set()
        for value in (secret.reveal() for secret in secrets):
            if len(value) >= SHORTEST:
                known |= {value, quote(value, safe=""), json.dumps(value)[1:-1], repr(value)[1:-1]}
        longest_first = sorted(known, key=lambda value: (-len(value), value))
        self._known = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
        self._shapes = Shapes()

    def text(self, text: str) -> str:
        """Return `text` with every secret as `***`, without control characters."""
        return self._shapes.text(self._known.sub(HIDDEN, text)).translate(_UNSAFE)

    def fields(self, fields: Mapping[str, object]) -> dict[str, object]:
        """Return the fields with every secret taken out, at any depth; what is named like a secret is hidden whole."""
        return {self.text(str(name)): self._field(str(name), value, DEEPEST) for name, value in fields.items()}

    def _field(self, name: str, value: object, levels: int) -> object:
        if value not in (None, "") and _PRIVATE_NAME.search(name):
            return HIDDEN
        return self._value(value, levels)

    def _value(self, value: object, levels: int) -> object:
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, str):
            return self.text(value)
        if levels and isinstance(value, msgspec.Struct):
            value = msgspec.structs.asdict(value)
        if levels and isinstance(value, Mapping):
            return {self.text(str(key)): self._field(str(key), one, levels - 1) for key, one in value.items()}
        if levels and isinstance(value, list | tuple | set | frozenset):
            return [self._value(one, levels - 1) for one in value]
        return self.text(repr(value))
