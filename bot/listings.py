"""A whole list as a file: CSV for a spreadsheet, or text in columns for the eye and for grep."""

from __future__ import annotations

import csv
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.columns import GAP, wide
from bot.plaintext import one_line
from handlers._contract import FileForm
from processors._counts import counted
from processors._listing import Listing
from processors._summary import Document

LARGEST = 12 << 20
"""Bytes of a file at most. Only a list of long texts from several clusters comes near."""

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""How formulas begin, in narrow and in wide signs, which spreadsheets take for the same."""
_LEVEL = 1
"""How hard it is compressed: it lies in memory for a moment only."""
_WIDEST = 160
"""Columns of a terminal that one column of the text takes at most."""

_ENDINGS = {"csv": "csv", "text": "txt"}
_UNSAFE = re.compile(r"[^a-z0-9.]+")


def document(listing: Listing, form: FileForm, line: str, at: float) -> Document:
    """Return the list as a file.

    Args:
        listing: its rows; hostile text becomes one line of plain text each.
        form: how it is written.
        line: the command line that was asked, which names the file.
        at: when the rows were true, in seconds since 1970; it is part of the name, in UTC.
    """
    file = _File()
    written, left_out = (_csv if form == "csv" else _text)(listing, file)
    left_out += listing.left_out
    stamp = datetime.fromtimestamp(at, UTC).strftime("%Y%m%d-%H%M%SZ")
    name = f"{_UNSAFE.sub('-', line.lower()).strip('-')[:80]}-{stamp}.{_ENDINGS[form]}"
    rows = f"the first {written:,} of {counted(written + left_out, 'row')}" if left_out else counted(written, "row")
    return Document(name, f"{line} · {rows}", packed=file.done())


class _File:
    """A file being written, compressed at once, so that a long one is never held whole."""

    def __init__(self) -> None:
        self._packing, self._packed = zlib.compressobj(_LEVEL), bytearray()
        self.size = 0

    def write(self, text: str) -> None:
        """Write a line."""
        data = text.encode(errors="replace")
        self.size += len(data)
        self._packed += self._packing.compress(data)

    def done(self) -> bytes:
        """Return all that was written."""
        return bytes(self._packed + self._packing.flush())


def _csv(listing: Listing, file: _File) -> tuple[int, int]:
    """Write the list as RFC 4180 has it; return how many rows it has, and how many had no room.

    A cell that begins like a formula gets an apostrophe before it: a spreadsheet would carry it out, and what a cluster
    calls its pods is up to whoever may make one. Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(map(_harmless, listing.columns))
    written = left_out = 0
    for row in listing.rows():
        if file.size < LARGEST:
            writer.writerow(map(_harmless, row))
            written += 1
        else:
            left_out += 1
    return written, left_out


def _harmless(text: str) -> str:
    cell = one_line(text)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _text(listing: Listing, file: _File) -> tuple[int, int]:
    """Write the list in aligned columns; return what `_csv` does."""
    widths = [0] * len(listing.columns)
    for row in _lines(listing):
        widths = [max(width, min(_WIDEST, wide(cell))) for width, cell in zip(widths, row, strict=True)]
    written, left_out = -1, 0
    for row in _lines(listing):
        if file.size < LARGEST:
            cells = (cell + " " * (width - wide(cell)) for cell, width in zip(row, widths, strict=True))
            file.write(GAP.join(cells).rstrip() + "\n")
            written += 1
        else:
            left_out += 1
    return written, left_out


def _lines(listing: Listing) -> Iterator[tuple[str, ...]]:
    yield tuple(map(one_line, listing.columns))
    for row in listing.rows():
        yield tuple(one_line(cell) or "–" for cell in row)
