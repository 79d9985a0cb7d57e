"""Text in Slack's blocks: rich text and plain text, which interpret nothing, so that hostile text stays text."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from json import JSONEncoder
from typing import Any

from bot.plaintext import cleaned, cut, one_line
from processors._text import Channel, Link, Moment, Person, Span, Team, Text

Block = dict[str, Any]

EMPTY = "–"
"""Stands where there is nothing: Slack refuses an empty text."""

SOMEBODY = "a member"
"""Stands for a person where names are not known: in a notification, in a terminal."""

CALLED = "the people on call"
"""Stands for a user group where it cannot be named."""

ELSEWHERE = "another channel"
"""Stands for a channel where it cannot be named."""

DIRECT = "a direct message"
"""Stands for the channel of one, which Slack shows to nobody by name."""

_CHANNEL = re.compile("[CG][A-Z0-9]{1,30}")
_USER = re.compile("[UW][A-Z0-9]{1,30}")
_GROUP = re.compile("S[A-Z0-9]{1,30}")
_URL = re.compile(r"https?://[!#-;=?-~]{1,2900}")
_ENCODER = JSONEncoder(separators=(",", ":"))
_LAST = 253_402_300_799
"""The end of the year 9999, in seconds since 1970: dates end there."""

_EMOJI_CODE = re.compile(r":(?=[\w+'-]+:)")
_WORD_JOINER = "\u2060"


def size(value: Any) -> int:
    """Return the length of `value` as JSON in ASCII: the most that Slack may count for it."""
    return len(_ENCODER.encode(value))


def plain_text(text: str, most: int) -> Block:
    """Return a plain_text object of one line of at most `most` characters, in which `:fire:` stays as it is."""
    return {"type": "plain_text", "text": cut(one_line(text), most) or EMPTY, "emoji": False}


def context(*elements: Block) -> Block:
    """Return small print."""
    return {"type": "context", "elements": list(elements)}


def rich_text(*elements: Block) -> Block:
    """Return a rich_text block of one section, or of the one element if that is preformatted."""
    if len(elements) == 1 and elements[0]["type"] == "rich_text_preformatted":
        return {"type": "rich_text", "elements": list(elements)}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def preformatted(text: str, most: int) -> Block:
    """Return a rich_text block that shows `text` as it is, line by line, in a fixed-width face."""
    shown = cut(cleaned(text, lines=True).strip("\n"), most) or EMPTY
    return rich_text({"type": "rich_text_preformatted", "elements": [{"type": "text", "text": shown}]})


def inline(text: Text, most: int) -> list[Block]:
    """Return `text` as the elements of a rich_text_section, of at most `most` characters in all."""
    elements: list[Block] = []
    left = most
    for part in text:
        element = _element(part, left)
        if element is None:
            continue
        left -= len(element.get("text") or element.get("fallback") or "@" * 12)
        if left < 0:
            break
        elements.append(element)
        if left <= 1:
            break
    return elements or [{"type": "text", "text": EMPTY}]


def safe_url(url: str) -> bool:
    """Return whether `url` is an http(s) URL of ASCII that neither breaks out of its place nor is too long for it."""
    return _URL.fullmatch(url) is not None


def _element(part: Span | Moment | Person | Team | Channel | Link, most: int) -> Block | None:
    match part:
        case Moment():
            return date(part)
        case Person(who):
            return {"type": "user", "user_id": who} if _USER.fullmatch(who) else _span(Span(SOMEBODY), most)
        case Team(group):
            return {"type": "usergroup", "usergroup_id": group} if _GROUP.fullmatch(group) else _span(Span(CALLED), most)
        case Channel(where):
            shown = {"type": "channel", "channel_id": where}
            return shown if _CHANNEL.fullmatch(where) else _span(Span(elsewhere(where)), most)
        case Link(text, url, style):
            element = _span(Span(text, style), most)
            return element | {"type": "link", "url": url} if element is not None and safe_url(url) else element
        case Span():
            return _span(part, most)


def elsewhere(channel: str) -> str:
    """Return what stands for a channel that cannot be named, by its ID."""
    return DIRECT if channel.startswith("D") else ELSEWHERE


def _span(span: Span, most: int) -> Block | None:
    shown = cut(cleaned(span.text), most)
    if not shown:
        return None
    element: Block = {"type": "text", "text": shown}
    if span.style != "plain":
        element["style"] = {span.style: True}
    return element


def date(moment: Moment) -> Block:
    """Return a date element, shown in the reader's own zone; a moment that no calendar has becomes text."""
    if not known(moment.at):
        return {"type": "text", "text": "an unknown time"}
    day = "{date_short_pretty}, {time}" if moment.dated else "{time}"
    return {"type": "date", "timestamp": int(moment.at), "format": day, "fallback": utc(moment)}


def known(at: float | None) -> bool:
    """Return whether `at` is a moment that a calendar has."""
    return at is not None and math.isfinite(at) and 0 <= at <= _LAST


def utc(moment: Moment) -> str:
    """Return the moment for those who cannot show it in the reader's zone, e.g. `14:02 UTC`."""
    if not known(moment.at):
        return "an unknown time"
    return datetime.fromtimestamp(moment.at, UTC).strftime("%Y-%m-%d %H:%M UTC" if moment.dated else "%H:%M UTC")


def said(text: Text) -> str:
    """Return `text` without styles, as one line."""
    return one_line("".join(map(_said, text)))


def _said(part: Span | Moment | Person | Team | Channel | Link) -> str:
    match part:
        case Moment():
            return utc(part)
        case Person():
            return SOMEBODY
        case Team():
            return CALLED
        case Channel(where):
            return elsewhere(where)
        case Span() | Link():
            return part.text


def escaped(text: str, most: int) -> str:
    """Return `text` for Slack's mrkdwn, at most `most` characters once escaped: no mention, link or emoji comes alive."""
    shown = cut(_EMOJI_CODE.sub(":" + _WORD_JOINER, one_line(text)), most)
    safe = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    while len(safe) > most:
        shown = cut(shown, max(1, len(shown) - max(1, (len(safe) - most) // 5)))
        safe = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe
