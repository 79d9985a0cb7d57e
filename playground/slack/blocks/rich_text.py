"""The rich_text block. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block/"""

from __future__ import annotations

from collections.abc import Mapping

from playground.slack.blocks._schema import Check, by_type, flag, items, one_of, record, string, whole
from playground.slack.blocks.elements import ID, URL

_STYLE = record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), flag))
_SEEN = record({}, dict.fromkeys(("bold", "italic", "strike", "highlight", "client_highlight", "unlink"), flag))
_LONG = string(13_200)
_NUMBER = whole(0, 9_999)

INLINE: Mapping[str, Check] = {
    "text": record({"text": _LONG}, {"style": _STYLE}),
    "link": record({"url": URL}, {"text": _LONG, "unsafe": flag, "style": _STYLE}),
    "emoji": record({"name": string(255)}, {"unicode": string(255), "skin_tone": whole(1, 6), "style": _STYLE}),
    "user": record({"user_id": string(255)}, {"style": _SEEN}),
    "usergroup": record({"usergroup_id": string(255)}, {"style": _SEEN}),
    "channel": record({"channel_id": string(255)}, {"style": _SEEN}),
    "broadcast": record({"range": one_of("here", "channel", "everyone")}, {"style": _STYLE}),
    "color": record({"value": string(20)}, {"style": _STYLE}),
    "date": record(
        {"timestamp": whole(-(2**40), 2**40), "format": string(500)}, {"url": URL, "fallback": string(500), "style": _STYLE}
    ),
    "team": record({"team_id": string(255)}, {"style": _SEEN}),
}
_ANY = by_type(INLINE)
_SECTION = record({"elements": items(_ANY, 1_000)}, {})
_PREFORMATTED = by_type({"text": INLINE["text"], "link": INLINE["link"]})

ELEMENTS: Mapping[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_list": record(
        {"style": one_of("bullet", "ordered"), "elements": items(by_type({"rich_text_section": _SECTION}), 1_000)},
        {"indent": whole(0, 8), "offset": _NUMBER, "border": _NUMBER},
    ),
    "rich_text_preformatted": record(
        {"elements": items(_PREFORMATTED, 1_000)}, {"border": _NUMBER, "language": string(100)}
    ),
    "rich_text_quote": record({"elements": items(_ANY, 1_000)}, {"border": _NUMBER}),
}

RICH_TEXT = record({"elements": items(by_type(ELEMENTS), 1_000)}, {"block_id": ID})
