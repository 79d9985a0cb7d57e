"""What somebody did with a shortcut or a form, as the rooms behind the listeners see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from bot.ask import Place
from connectors._contract import Secret

Kind = Literal["shortcut", "changed", "submitted", "suggested"]


class Interaction(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that somebody did.

    Attributes:
        kind: a shortcut was used; a form's control changed; a form was sent; a form's menu asks for options.
        id: short, for people to quote and for the logs.
        user, team: who did it.
        callback: which shortcut, or which form.
        trigger: what lets a modal be opened, for three seconds, once.
        view, hash: the form, and which state of it the person saw.
        values: what stands in the form, by the block's id: nothing, one text or several.
        metadata: what we have put into the form for ourselves.
        action: the menu that asks for options; `typed` is what was typed into it.
        place: the message that the shortcut was used on: its channel, its thread or itself as the thread.
        text: that message's text.
        response_urls: by the chosen channel, Slack's own way into it.
    """

    kind: Kind
    id: str
    user: str
    team: str = ""
    callback: str = ""
    trigger: Secret = Secret("")
    view: str = ""
    hash: str = ""
    values: Mapping[str, tuple[str, ...]] = {}
    metadata: str = ""
    action: str = ""
    typed: str = ""
    place: Place = Place()
    text: str = ""
    response_urls: Mapping[str, Secret] = {}

    def value(self, block: str) -> str:
        """Return the one text of a block; "" where nothing stands in it."""
        return next(iter(self.values.get(block, ())), "")
