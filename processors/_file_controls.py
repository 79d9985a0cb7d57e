"""The buttons that bring a long list as a file."""

from __future__ import annotations

import msgspec

from processors._controls import Button
from processors._passages import Table
from processors._summary import Summary

LONG = 20
"""Rows from which on a table is one to work with rather than to look at."""


def with_files(summary: Summary, csv: str, text: str, *, digested: bool = False) -> Summary:
    """Return `summary` with the whole of its list on offer, behind the overflow menu, if that is long or a part is shown.

    Args:
        summary: the answer.
        csv: the command line that brings the list as CSV.
        text: the command line that brings it as text.
        digested: whether each row of the table stands for several of the list.
    """
    tables = [passage for passage in summary.body if isinstance(passage, Table) and passage.rows]
    if not any(digested or table.left_out or len(table.rows) > LONG for table in tables):
        return summary
    offers = (Button("All rows as CSV", csv, more=True), Button("All rows as text", text, more=True))
    return msgspec.structs.replace(summary, controls=(*summary.controls, *offers))
