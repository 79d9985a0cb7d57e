"""Summary → Block Kit, within Slack's limits whatever the summary holds (https://docs.slack.dev/reference/block-kit/blocks).

A message has at most 50 blocks and about 13,200 characters of them (else `msg_blocks_too_long`), counted here as JSON in
ASCII, the most that they can be counted for. The title, the controls and the footer always have their room; the passages
get what they leave, in their order. A data_table has bounds of its own, above those 13,200; should a Slack count it in all
the same (`TIGHT` among what it refused), the first table gets what the rest leaves. What does not fit is counted, and said.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from cachetools import LRUCache

from bot.blocks import chart as blocks_chart
from bot.blocks import controls as blocks_controls
from bot.blocks import table as blocks_table
from bot.blocks.footer import ROOM as FOOTER_ROOM
from bot.blocks.footer import footer
from bot.blocks.pages import paged
from bot.blocks.table import TIGHT
from bot.blocks.text import EMPTY, Block, context, escaped, inline, plain_text, preformatted, rich_text, said, size
from bot.plaintext import one_line
from processors._passages import Chart, Excerpt, Facts, Line, Passage, Table
from processors._summary import Summary, Tone

__all__ = ["Message", "Renderer", "body", "fallback", "footer", "render"]

ROOM = 13_000
"""Characters of JSON that a message may have: Slack's 13,200 less a margin."""

OWN_ROOM = 120_000
"""Characters of JSON that a data_table may have beside that: more than its own bounds let it have."""

_PASSAGES = 44
_TITLE, _LINE, _FACTS, _EXCERPT, _FALLBACK = 300, 1000, 1000, 2500, 300
_NOTE, _CAPTION = 120, 150
_NOTE_ROOM = 800
"""Characters of JSON kept for the note of what was cut: 120 characters, six each if they are not ASCII."""

_REST_ROOM = 200
"""Characters of JSON for the line below a chart that says how many curves are not in it."""
_MENU_SHARE = 2400
"""Characters of JSON that the menus keep for themselves where a table would take everything."""


@dataclass(frozen=True, slots=True)
class Message:
    """What Slack is sent.

    Attributes:
        text: the fallback, for notifications and screen readers; escaped.
        blocks: the blocks, ready for JSON.
    """

    text: str
    blocks: list[Block]


class Renderer:
    """Renders, and remembers the bodies of the last few answers: many people look at the same one.

    A summary differs from one asker to the next in its footer only, so a body is found again by everything else.
    """

    def __init__(self, remembered: int = 64) -> None:
        self._bodies: LRUCache[Hashable, list[Block]] = LRUCache(maxsize=remembered)

    def render(self, summary: Summary, *, now: float, refused: frozenset[str] = frozenset()) -> Message:
        """Return the same message as the function `render`; its blocks are shared and must not be changed."""
        key = (summary.tone, summary.title, summary.body, summary.controls, summary.again, summary.again_label)
        made_of = (key, summary.paging, refused)
        made = self._bodies.get(made_of)
        if made is None:
            made = self._bodies[made_of] = body(summary, refused)
        return Message(fallback(summary), [*made, *footer(summary, now)])


def render(summary: Summary, *, now: float, refused: frozenset[str] = frozenset()) -> Message:
    """Return the message that shows `summary`.

    Args:
        summary: what to say; its text may be hostile.
        now: the time of rendering, in seconds since 1970, from which the age is counted.
        refused: the types of blocks that this Slack does not know yet (`data_table`, …); older ones stand in for them.
    """
    return Message(fallback(summary), [*body(summary, refused), *footer(summary, now)])


def fallback(summary: Summary) -> str:
    """Return the first line alone, escaped for Slack, at most 300 characters."""
    return f"{_sign(summary.tone)}{escaped(said(summary.title), _FALLBACK - 4) or EMPTY}"


def body(summary: Summary, refused: frozenset[str] = frozenset()) -> list[Block]:
    """Return everything but the footer: it depends on nothing but tone, title, body, controls and `again` of it."""
    turned = paged(summary, refused)
    summary, pages = turned.summary, turned.buttons
    controls = blocks_controls.row(summary)
    kept = _NOTE_ROOM + controls.least() + 1 + min(controls.wanted(), _MENU_SHARE) + (size(pages) + 1 if pages else 0)
    page = _Page(ROOM - FOOTER_ROOM - kept, refused)
    sign = _sign(summary.tone)
    title = inline(summary.title, _TITLE)
    page.add(rich_text(*([{"type": "text", "text": sign}] if sign else []), *title))
    page.passages(summary.body)
    page.room += kept
    if controls.left_out:
        page.cut.append(f"{controls.left_out} more controls")
    if pages is not None:
        page.add(pages)
    if turned.where:
        page.add(context(plain_text(turned.where, _NOTE)))
    if page.cut:
        page.add(context(plain_text("… and " + ", ".join(page.cut), _NOTE)))
    if (actions := controls.block(page.room - 1)) is not None:
        page.add(actions)
    return page.blocks


