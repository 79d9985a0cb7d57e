"""Takes secrets out of what is written down: the known ones, and whatever has the shape of one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

import msgspec

from connectors._contract import Secret

HIDDEN = "***"
SHORTEST = 4
"""A known secret shorter than this is not looked for: it would tear ordinary words apart, and protects nothing."""
DEEPEST = 6
"""Levels of nesting that are looked into; what lies deeper is written as text."""

_PRIVATE_NAME = re.compile(
    r"(^|_)(token|password|passwd|secret|authorization|cookie|ticket|api_key|response_url)$", re.IGNORECASE
)
# What each hides, and where its shape is from. Each is bounded where it could look ahead, so that a long hostile text costs
# no more per character than a short one.
_SHAPES = (
    r"xox[a-z](?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+",  # https://docs.slack.dev/authentication/tokens
    r"(?<=ticket=)[^&\s\"'\\]+",  # the one-time ticket in the URL of a Socket Mode connection
    r"(?<=hooks\.slack\.com/)[\w/.-]+",  # response URLs and incoming webhooks: who has one can post
    r"(?i:(?<=bearer )|(?<=basic ))[\w.~+/=-]{6,}",  # RFC 6750, RFC 7617
    r"(?<=://)[^/\s:@\"']{0,100}:[^/\s@\"']{1,200}(?=@)",  # user and password in a URL
    r"(?<![\w-])eyJ[\w-]{8,500}\.eyJ[\w-]{8,4000}\.[\w-]*",  # a JSON Web Token, such as a Kubernetes service account's
    r"(?i:(?<=[?&]token=)|(?<=[?&]password=)|(?<=[?&]secret=)|(?<=[?&]api_key=))[^&\s\"']+",
    r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,20}PRIVATE KEY-----|\Z)",
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
        self._pattern = re.compile("|".join([*map(re.escape, longest_first), *_SHAPES]), re.DOTALL)

    def text(self, text: str) -> str:
        """Return `text` with every secret as `***`, without control characters."""
        return self._pattern.sub(HIDDEN, text).translate(_UNSAFE)

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
