"""Whether the app may show videos: it needs a scope for it, and shows those of its own domains."""

from __future__ import annotations

from typing import Any

from playground.slack import blocks
from playground.slack.refusal import bad_blocks
from playground.slack.state import State


def permit(state: State, shown: list[dict[str, Any]], error: str = "invalid_blocks") -> None:
    """Look at checked blocks. Raises `missing_scope`, or `error` with every video from elsewhere."""
    found = [(at, block) for at, block in blocks.flat(shown) if block["type"] == "video"]
    if found:
        state.tokens.need(blocks.EMBEDDING)
        if problems := blocks.elsewhere(found, state.unfurl_domains):
            raise bad_blocks(problems, error)
