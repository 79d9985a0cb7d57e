"""What every Struct is that stands for a part of the server's JSON: it names what is used, the rest is skipped."""

from __future__ import annotations

import msgspec


class Fields(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """A JSON object of the API. Every field has a default, as the server leaves out what is empty."""
