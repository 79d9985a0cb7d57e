"""Charts as pictures: drawn by a process of their own, once, whatever the chart holds; a bot that cannot draw says so."""

from __future__ import annotations

import asyncio
import math
import struct
import zlib

import pytest
from test_blocks_limits import HOSTILE

from bot.errors import NoPicture
from bot.pictures import Pictures
from processors._passages import Chart, Curve
from processors._summary import Document

CHART = Chart(
    "Errors", (1e9, 1e9 + 60, 1e9 + 120), (Curve("web", (0.1, None, 0.3)), Curve("_api", (0.2, 0.1, 0.0))), "ratio"
)


def document(chart: Chart) -> Document:
    """Return the file that shows a chart."""
    return Document("errors.png", "Errors", chart=chart)


def size(png: bytes) -> tuple[int, int]:
    """Return the width and height that stand in a PNG's header."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


async def test_a_chart_is_drawn() -> None:
    """Large enough for a phone's sharp screen."""
    assert size(await Pictures().content(document(CHART))) == (1200, 540)


async def test_a_text_is_its_own_content() -> None:
    """Lone halves of characters do not stop a log from being brought."""
    assert await Pictures().content(Document("a.log", "", "fü\ud800")) == "fü?".encode()


async def test_a_long_text_is_unpacked_when_it_is_wanted() -> None:
    """Until somebody takes it, megabytes of it lie in memory as a tenth of that."""
    assert await Pictures().content(Document("a.csv", "", packed=zlib.compress(b"a,b\r\n"))) == b"a,b\r\n"


async def test_the_same_picture_is_drawn_once_for_all_who_ask_for_it() -> None:
    """Each costs a second of a core, in the middle of an incident."""
    pictures = Pictures()
    first, second = await asyncio.gather(pictures.content(document(CHART)), pictures.content(document(CHART)))
    assert first is second
    assert await pictures.content(document(CHART)) is first


async def test_whatever_a_chart_holds_it_is_drawn() -> None:
    """Names are what a cluster says; values are what a division by nought gives; times may be no times."""
    curves = [Curve(hostile, (math.nan, math.inf, 1e308)) for hostile in HOSTILE if "\ud800" not in hostile]
    odd = Chart("$\\frac{", (1e9, math.inf, -5.0), (*curves, Curve("$x_", (None,)), Curve("", ())), "<b>$", 3)
    assert size(await Pictures().content(document(odd)))
    assert size(await Pictures().content(document(Chart("", (), ()))))


async def test_without_the_library_there_is_no_picture_and_no_error() -> None:
    """It is large, and not everybody installs it; the message has the chart all the same."""
    assert await Pictures(can_draw=lambda: False).content(document(CHART)) == b""


async def test_what_draws_is_used_once_it_is_installed() -> None:
    """`make run` installs it behind the page: nobody has to start the bot anew for it."""
    late = iter((False, True))
    pictures = Pictures(can_draw=lambda: next(late))
    assert await pictures.content(document(CHART)) == b""
    assert size(await pictures.content(document(CHART))) == (1200, 540)
    assert await pictures.content(document(CHART))


async def test_a_picture_that_takes_too_long_is_given_up() -> None:
    """And its process ends."""
    with pytest.raises(NoPicture, match="within"):
        await Pictures(patience=0.01).content(document(CHART))
