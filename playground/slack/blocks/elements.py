"""Block elements: buttons, menus, pickers, inputs. https://docs.slack.dev/reference/block-kit/block-elements/"""

from __future__ import annotations

import re
from collections.abc import Mapping

from playground.slack.blocks._schema import (
    Check,
    at_least_one,
    by_type,
    flag,
    items,
    number,
    one_of,
    pattern,
    record,
    string,
    whole,
)
from playground.slack.blocks.objects import (
    CHOICE,
    CONFIRM,
    EITHER_OPTIONS,
    OPTION,
    WITH_OPTIONS,
    initial_is_offered,
    plain,
)

ID = string(255)
DATE = pattern(re.compile(r"\d{4}-\d{2}-\d{2}").fullmatch, "must be a date such as 2026-01-31")
TIME = pattern(re.compile(r"([01]\d|2[0-3]):[0-5]\d").fullmatch, "must be a time such as 23:59")
URL = pattern(lambda value: 0 < len(value) <= 3000 and re.match(r"[a-z][a-z0-9+.-]*:", value), "must be a valid URL")

_ASKED = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": flag}
_MENU = {**_ASKED, "placeholder": plain(150)}
_FILTER = record(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),
)
_HERE = {"default_to_current_conversation": flag, "filter": _FILTER}
_ASK_IN_URL = {"response_url_enabled": flag}

BUTTON = record(
    {"text": plain(75)},
    {
        "action_id": ID,
        "url": URL,
        "value": string(2000),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)
IMAGE = record(
    {"alt_text": string(2000)},
    {"image_url": URL, "slack_file": record({}, {"id": string(255), "url": URL}, at_least_one("id", "url"))},
    at_least_one("image_url", "slack_file"),
)
OVERFLOW = record({"options": items(OPTION, 5)}, {"action_id": ID, "confirm": CONFIRM})
CHECKBOXES = record({"options": items(CHOICE, 10)}, {**_ASKED, "initial_options": items(CHOICE, 10)}, initial_is_offered)
RADIO = record({"options": items(CHOICE, 10)}, {**_ASKED, "initial_option": CHOICE}, initial_is_offered)

_MULTI = {"max_selected_items": whole(1, 100)}
_IDS = items(string(255), 100)

MENUS: Mapping[str, Check] = {
    "static_select": record({}, {**_MENU, **WITH_OPTIONS, "initial_option": OPTION}, EITHER_OPTIONS, initial_is_offered),
    "external_select": record({}, {**_MENU, "initial_option": OPTION, "min_query_length": whole(0, 100)}),
    "users_select": record({}, {**_MENU, "initial_user": string(255)}),
    "conversations_select": record({}, {**_MENU, **_HERE, **_ASK_IN_URL, "initial_conversation": string(255)}),
    "channels_select": record({}, {**_MENU, **_ASK_IN_URL, "initial_channel": string(255)}),
    "multi_static_select": record(
        {},
        {**_MENU, **_MULTI, **WITH_OPTIONS, "initial_options": items(OPTION, 100)},
        EITHER_OPTIONS,
        initial_is_offered,
    ),
    "multi_external_select": record(
        {}, {**_MENU, **_MULTI, "initial_options": items(OPTION, 100), "min_query_length": whole(0, 100)}
    ),
    "multi_users_select": record({}, {**_MENU, **_MULTI, "initial_users": _IDS}),
    "multi_conversations_select": record({}, {**_MENU, **_MULTI, **_HERE, "initial_conversations": _IDS}),
    "multi_channels_select": record({}, {**_MENU, **_MULTI, "initial_channels": _IDS}),
}
PICKERS: Mapping[str, Check] = {
    "datepicker": record({}, {**_MENU, "initial_date": DATE}),
    "timepicker": record({}, {**_MENU, "initial_time": TIME, "timezone": string(100)}),
    "datetimepicker": record({}, {**_ASKED, "initial_date_time": number}),
    "checkboxes": CHECKBOXES,
    "radio_buttons": RADIO,
}
_DISPATCH = record({}, {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)})
_TYPED = {"action_id": ID, "placeholder": plain(150), "focus_on_load": flag, "dispatch_action_config": _DISPATCH}
_DECIMAL = string(100)
INPUTS: Mapping[str, Check] = {
    "plain_text_input": record(
        {},
        {
            **_TYPED,
            "initial_value": string(3000),
            "multiline": flag,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
    ),
    "number_input": record(
        {"is_decimal_allowed": flag}, {**_TYPED, "initial_value": _DECIMAL, "min_value": _DECIMAL, "max_value": _DECIMAL}
    ),
    "email_text_input": record({}, {**_TYPED, "initial_value": string(255)}),
    "url_text_input": record({}, {**_TYPED, "initial_value": string(3000)}),
}

ACCESSORY = by_type({"button": BUTTON, "image": IMAGE, "overflow": OVERFLOW, **MENUS, **PICKERS})
ACTION = by_type({"button": BUTTON, "overflow": OVERFLOW, **MENUS, **PICKERS})
INPUT = by_type({**INPUTS, **MENUS, **PICKERS})