def _sign(tone: Tone) -> str:
    return "" if tone is Tone.NEUTRAL else f"{tone.value} "


@dataclass
class _Page:
    """A message that is being filled: the room that is left, the blocks that stand, and what had to be cut, in words."""

    room: int
    refused: frozenset[str]
    blocks: list[Block] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)

    def add(self, block: Block) -> bool:
        """Add `block` if there is room for it."""
        taken = size(block) + 1
        if taken > self.room:
            return False
        self.room -= taken
        self.blocks.append(block)
        return True

    def passages(self, passages: tuple[Passage, ...]) -> None:
        """Add the passages in their order; the charts share what text leaves, and the first table takes the rest."""
        shown = passages[:_PASSAGES]
        first = next((place for place, passage in enumerate(shown) if isinstance(passage, Table)), len(shown))
        blocks = [
            self._block(passage) if place != first and not isinstance(passage, Chart) else None
            for place, passage in enumerate(shown)
        ]
        charts = {place: passage for place, passage in enumerate(shown) if isinstance(passage, Chart)}
        left = self.room - sum(size(block) + 1 for block in blocks if block) - len(charts) * _REST_ROOM
        rests: dict[int, Block] = {}
        for place, chart in charts.items():
            blocks[place], missing = self._chart(chart, left, len(charts))
            rest = f"{missing:,} more curve{'' if missing == 1 else 's'}"
            if missing and len(charts) <= blocks_chart.CHARTS:
                rests[place] = context(plain_text(f"… and {rest}", _CAPTION))
            elif missing:
                self.cut.append(rest)
        left_out = len(passages) - len(shown)
        for place, block in enumerate(blocks):
            if block is not None:
                if not self.add(block):
                    left_out += 1
                elif place in rests:
                    self.add(rests[place])
            elif isinstance(table := shown[place], Table):
                after = sum(size(later) + 1 for later in blocks[place + 1 :])
                self._table(table, max(self.room - after, self.room // 2))
        if left_out:
            self.cut.append(f"{left_out} more passages")

    def _table(self, table: Table, room: int) -> None:
        apart = not self.refused & {"data_table", TIGHT}
        shown = blocks_table.shown(table, OWN_ROOM if apart else room - 1, self.refused)
        if apart and shown.block:
            self.blocks.append(shown.block)
        else:
            self.add(shown.block or context(plain_text(f"{table.caption}: {len(table.rows) or 'none'}", _CAPTION)))
        self._count(table, shown.rows)

    def _block(self, passage: Line | Facts | Excerpt | Table) -> Block:
        """Return one passage as a block; a table as text, since a message may have one real table only."""
        match passage:
            case Line(text):
                return rich_text(*inline(text, _LINE))
            case Facts(facts):
                return context(plain_text(" · ".join(facts), _FACTS))
            case Excerpt(text):
                return preformatted(text, _EXCERPT)
            case Table():
                shown = blocks_table.in_columns(passage, _EXCERPT)
                self._count(passage, shown.rows)
                return shown.block or context(plain_text(f"{passage.caption}: none", _CAPTION))

    def _chart(self, chart: Chart, left: int, charts: int) -> tuple[Block, int]:
        """Return a chart as a block within its share of the room, and how many of its curves are not there.

        One of more charts than a message may have is shown as text.
        """
        few = charts <= blocks_chart.CHARTS
        room = min(blocks_chart.ROOM, left) // charts
        shown = blocks_chart.shown(chart, room, self.refused) if few else blocks_chart.as_text(chart, room)
        missing = sum(any(value is not None for value in curve.values) for curve in chart.curves) - shown.rows
        empty = f"{chart.title}: {'no room here' if missing else 'no data'}"
        return shown.block or context(plain_text(empty, _CAPTION)), missing + max(0, chart.left_out)

    def _count(self, table: Table, shown: int) -> None:
        missing = len(table.rows) + max(0, table.left_out) - shown
        if missing > 0 and table.columns:
            noun = one_line(table.columns[0])[:20].lower()
            self.cut.append(f"{missing:,} more {noun}{'' if missing == 1 else 's'}")
