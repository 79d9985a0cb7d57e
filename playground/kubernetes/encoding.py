"""JSON as Go's encoder writes it: `<`, `>`, `&` and two line separators are escaped."""

from __future__ import annotations

import json
from typing import Any

import msgspec

ESCAPES = (
    (b"<", b"\\u003c"), (b">", b"\\u003e"), (b"&", b"\\u0026"), (b"\xe2\x80\xa8", b"\\u2028"), (b"\xe2\x80\xa9", b"\\u2029"),
)  # fmt: skip


def encode(value: Any) -> bytes:
    """Return `value` as compact JSON."""
    written = msgspec.json.encode(value)
    for plain, escaped in ESCAPES:
        if plain in written:
            written = written.replace(plain, escaped)
    return written


def encode_pretty(value: Any) -> bytes:
    """Return `value` as JSON for people, indented by two spaces."""
    return json.dumps(value, indent=2, ensure_ascii=False).encode()
