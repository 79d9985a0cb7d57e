"""Layout blocks, by type. https://docs.slack.dev/reference/block-kit/blocks/"""

from __future__ import annotations

from collections.abc import Mapping

from playground.slack.blocks._schema import Check, at_least_one, by_type, flag, items, one_of, record, string
from playground.slack.blocks.cards import ALERT, CARD, CAROUSEL, CONTEXT_ACTIONS, container
from playground.slack.blocks.charts import CHART
from playground.slack.blocks.elements import ACCESSORY, ACTION, ID, IMAGE, INPUT, URL
from playground.slack.blocks.objects import plain, text
from playground.slack.blocks.rich_text import RICH_TEXT
from playground.slack.blocks.tables import DATA_TABLE, TABLE
from playground.slack.blocks.tasks import PLAN, TASK_CARD
from playground.slack.blocks.video import VIDEO

_WORDS = text(3000)
_CONTEXT = by_type({"plain_text": _WORDS, "mrkdwn": _WORDS, "image": IMAGE})
_SLACK_FILE = record({}, {"id": string(255), "url": URL}, at_least_one("id", "url"))
_BLOCK = {"block_id": ID}

EVERYWHERE: Mapping[str, Check] = {
    "section": record(
        {},
        {**_BLOCK, "text": _WORDS, "fields": items(text(2000), 10), "accessory": ACCESSORY, "expand": flag},
        at_least_one("text", "fields"),
    ),
    "header": record({"text": plain(150)}, _BLOCK),
    "divider": record({}, _BLOCK),
    "context": record({"elements": items(_CONTEXT, 10)}, _BLOCK),
    "actions": record({"elements": items(ACTION, 25)}, _BLOCK),
    "image": record(
        {"alt_text": string(2000)},
        {**_BLOCK, "image_url": URL, "slack_file": _SLACK_FILE, "title": plain(2000)},
        at_least_one("image_url", "slack_file"),
    ),
    "input": record(
        {"label": plain(2000), "element": INPUT},
        {**_BLOCK, "dispatch_action": flag, "hint": plain(2000), "optional": flag},
    ),
    "rich_text": RICH_TEXT,
    "video": VIDEO,
}
"""What may stand in messages, modals and on the Home tab."""

IN_VIEWS: Mapping[str, Check] = {**EVERYWHERE, "alert": ALERT}
"""What may stand in modals and on the Home tab; the latter refuses an alert, see `whole.check_view`."""

_POSTED: Mapping[str, Check] = {
    **EVERYWHERE,
    "markdown": record({"text": string(12_000)}, _BLOCK),
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": CHART,
    "file": record({"external_id": string(255), "source": one_of("remote")}, _BLOCK),
    "card": CARD,
    "carousel": CAROUSEL,
    "context_actions": CONTEXT_ACTIONS,
    "task_card": TASK_CARD,
    "plan": PLAN,
}
IN_MESSAGES: Mapping[str, Check] = {**_POSTED, "container": container(_POSTED)}
"""What may stand in messages."""
