"""The Home tab stays within Slack's bounds, whatever there is to show; nothing in it comes alive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import pytest

from bot.digests.digest import Digest
from bot.digests.memory import MemoryDigests
from bot.digests.section import DigestSection
from bot.home.favourites import MOST, SHOWN, Favourites
from bot.home.health import TargetState
from bot.home.page import BLOCKS, HomePage, view
from bot.home.section import Entry
from playground.slack import blocks
from processors._controls import Button
from processors._summary import Tone
from processors._text import plain
from processors.talk import Right, rights_said

NOW = 1_795_442_465.0
HOSTILE = "<!channel> *bold* :fire: " + "x" * 400


def page(**fields: object) -> HomePage:
    """Return a page with little on it; `fields` replaces any of that."""
    usual = {"at": NOW, "targets": (), "rights": rights_said(None, changes=True), "favourites": Favourites()}
    return HomePage(**(usual | fields))  # type: ignore[arg-type]  # fields of several types, by name


FULL = page(
    targets=[TargetState(f"cluster-{i}", Tone.BAD, HOSTILE, NOW - i, ("kubernetes",), ("kubernetes",)) for i in range(200)],
    rights=rights_said(tuple(Right((HOSTILE,), (HOSTILE,), ("C1",)) for _ in range(50)), changes=False),
    favourites=Favourites(tuple(f"pods -n {HOSTILE}{i}" for i in range(MOST)), tuple(f"pods -l {i}" for i in range(SHOWN))),
    sections=[
        (f"Section {i}", [Entry(plain(HOSTILE), tuple(Button(HOSTILE, "ping") for _ in range(9))) for _ in range(30)])
        for i in range(20)
    ],
)


@pytest.mark.parametrize("made", [page(), page(favourites=None), FULL], ids=["empty", "away", "full"])
def test_slack_takes_it(made: HomePage) -> None:
    """A view that is refused is a Home tab that stays as it was, without a word."""
    shown = view(made, "D1")
    assert len(cast(Sequence[object], shown["blocks"])) <= BLOCKS
    blocks.check_view(shown, frozenset())


def test_nothing_on_it_is_mrkdwn() -> None:
    """Names of clusters and lines are anybody's text."""
    assert "mrkdwn" not in str(view(FULL, "D1"))


def test_a_line_too_long_for_a_button_is_left_out_rather_than_cut() -> None:
    """Half a command is another command."""
    shown = str(view(page(favourites=Favourites(("pods -n " + "x" * 2100,))), "D1"))
    assert "xxxxxxxxxxxx" not in shown


async def two_of_ana_s_and_one_of_ben_s() -> MemoryDigests:
    """Return a store with digests, one of which rests."""
    store = MemoryDigests(())
    usual = {"channel": "C1", "cron": "0 9 * * 1-5"}
    await store.add(Digest(name="morning", commands=("pods failed", "nodes"), maker="UANA", **usual))
    await store.add(Digest(name="evening", commands=("status",), maker="UANA", paused="the channel is archived", **usual))
    await store.add(Digest(name="other", commands=("status",), maker="UBEN", **usual))
    return store


async def test_digests_of_a_person_are_theirs() -> None:
    """Those of others are none of their business here; one that rests says why, and can be woken."""
    evening, morning = await DigestSection(await two_of_ana_s_and_one_of_ben_s()).entries("UANA")
    assert "archived" in str(evening.text)
    assert [button.line for button in evening.buttons] == ["digest run evening", "digest resume evening"]
    assert [button.line for button in morning.buttons] == ["digest run morning", "digest pause morning"]
    assert "weekdays 09:00" in str(morning.text)
    assert "2 commands" in str(morning.text)
