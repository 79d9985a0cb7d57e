"""The Home tab as blocks: at most 100 of them, all of plain or rich text, so that nothing in them comes alive.

Source: https://docs.slack.dev/surfaces/app-home/ and https://docs.slack.dev/reference/views/home-tab-views/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from bot.blocks.text import Block, context, inline, plain_text, rich_text
from bot.home.favourites import Favourites
from bot.home.health import TargetState
from bot.home.section import Entry
from bot.plaintext import units
from processors._ages import duration
from processors._controls import Button
from processors._text import Moment, Span, Text, bold, code, plain

BLOCKS = 100
"""Blocks of a Home tab at most (Slack)."""
_TARGETS, _ENTRIES, _RIGHTS = 20, 8, 6
_LINE, _LABEL, _VALUE = 600, 60, 2000
_BUTTONS = 4


class HomePage(msgspec.Struct, frozen=True):
    """What stands on somebody's Home tab.

    Attributes:
        at: when it was made, seconds since 1970.
        targets: how they are.
        rights: what the person may ask, a sentence each.
        favourites: their lines; None while they are not known.
        sections: what else is theirs: a title and entries each.
    """

    at: float
    targets: Sequence[TargetState]
    rights: Sequence[Text]
    favourites: Favourites | None
    sections: Sequence[tuple[str, Sequence[Entry]]] = ()


def view(page: HomePage, direct: str) -> dict[str, object]:
    """Return the view for `views.publish`; `direct` is the channel of the person's DM, where answers go."""
    blocks = list(_blocks(page))
    if len(blocks) > BLOCKS:
        blocks = [*blocks[: BLOCKS - 1], context(plain_text("… and more that has no room here", _LABEL))]
    return {"type": "home", "private_metadata": direct, "blocks": blocks}


def _blocks(page: HomePage) -> Iterator[Block]:
    yield _header("How it is")
    for state in page.targets[:_TARGETS]:
        yield rich_text(*inline(_target_said(state, page.at), _LINE))
    if len(page.targets) > _TARGETS:
        yield context(plain_text(f"… and {len(page.targets) - _TARGETS:,} more targets", _LABEL))
    if not page.targets:
        yield rich_text(*inline(plain("No target is configured."), _LINE))
    looks = [Button("Look at all", "status @all", "primary")] if page.targets else []
    yield _actions("look", [*looks, Button("What is broken?", "pods failed"), Button("Refresh", "home")])
    yield from _favourites(page.favourites)
    for number, (title, entries) in enumerate(page.sections):
        if entries:
            yield _header(title)
            yield from _entries(number, entries)
    yield _header("What you may ask")
    for right in page.rights[:_RIGHTS]:
        yield rich_text(*inline(right, _LINE))
    yield rich_text(
        *inline(plain("Write to me under Messages, in plain words or by a command; answers come there too."), _LINE)
    )
    yield _actions("help", [Button("All commands", "help")])
    yield rich_text(*inline((Span("As of "), Moment(page.at), Span(".")), _LINE))


def _target_said(state: TargetState, now: float) -> Text:
    name = (Span(f"{state.tone.value} "), bold(state.target))
    age = f" · {duration(now - state.at)} old" if state.at is not None else ""
    said = f" · {state.said}" if state.said else f" · nobody has looked lately · {', '.join(state.connectors)}"
    rests = f" · {', '.join(state.resting)} failed repeatedly and is left alone for now" if state.resting else ""
    return (*name, Span(f"{said}{age}{rests}"))


def _favourites(favourites: Favourites | None) -> Iterator[Block]:
    yield _header("Your favourites")
    if favourites is None:
        yield rich_text(*inline(plain("They cannot be read at the moment."), _LINE))
        return
    if not favourites.kept and not favourites.asked:
        yield rich_text(*inline((Span("What you ask stands here. Keep a line with "), code("favourite pods failed")), _LINE))
    for place, line in enumerate(favourites.kept):
        yield _actions(f"kept:{place}", [Button(line, line, "primary"), Button("★ Forget", f"favourite remove {line}")])
    for place, line in enumerate(favourites.asked):
        yield _actions(f"asked:{place}", [Button(line, line), Button("☆ Keep", f"favourite {line}")])


def _entries(number: int, entries: Sequence[Entry]) -> Iterator[Block]:
    for place, entry in enumerate(entries[:_ENTRIES]):
        yield rich_text(*inline(entry.text, _LINE))
        if entry.buttons:
            yield _actions(f"section:{number}:{place}", entry.buttons[:_BUTTONS])
    if len(entries) > _ENTRIES:
        yield context(plain_text(f"… and {len(entries) - _ENTRIES:,} more", _LABEL))


def _header(text: str) -> Block:
    return {"type": "header", "text": plain_text(text, 150)}


def _actions(block: str, buttons: Sequence[Button]) -> Block:
    shown = [button for button in buttons if button.line.isprintable() and units(button.line) <= _VALUE]
    return {"type": "actions", "block_id": block, "elements": [_button(place, one) for place, one in enumerate(shown)]}


def _button(place: int, button: Button) -> Block:
    made: Block = {"type": "button", "action_id": f"line:{place}", "value": button.line}
    made["text"] = plain_text(button.label, _LABEL)
    return made | ({"style": button.style} if button.style != "plain" else {})
