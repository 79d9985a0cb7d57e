"""Composition objects: text, confirmation dialogs, options. https://docs.slack.dev/reference/block-kit/composition-objects/"""

from __future__ import annotations

from typing import Any

from playground.slack.blocks._schema import (
    Check,
    Problems,
    by_type,
    exactly_one,
    flag,
    items,
    one_of,
    problem,
    record,
    string,
)


def plain(most: int) -> Check:
    """A `plain_text` object."""
    return by_type({"plain_text": record({"text": string(most)}, {"emoji": flag})})


def mrkdwn(most: int) -> Check:
    """A `mrkdwn` object."""
    return by_type({"mrkdwn": record({"text": string(most)}, {"verbatim": flag})})


def text(most: int) -> Check:
    """A `plain_text` or `mrkdwn` object."""
    return by_type(
        {
            "plain_text": record({"text": string(most)}, {"emoji": flag}),
            "mrkdwn": record({"text": string(most)}, {"verbatim": flag}),
        }
    )


CONFIRM = record(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)


def option(words: Check) -> Check:
    """One option; `words` is its text: plain in menus, marked up in checkboxes."""
    return record({"text": words, "value": string(150)}, {"description": words, "url": string(3000)})


OPTION = option(plain(75))
CHOICE = option(text(75))
GROUP = record({"label": plain(75), "options": items(OPTION, 100)}, {})

WITH_OPTIONS = {"options": items(OPTION, 100), "option_groups": items(GROUP, 100)}
EITHER_OPTIONS = exactly_one("options", "option_groups")


def initial_is_offered(value: Any, at: str, problems: Problems) -> None:
    """What is chosen at first must be one of the options."""
    groups = value.get("option_groups")
    offered = value.get("options") or [one for group in groups or () for one in group["options"]]
    chosen = [value["initial_option"]] if value.get("initial_option") else value.get("initial_options") or []
    if any(one not in offered for one in chosen):
        problems.append(problem("initial option is not among the options", at))
