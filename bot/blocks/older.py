"""What to do without where Slack refuses blocks: new ones are rolled out in phases, and documents differ on bounds."""

from __future__ import annotations

import re

from bot.blocks.message import Message
from bot.blocks.table import TIGHT
from bot.errors import SlackRefused

NEWER = ("data_visualization", "data_table", "table")
"""Blocks that Slack rolled out in phases, newest first: where one is refused, an older one says the same."""


def older(message: Message, error: SlackRefused, refused: frozenset[str]) -> frozenset[str] | None:
    """Return what to do without instead, the least first; None: without any blocks."""
    used = {block["type"] for block in message.blocks}
    if "data_table" in used and TIGHT not in refused and not any("unsupported type" in detail for detail in error.details):
        return refused | {TIGHT}
    newest = [kind for kind in NEWER if kind in used and kind not in refused]
    blamed = [kind for kind in newest if any(kind in re.findall(r"\w+", detail) for detail in error.details)]
    return refused | {(blamed or newest)[0]} if newest else None
