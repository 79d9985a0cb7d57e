"""Writes the files of an answer to disk, for `srehub ask --save`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.uploads import named
from processors._summary import Document


def save(documents: Sequence[Document], where: Path) -> Iterator[Path]:
    """Write the files; yield the path of each.

    Args:
        documents: the files.
        where: a folder that is there, into which they go under their own names; or the name of the one file there is, and
            of the first where there are several: the others go beside it.

    Raises:
        OSError: one cannot be written.
    """
    for place, document in enumerate(documents):
        folder = where if where.is_dir() else where.parent
        path = where if place == 0 and folder != where else folder / named(document)
        path.write_text(document.text, encoding="utf-8", errors="replace", newline="")
        yield path
