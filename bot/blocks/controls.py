"""Controls in Slack: at most four in a row, then an overflow menu. Each carries a command line as its value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.blocks.text import Block, plain_text, safe_url, size
from bot.plaintext import units
from processors._controls import Button, Control, Menu, Visit
from processors._summary import Summary

REFRESH = "refresh"
"""The action_id of the button whose answer takes the place of the message that it stands under."""

ROW = 4
_OVERFLOW = 5
_OPTIONS = 100
_LINE, _OPTION_LINE = 2000, 150
_LABEL = 75
_ROOM = 4000
"""Characters of JSON that the buttons may take at most, half of them the overflow menu; menus get what the tables leave."""

_EMPTY = len(',"options":[]')


@dataclass(frozen=True, slots=True)
class Row:
    """The actions of a message: an element each, the menus' options by place, and how many were left out."""

    elements: tuple[Block, ...]
    options: Mapping[int, tuple[Block, ...]]
    left_out: int

    def least(self) -> int:
        """Return the characters of JSON of everything but the menus' options; 0 if there is no control."""
        return size({"type": "actions", "elements": self.elements}) + _EMPTY * len(self.options) if self.elements else 0

    def wanted(self) -> int:
        """Return the characters of JSON that the menus would take with all their options."""
        return sum(size(option) + 1 for options in self.options.values() for option in options)

    def block(self, room: int) -> Block | None:
        """Return the actions block with as many menu options as `room` characters of JSON allow; None if it is empty."""
        share = (room - self.least()) // len(self.options) if self.options else 0
        elements: list[Block] = []
        for place, element in enumerate(self.elements):
            if place not in self.options:
                elements.append(element)
            elif options := _fitting(self.options[place], share):
                elements.append(element | {"options": options})
        return {"type": "actions", "elements": elements} if elements else None


def row(summary: Summary) -> Row:
    """Return the controls of `summary`, Refresh first if it has something to ask again."""
    refresh = [Button(summary.again_label, summary.again)] if summary.again else []
    controls: list[Control] = [*refresh, *summary.controls]
    first = [control for control in controls if not (isinstance(control, Button) and control.more)]
    later = [control for control in controls if isinstance(control, Button) and control.more]
    pressable = [control for control in first if _fits(control)]
    elements: list[Block] = []
    menus: dict[int, tuple[Block, ...]] = {}
    room = _ROOM // 2
    for control in pressable[:ROW]:
        element = _element(control, REFRESH if any(control is button for button in refresh) else f"line:{len(elements)}")
        room -= size(element)
        if room < 0:
            later = [*later, control] if isinstance(control, Button) else later
            continue
        if isinstance(control, Menu):
            menus[len(elements)] = tuple(_unique(_options(control.options)))[:_OPTIONS]
        elements.append(element)
    behind = [*(control for control in pressable[ROW:] if isinstance(control, Button)), *later]
    options = _fitting(tuple(_unique(_options(behind)))[:_OVERFLOW], _ROOM // 2)
    if options:
        elements.append(_confirmed({"type": "overflow", "action_id": f"line:{len(elements)}", "options": options}, behind))
    shown = sum(element["type"] != "overflow" for element in elements) + len(options)
    return Row(tuple(elements), menus, len(controls) - shown)


def _fits(control: Control) -> bool:
    if isinstance(control, Menu):
        return any(_fits_option(option) for option in control.options)
    if isinstance(control, Visit):
        return safe_url(control.url)
    return _carries(control, _LINE)


def _fits_option(option: Button) -> bool:
    return _carries(option, _OPTION_LINE)


def _carries(button: Button, most: int) -> bool:
    """Return whether the button's line can be its value: not cut, as half a command is another command."""
    return bool(button.line) and button.line.isprintable() and units(button.line) <= most


def _element(control: Control, action: str) -> Block:
    if isinstance(control, Menu):
        menu = {"type": "static_select", "action_id": action, "placeholder": plain_text(control.label, _LABEL)}
        return _confirmed(menu, control.options)
    if isinstance(control, Visit):  # Slack tells us of a click on it all the same; without a value it asks nothing
        return {"type": "button", "action_id": action, "text": plain_text(control.label, _LABEL), "url": control.url}
    button: Block = {
        "type": "button", "action_id": action, "text": plain_text(control.label, _LABEL), "value": control.line
    }  # fmt: skip
    if control.style != "plain":
        button["style"] = control.style
    return _confirmed(button, [control])


def _confirmed(element: Block, buttons: Iterable[Button]) -> Block:
    """Return `element`, asking once more before it does what cannot be undone."""
    dangerous = [button for button in buttons if button.style == "danger"]
    if not dangerous:
        return element
    what = "This changes something." if element["type"] != "button" else f"{dangerous[0].label}: {dangerous[0].line}"
    return element | {
        "confirm": {
            "title": plain_text("Are you sure?", 100),
            "text": plain_text(what, 300),
            "confirm": plain_text("Do it", 30),
            "deny": plain_text("Leave it", 30),
            "style": "danger",
        }
    }


def _options(buttons: Iterable[Button]) -> Iterator[Block]:
    for button in buttons:
        if _fits_option(button):
            yield {"text": plain_text(button.label, _LABEL), "value": button.line}


def _unique(options: Iterable[Block]) -> Iterator[Block]:
    seen: set[str] = set()
    for option in options:
        if option["value"] not in seen:
            seen.add(option["value"])
            yield option


def _fitting(options: tuple[Block, ...], room: int) -> list[Block]:
    """Return as many of the options as fit into `room` characters of JSON."""
    kept: list[Block] = []
    for option in options:
        room -= size(option) + 1
        if room < 0:
            break
        kept.append(option)
    return kept
