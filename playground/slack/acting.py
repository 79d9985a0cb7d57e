"""What can be acted on in a message: its buttons, menus and pickers, and what a person's choice looks like to the app."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.slack import blocks
from playground.slack.messages import Message

_PICKS = {
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "external_select": ("selected_option", "initial_option"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
}

Values = dict[str, dict[str, dict[str, Any]]]
"""`state.values`, by block_id and action_id."""


class NothingToClick(AssertionError):
    """There is no such control in the message; its text names those that there are."""


def find(message: Message, wanted: str) -> dict[str, Any]:
    """Return the action that a click makes.

    Args:
        message: where it is clicked.
        wanted: a control's action_id or visible text, or the text or value of an option; `action_id=value` picks that
            option, date, user or text in the control of that id.

    Raises:
        NothingToClick: no control fits.
    """
    for choose in (_by_button, _by_option, _by_value):
        for block_id, element in _controls(blocks_of(message)):
            action = choose(element, wanted)
            if action is not None:
                named = {"action_id": element["action_id"], "block_id": block_id, "type": element["type"]}
                return {**named, **action}
    raise NothingToClick(f"nothing to click called {wanted!r}; there are: {', '.join(_names(message)) or 'no controls'}")


def blocks_of(message: Message) -> list[dict[str, Any]]:
    """Return all blocks of a message, those of its attachments too."""
    return [*message.blocks, *(one for note in message.attachments for one in note.get("blocks", ()))]


def _controls(shown: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for _, block in blocks.flat(shown):
        for element in blocks.elements(block):
            if element["type"] != "image":
                yield block.get("block_id", ""), element


def _by_button(element: dict[str, Any], wanted: str) -> dict[str, Any] | None:
    if element["type"] != "button" or wanted not in (element["action_id"], element["text"]["text"]):
        return None
    return {name: element[name] for name in ("text", "value", "style", "url") if name in element}


def _options(element: dict[str, Any]) -> list[dict[str, Any]]:
    groups = element.get("option_groups", ())
    return [*element.get("options", ()), *(option for group in groups for option in group["options"])]


def _by_option(element: dict[str, Any], wanted: str) -> dict[str, Any] | None:
    for option in _options(element):
        if wanted in (option["text"]["text"], option.get("value"), f"{element['action_id']}={option.get('value')}"):
            return _chosen(element, option)
    return None


def _chosen(element: dict[str, Any], option: Any) -> dict[str, Any]:
    field = _PICKS.get(element["type"], ("selected_option", ""))[0]
    return {field: [option] if field.endswith("s") else option}


def _by_value(element: dict[str, Any], wanted: str) -> dict[str, Any] | None:
    name, _, value = wanted.partition("=")
    if not value or name != element["action_id"] or element["type"] not in _PICKS or _options(element):
        return None
    return _chosen(element, int(value) if element["type"] == "datetimepicker" else value)


def exact(shown: list[dict[str, Any]], wanted: dict[str, Any]) -> dict[str, Any]:
    """Return the action that somebody took who saw the blocks.

    Args:
        shown: the blocks of a message or a view.
        wanted: `block_id`, `action_id`, and what was chosen, as in a payload's `actions`.

    Raises:
        NothingToClick: there is no such control in them, or it does not offer what was chosen.
    """
    for block_id, element in _controls(shown):
        if (block_id, element["action_id"]) == (wanted.get("block_id"), wanted.get("action_id")):
            named = {"action_id": element["action_id"], "block_id": block_id, "type": element["type"]}
            return {**named, **_taken(element, wanted)}
    raise NothingToClick(f"there is no control {wanted.get('action_id')!r} in block {wanted.get('block_id')!r}")


def _taken(element: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    if element["type"] == "button":
        return {name: element[name] for name in ("text", "value", "style", "url") if name in element}
    if element["type"] == "icon_button":
        return {name: element[name] for name in ("icon", "text", "value") if name in element}
    if element["type"] == "feedback_buttons":
        return _opinion(element, wanted)
    field = "selected_option" if element["type"] == "overflow" else _PICKS[element["type"]][0]
    chosen, offered = wanted.get(field), _options(element)
    picked = chosen if isinstance(chosen, list) else [chosen]
    if offered and any(one not in offered for one in picked if one is not None):
        raise NothingToClick(f"{element['action_id']!r} does not offer {chosen!r}")
    return {field: chosen}


def _opinion(element: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    for side in (element["positive_button"], element["negative_button"]):
        if side["value"] == wanted.get("value"):
            return {"text": side["text"], "value": side["value"]}
    raise NothingToClick(f"{element['action_id']!r} does not offer {wanted.get('value')!r}")


def standing(shown: list[dict[str, Any]], kept: Values) -> Values:
    """Return `state.values`: of each control what was kept of it, else what the app preset."""
    values: Values = {}
    for block_id, element in _controls(shown):
        if element["type"] in _PICKS:
            field, initial = _PICKS[element["type"]]
            known = kept.get(block_id, {}).get(element["action_id"], {})
            value = known.get(field, element.get(initial, [] if field.endswith("s") else None))
            values.setdefault(block_id, {})[element["action_id"]] = {"type": element["type"], field: value}
    return values


def answered_in(shown: list[dict[str, Any]], values: Values) -> list[dict[str, str]]:
    """Return the channels chosen in a modal by menus with `response_url_enabled`, and the ids of block and action."""
    found = []
    for block_id, element in _controls(shown):
        if element.get("response_url_enabled"):
            field, _ = _PICKS[element["type"]]
            if chosen := values.get(block_id, {}).get(element["action_id"], {}).get(field):
                found.append({"block_id": block_id, "action_id": element["action_id"], "channel_id": chosen})
    return found


def state_values(message: Message, action: dict[str, Any]) -> Values:
    """Return `state.values`: what every menu and picker of the message shows, the one just used included."""
    values: Values = {}
    for block_id, element in _controls(blocks_of(message)):
        if element["type"] not in _PICKS:
            continue
        field, initial = _PICKS[element["type"]]
        used = (block_id, element["action_id"]) == (action["block_id"], action["action_id"])
        value = action.get(field) if used else element.get(initial, [] if field.endswith("s") else None)
        values.setdefault(block_id, {})[element["action_id"]] = {"type": element["type"], field: value}
    return values


def _names(message: Message) -> list[str]:
    names = []
    for _, element in _controls(blocks_of(message)):
        label = element.get("text", element.get("placeholder", {})).get("text", "")
        options = [option["text"]["text"] for option in _options(element)]
        names.append(f"{element['type']} {element['action_id']} {label!r}{f' {options}' if options else ''}")
    return names
