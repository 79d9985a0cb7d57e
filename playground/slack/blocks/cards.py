"""The newer layout blocks: alert, card, carousel, container, context_actions.

https://docs.slack.dev/reference/block-kit/blocks/alert-block/, …/card-block/, …/carousel-block/, …/container-block/ and
…/context-actions-block/.
"""

from __future__ import annotations

from collections.abc import Mapping

from playground.slack.blocks._schema import Check, at_least_one, by_type, flag, items, one_of, record, string
from playground.slack.blocks.elements import BUTTON, ID, IMAGE
from playground.slack.blocks.objects import CONFIRM, mrkdwn, plain, text
from playground.slack.blocks.rich_text import RICH_TEXT

_BLOCK = {"block_id": ID}
_IMAGE = by_type({"image": IMAGE})

ALERT = record({"text": text(200)}, {**_BLOCK, "level": one_of("default", "info", "warning", "error", "success")})

CARD = record(
    {},
    {
        **_BLOCK,
        "hero_image": _IMAGE,
        "icon": _IMAGE,
        "title": mrkdwn(150),
        "subtitle": mrkdwn(150),
        "body": mrkdwn(200),
        "actions": items(by_type({"button": BUTTON}), 5),
    },
    at_least_one("hero_image", "title", "actions", "body"),
)
CAROUSEL = record({"elements": items(by_type({"card": CARD}), 10)}, _BLOCK)

_LABEL = string(75)
_OPINION = record({"text": plain(75), "value": string(2000)}, {"accessibility_label": _LABEL})
FEEDBACK = record({"positive_button": _OPINION, "negative_button": _OPINION}, {"action_id": ID})
ICON_BUTTON = record(
    {"icon": one_of("trash"), "text": plain(75)},
    {
        "action_id": ID,
        "value": string(2000),
        "confirm": CONFIRM,
        "accessibility_label": _LABEL,
        "visible_to_user_ids": items(string(255), 100),
    },
)
CONTEXT_ACTIONS = record({"elements": items(by_type({"feedback_buttons": FEEDBACK, "icon_button": ICON_BUTTON}), 5)}, _BLOCK)

_WRAPPED = ("actions", "context", "divider", "file", "header", "image", "input", "rich_text", "section", "table")


def container(known: Mapping[str, Check]) -> Check:
    """A container of some of the `known` blocks: those that Slack's reference lets in."""
    return record(
        {"child_blocks": items(by_type({name: known[name] for name in _WRAPPED if name in known}), 10)},
        {
            **_BLOCK,
            "title": plain(150),
            "rich_text_title": by_type({"rich_text": RICH_TEXT}),
            "subtitle": text(150),
            "width": one_of("narrow", "standard", "wide", "full"),
            "icon": _IMAGE,
            "is_collapsible": flag,
            "default_collapsed": flag,
            "has_header_divider": flag,
        },
        at_least_one("title", "rich_text_title"),
    )
