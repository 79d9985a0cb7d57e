"""The video block. https://docs.slack.dev/reference/block-kit/blocks/video-block/

Beside its fields, Slack wants the scope `links.embed:write` and that the app has registered the video's domain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from typing import Any

from playground.slack.blocks._schema import pattern, problem, record, string
from playground.slack.blocks.elements import ID, URL
from playground.slack.blocks.objects import plain

SCOPE = "links.embed:write"

_SECURE = re.compile(r"https://([A-Za-z0-9.-]+)(?::\d+)?(?:[/?#]\S*)?")
_HTTPS = pattern(lambda value: len(value) <= 3000 and _SECURE.fullmatch(value), "must be a valid HTTPS URL")

VIDEO = record(
    {"alt_text": string(2000), "title": plain(199), "thumbnail_url": URL, "video_url": _HTTPS},
    {
        "block_id": ID,
        "author_name": string(49),
        "description": plain(199),
        "provider_icon_url": URL,
        "provider_name": string(2000),
        "title_url": _HTTPS,
    },
)


def elsewhere(shown: Iterable[tuple[str, dict[str, Any]]], domains: Set[str]) -> list[str]:
    """Return a problem for each video that comes from none of the app's domains, nor from one below them.

    Args:
        shown: checked blocks, each with the JSON pointer to it.
        domains: those that the app has registered for unfurling.
    """
    return [
        problem("must be of an unfurl domain of the app", f"{at}/video_url")
        for at, block in shown
        if block["type"] == "video" and not _below(block["video_url"], domains)
    ]


def _below(url: str, domains: Set[str]) -> bool:
    found = _SECURE.fullmatch(url)
    host = found[1].lower() if found else ""
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
