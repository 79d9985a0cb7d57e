"""Writes the files of an answer to disk, for `srehub ask --save`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from bot.pictures import Pictures
from bot.uploads import named
from processors._summary import Document


async def save(documents: Sequence[Document], where: Path, pictures: Pictures) -> AsyncIterator[Path]:
    """Write the files; yield the path of each.

    Args:
        documents: the files.
        where: a folder that is there, into which they go under their own names; or the name of the one file there is, and
            of the first where there are several: the others go beside it.
        pictures: gives the files their content; one that has none is left out.

    Raises:
        OSError: one cannot be written.
        NoPicture: one cannot be drawn.
    """
    is_folder = await asyncio.to_thread(where.is_dir)
    folder = where if is_folder else where.parent
    for place, document in enumerate(documents):
        path = where if place == 0 and not is_folder else folder / named(document)
        if content := await pictures.content(document):
            await asyncio.to_thread(path.write_bytes, content)
            yield path
