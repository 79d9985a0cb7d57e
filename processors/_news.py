"""What an answer has that the one before it had not: new, gone, still there."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from processors._changes import ageless, list_of, rows_of, said
from processors._strands import GONE, ITEMS, WEEK, Item, Strand, followed
from processors._summary import Summary, Tone

ILL = (Tone.FIRING, Tone.BAD, Tone.WARNING)
_NAME, _TITLE = 120, 200


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What is different.

    Attributes:
        first: there was nothing to compare with.
        new, gone, still: what came, what went, and what was wrong before and is it still, worst first.
        before: the words of the title that it had, where nothing else says what is different.
        changed: whether anything is different that matters.
    """

    first: bool = False
    new: tuple[Item, ...] = ()
    gone: tuple[Item, ...] = ()
    still: tuple[Item, ...] = ()
    before: str = ""
    changed: bool = False


def unanswered(before: Strand | None, line: str) -> tuple[Strand, News]:
    """Return what is remembered, and what is new, when the command was not answered: what was true last stands."""
    strand = before or Strand(line)
    return replace(strand, troubled=True), News(first=before is None, changed=not strand.troubled)


def answered(before: Strand | None, line: str, answer: Summary, at: int) -> tuple[Strand, News]:
    """Return what is remembered once the command was answered, and what is new in the answer.

    Args:
        before: what was remembered; None before the first run.
        line: the command line.
        answer: with its sources: of a target that gave nothing, nothing is gone.
        at: when it was asked, in seconds since 1970.
    """
    was = before or Strand(line)
    table, keys = list_of(answer), tuple((name[:_NAME], place) for name, place in rows_of(answer))
    away = tuple(source.target for source in answer.sources if source.at is None)
    old, back = {item.key: item for item in was.items}, {item.key: item for item in was.gone}
    there = dict.fromkeys(keys[:ITEMS])
    items = [_seen(old.get(key), back.get(key), key, at) for key in there]
    unknown = [item for item in was.items if item.key not in there and item.place in away]
    whole = len(keys) <= ITEMS and (table is None or not table.left_out)
    gone = [item for item in was.items if whole and item.key not in there and item.place not in away]
    left = [item for item in (*gone, *was.gone) if item.key not in there and at - item.last <= WEEK]
    number = measure(answer)
    strand = Strand(
        line, answer.tone.name, said(answer.title)[:_TITLE], (*items, *unknown)[:ITEMS], tuple(left[:GONE]),
        was.points if number is None else followed(was.points, at, number),
        whole, table is not None and table.standing, troubled=False, away=away,
    )  # fmt: skip
    if not was.tone:
        return strand, News(first=True, changed=True)
    fresh = [item for item in items if item.key not in old and was.whole and item.place not in was.away]
    return strand, _news(was, strand, answer, (tuple(fresh), tuple(gone)))


def _seen(item: Item | None, back: Item | None, key: tuple[str, str], at: int) -> Item:
    if item is not None:
        return replace(item, last=at)
    if back is not None:
        return replace(back, since=at, last=at, came=back.came + 1, earlier=back.lasted)
    return Item(*key, since=at, last=at)


def _news(was: Strand, now: Strand, answer: Summary, moved: tuple[tuple[Item, ...], tuple[Item, ...]]) -> News:
    new, gone = moved
    well = was.tone == now.tone == Tone.GOOD.name
    retitled = not well and ageless(was.title) != ageless(now.title)
    fresh = {item.key for item in new}
    still = () if answer.tone not in ILL or now.standing else tuple(one for one in now.items if one.key not in fresh)
    return News(
        new=new,
        gone=gone,
        still=tuple(one for one in still if one.place not in now.away),
        before=was.title if retitled and not new and not gone else "",
        changed=bool(new or gone or was.tone != now.tone or was.troubled or retitled),
    )


def measure(answer: Summary) -> float | None:
    """Return the number of the answer that is followed over time; None if it has none."""
    if answer.measure is not None:
        return answer.measure
    if answer.tone is Tone.GOOD:
        return 0
    table = list_of(answer)
    return len(table.rows) + table.left_out if table and not table.standing and answer.tone in ILL else None
