"""A list as a file: every row of it, for a spreadsheet that is not to carry anything out, and for the eye."""

from __future__ import annotations

import csv
import zlib
from collections.abc import Sequence
from io import StringIO

import pytest
from golden.scenes import NOW, failing, pod_list
from hypothesis import given
from hypothesis import strategies as st

from bot import listings
from bot.listings import document
from processors._listing import Listing, shown
from processors._passages import Cell, Table
from processors._pod_listing import listing
from processors._summary import Document, Part, Summary, Tone
from processors._text import plain

LINE = "pods failed -n payments @prod"


def rows(*given: Sequence[str], left_out: int = 0) -> Listing:
    """Return a list of two columns with these rows."""
    return Listing(("Pod", "Says"), lambda: iter([tuple(row) for row in given]), left_out)


def written(made: Document) -> str:
    """Return the text of a file."""
    return zlib.decompress(made.packed).decode()


def read(text: str) -> list[list[str]]:
    """Return the rows of a CSV file as a reader that knows the standard reads them."""
    return list(csv.reader(StringIO(text, newline=""), strict=True))


def test_every_row_is_there_with_commas_quotes_and_signs_from_anywhere() -> None:
    """RFC 4180: lines end in CRLF, quotes are doubled; the text is Unicode."""
    made = document(rows(["web-0", 'said "no", twice'], ["größe", "名前"]), "csv", LINE, NOW)
    assert read(written(made)) == [["Pod", "Says"], ["web-0", 'said "no", twice'], ["größe", "名前"]]
    assert written(made).endswith("\r\n")
    assert "\n" not in written(made).replace("\r\n", "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "\t=", " =", "\x1b[31m="])
def test_no_cell_is_a_formula(start: str) -> None:
    """A message of a pod must not run on the computer of the one who opens the list."""
    made = document(rows(["web-0", f"{start}HYPERLINK(1)"]), "csv", LINE, NOW)
    assert read(written(made))[1][1].startswith("'")


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2)))
def test_whatever_a_cluster_says_a_row_stays_a_row(given: list[list[str]]) -> None:
    """No cell can forge another row or column, in either form."""
    for form in ("csv", "text"):
        text = written(document(rows(*given), form, LINE, NOW))
        assert len(text.splitlines()) == len(given) + 1 if form == "text" else True
        assert text.isprintable() or set(filter(lambda char: not char.isprintable(), text)) <= {"\r", "\n"}
    assert [len(row) for row in read(written(document(rows(*given), "csv", LINE, NOW)))] == [2] * (len(given) + 1)


def test_the_text_stands_in_columns() -> None:
    """For the eye, and for grep."""
    made = document(rows(["web-0", "ok"], ["a-long-name", ""]), "text", LINE, NOW)
    assert written(made) == "Pod          Says\nweb-0        ok\na-long-name  –\n"


def test_its_name_says_what_was_asked_and_when_and_its_title_how_many() -> None:
    """It is found again in a folder full of them."""
    made = document(rows(["web-0", "ok"]), "csv", LINE, NOW)
    assert made.name.startswith("pods-failed-n-payments-prod-20")
    assert made.name.endswith("Z.csv")
    assert made.title == f"{LINE} · 1 row"


def test_what_is_left_out_is_counted() -> None:
    """A file that is not the whole list says so."""
    assert document(rows(["web-0", ""], left_out=9), "csv", LINE, NOW).title == f"{LINE} · the first 1 of 10 rows"
    long = rows(*[["x" * 1000, "y"] for _ in range(listings.LARGEST // 1000 + 50)])
    made = document(long, "csv", LINE, NOW)
    assert len(written(made)) < listings.LARGEST + 2000
    assert "the first" in made.title


def test_every_pod_has_a_row_and_not_every_workload() -> None:
    """The digest of a message keeps 200 workloads; the file is for those who count."""
    parts = [Part(target, pod_list(failing(5000)), NOW) for target in ("prod", "staging")]
    made = document(listing(parts), "csv", LINE, NOW)
    told = read(written(made))
    assert len(told) == 10_001
    assert {len(row) for row in told} == {len(told[0])}
    assert made.title.endswith("10,000 rows")


def test_a_command_without_a_list_of_its_own_gives_the_table_that_it_shows() -> None:
    """Every command that has a table has a file, from its first day."""
    table = Table("Pods", ("Pod", "Restarts"), ((Cell("web-0"), Cell("1,000", 1000)),), 3)
    found = shown(Summary(tone=Tone.NEUTRAL, title=plain("x"), body=(table,)))
    assert found is not None
    assert (found.columns, list(found.rows()), found.left_out) == (("Pod", "Restarts"), [("web-0", "1,000")], 3)
    assert shown(Summary(tone=Tone.NEUTRAL, title=plain("x"))) is None
