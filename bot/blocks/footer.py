"""The footer in Slack: how old the answer is, how its sources are, and what else one has to know, in small print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.blocks.text import Block, context, known, plain_text, size, utc
from bot.freshness import age_said, healths_said, is_old, oldest
from processors._summary import Source, Summary
from processors._text import Moment

ROOM = 1000
"""Characters of JSON that the footer takes at most."""

_ELEMENTS = 10
_ELEMENT = 160


def footer(summary: Summary, now: float) -> list[Block]:
    """Return the footer as seen at `now` (seconds since 1970): one context block, or none if there is nothing to say."""
    elements: list[Block] = []
    room = ROOM - size(context())
    parts = list(_parts(summary, now))
    for place, part in enumerate(parts):
        element = part if not elements or part["type"] == "mrkdwn" else part | {"text": f"· {part['text']}"}
        room -= size(element) + 1
        if room < 120 or len(elements) == _ELEMENTS - 1:
            elements.append(plain_text(f"· and {len(parts) - place} more", _ELEMENT))
            break
        elements.append(element)
    return [context(*elements)] if elements else []


def _parts(summary: Summary, now: float) -> Iterator[Block]:
    at = oldest(summary.sources)
    if at is not None and known(at):
        yield _time(at, now, summary.sources)
    well, troubles = healths_said(summary.sources)
    for said in filter(None, (well, *troubles)):
        yield plain_text(said, _ELEMENT)
    for note in summary.notes:
        yield plain_text(note, _ELEMENT)


def _time(at: float, now: float, sources: Sequence[Source]) -> Block:
    """Return the time in the reader's zone and the age; the only mrkdwn that we write, and all of it our own."""
    age = age_said(at, now)
    shown = f"*{age}*" if is_old(at, now, sources) else age
    return {"type": "mrkdwn", "text": f"<!date^{int(at)}^{{time_secs}}|{utc(Moment(at))}>, {shown}"}
