"""What a run found: sections of rows, as a table for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        what: what was measured.
        ours: the bot's figure.
        theirs: whom it is held against, and their figure; "" for nobody.
        ratio: how the two compare; "" where there is nothing to compare.
        target: what was to be reached; "" where the figure only informs.
        reached: whether it was; None without a target.
    """

    what: str
    ours: str
    theirs: str = ""
    ratio: str = ""
    target: str = ""
    reached: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """Return the row's texts, the verdict last."""
        verdict = {True: "pass", False: "**FAIL**", None: ""}[self.reached]
        return self.what, self.ours, self.theirs, self.ratio, self.target, verdict


@dataclass(slots=True)
class Section:
    """A part of the run: a title, its rows, and remarks on how it was measured or why it was not."""

    title: str
    rows: list[Row] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def markdown(self) -> str:
        """Return it as Markdown."""
        text = f"## {self.title}\n"
        if self.rows:
            text += "\n" + table(("what", "the bot", "beside", "ratio", "target", ""), [row.cells() for row in self.rows])
        return text + "".join(f"\n{remark}\n" for remark in self.remarks)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table whose columns are aligned, so that it reads well as plain text too."""
    widths = [max(len(line[place]) for line in (heads, *rows)) for place in range(len(heads))]

    def drawn(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |\n"

    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|\n"
    return drawn(heads) + rule + "".join(drawn(row) for row in rows)
