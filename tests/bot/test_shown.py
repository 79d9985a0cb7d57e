"""An answer that many ask for is condensed once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from bot.shown import Shown
from handlers._contract import Command, Invocation
from processors._summary import Part, Summary, Tone
from processors._text import plain


class Counting:
    """Counts how often a summary is made."""

    def __init__(self) -> None:
        self.made = 0
        self.command = Command("pods", "", list, self._load, self._show)

    async def _load(self, *_: object) -> list[str]:
        return []

    def _show(self, invocation: Invocation, parts: Sequence[Part[Any]]) -> Summary:
        self.made += 1
        return Summary(tone=Tone.GOOD, title=plain(f"{invocation.command} {[part.records for part in parts]}"))


@pytest.fixture
def counting() -> Counting:
    """A command that counts."""
    return Counting()


def part(records: list[str], target: str = "prod", at: float = 1.0) -> Part[list[str]]:
    """Return what a target answered."""
    return Part(target, records, at)


def test_the_same_records_are_condensed_once(counting: Counting) -> None:
    """Two hundred people ask in one minute; the table of 20,000 pods is sorted for the first of them."""
    shown, records = Shown(), ["a"]
    first = shown.show(counting.command, Invocation("pods"), [part(records)])
    assert shown.show(counting.command, Invocation("pods"), [part(records)]) is first
    assert counting.made == 1


def test_new_records_make_a_new_summary_though_they_are_equal(counting: Counting) -> None:
    """They are another look at the cluster, at another time."""
    shown = Shown()
    shown.show(counting.command, Invocation("pods"), [part(["a"], at=1.0)])
    shown.show(counting.command, Invocation("pods"), [part(["a"], at=2.0)])
    assert counting.made == 2


def test_another_question_about_the_same_records_is_another_summary(counting: Counting) -> None:
    """Its buttons carry another line."""
    shown, records = Shown(), ["a"]
    shown.show(counting.command, Invocation("pods"), [part(records)])
    shown.show(counting.command, Invocation("pods", targets=("prod",)), [part(records)])
    assert counting.made == 2


def test_records_that_were_let_go_are_never_mistaken_for_others(counting: Counting) -> None:
    """An address in memory is used again; what is remembered holds on to its records, so theirs is not."""
    shown = Shown(remembered=2)
    for number in range(50):
        summary = shown.show(counting.command, Invocation("pods"), [part([str(number)])])
        assert str(number) in str(summary.title)


def test_only_the_last_few_are_remembered(counting: Counting) -> None:
    """Memory does not grow with the number of questions."""
    shown, records = Shown(remembered=2), [["a"], ["b"], ["c"]]
    for one in [*records, records[0]]:
        shown.show(counting.command, Invocation("pods"), [part(one)])
    assert counting.made == 4
