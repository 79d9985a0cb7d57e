"""What a digest remembers and finds new: only what changed is said to have, whatever was away in between."""

from __future__ import annotations

from itertools import pairwise

import pytest
from golden.scenes_digests import AWAY, DAY, PODS, failing, run, story
from hypothesis import given
from hypothesis import strategies as st

from processors._news import News, answered
from processors._passages import Cell, Table
from processors._strands import ITEMS, POINTS, WEEK, Memory, followed, packed, unpacked
from processors._summary import Source, Summary, Tone
from processors._text import Span, bold, plain
from processors._told import changed, healthy

AT = 1_000_000


def answer(
    *names: str, tone: Tone = Tone.BAD, sources: tuple[Source, ...] = (Source("prod", 1.0),), left_out: int = 0
) -> Summary:
    """Return an answer with a row for each name; `name@target` where several targets were asked."""
    many = any("@" in name for name in names)
    rows = tuple(tuple(map(Cell, name.split("@"))) for name in names)
    table = Table("Pods", ("Pod", "Cluster") if many else ("Pod",), rows, left_out)
    title = (bold(f"{len(names)} failing"), Span(" · prod"))
    return Summary(tone=tone, title=title, body=(table,) if names else (), sources=sources)


def news(*answers: Summary) -> News:
    """Return what is new in the last of the answers."""
    strand, found = None, News()
    for hour, one in enumerate(answers):
        strand, found = answered(strand, "pods failed", one, AT + hour * 3600)
    return found


def names(items: object) -> list[str]:
    """Return the items' names."""
    return [item.name for item in items]


def test_the_first_run_calls_nothing_new() -> None:
    """What it finds has perhaps been there for a year."""
    assert news(answer("a", "b")) == News(first=True, changed=True)


def test_new_gone_and_still_there_are_told_apart() -> None:
    """The three things that somebody wants to know at nine in the morning."""
    found = news(answer("a", "b"), answer("b", "c"))
    assert (names(found.new), names(found.gone), names(found.still)) == (["c"], ["a"], ["b"])
    assert found.still[0].since == AT


def test_what_stays_the_same_is_no_change_though_its_ages_grow() -> None:
    """A digest that is posted only if something changed would else be posted each time."""
    older = Summary(tone=Tone.BAD, title=plain("2 failing, 5 min old"), sources=(Source("prod", 1.0),))
    newer = Summary(tone=Tone.BAD, title=plain("2 failing, 9 min old"), sources=(Source("prod", 1.0),))
    assert not news(older, newer).changed
    assert not news(answer("a"), answer("a")).changed
    well = [Summary(tone=Tone.GOOD, title=plain(f"all well, {n} looked at"), sources=(Source("prod", 1.0),)) for n in (7, 8)]
    assert not news(*well).changed


def test_of_a_target_that_gave_nothing_nothing_is_gone_and_later_nothing_new() -> None:
    """A cluster that is away for an hour is no news about its pods."""
    both, one = (Source("prod", 1.0), Source("eu", 1.0)), (Source("prod", 1.0), Source("eu", None))
    full = answer("a@prod", "b@eu", sources=both)
    half = answer("a", sources=one)  # of one target alone, the table has no column for it
    assert (news(full, half).new, news(full, half).gone) == ((), ())
    assert names(news(full, half).still) == ["a"]
    assert (news(full, half, full).new, news(full, half, full).gone) == ((), ())
    assert names(news(half, full).new) == []


def test_of_a_list_that_is_cut_nothing_is_said_to_be_new_or_gone() -> None:
    """What is not in it may be there all the same."""
    assert news(answer("a", "b", left_out=5), answer("a", "c")).new == ()
    assert news(answer("a", "b"), answer("a", left_out=5)).gone == ()
    many = answer(*(f"pod-{place}" for place in range(ITEMS + 1)))
    assert (news(many, many).changed, news(many, answer("x")).new) == (False, ())


def test_what_comes_back_is_new_and_remembers_that_it_was_there() -> None:
    """The one that comes and goes is worse than the one that came once."""
    [back] = news(answer("a"), answer(), answer("a")).new
    assert (back.came, back.since) == (2, AT + 7200)


def test_a_command_that_is_not_answered_keeps_what_was_true_last() -> None:
    """When it is answered again, only what really changed meanwhile is new."""
    before = story()
    told, away = run(before, {PODS: AWAY})
    assert changed(told)
    assert not healthy(told)
    assert not changed(run(away, {PODS: AWAY})[0])
    again, _ = run(away, {PODS: failing(payments__svc_014=20)})
    assert again[0].news.changed
    assert names(again[0].news.gone) == ["payments/svc-014", "shop/web", "ops/migrate"]


def test_a_weeks_numbers_stay_a_weeks_however_often_it_runs() -> None:
    """Every five minutes would be two thousand; the older they are the fewer are needed."""
    points: tuple[tuple[int, float], ...] = ()
    for at in range(AT, AT + 9 * int(DAY), 300):
        points = followed(points, at, at)
        assert len(points) <= POINTS
    assert points[-1][0] - points[0][0] > 0.9 * WEEK
    assert max(later[0] - earlier[0] for earlier, later in pairwise(points)) < 6 * 3600
    assert [at for at, _ in points[-10:]] == list(range(points[-1][0] - 2700, points[-1][0] + 1, 300))
    assert [at for at, _ in points] == sorted({at for at, _ in points})


def test_what_is_kept_is_small() -> None:
    """It stands in Redis, for each digest, and is read and written at each run."""
    full = answer(*(f"namespace-{place % 40}/workload-with-a-long-name-{place}" for place in range(500)))
    strand, _ = answered(None, "pods failed @all", full, AT)
    for hour in range(1, 300):
        strand, _ = answered(strand, "pods failed @all", full, AT + hour * 3600)
    assert len(packed(Memory(at=AT, strands=(strand,)))) < 8000


def test_what_is_kept_comes_back() -> None:
    """Another replica makes the next edition."""
    assert unpacked(packed(story())) == story()


@pytest.mark.parametrize("kept", [b"", b"damaged", packed(Memory(version=0, at=5)), packed(story())[:-9]])
def test_what_cannot_be_read_is_forgotten(kept: bytes) -> None:
    """After an update the next run is the first, and no run fails."""
    assert unpacked(kept) == Memory()


ROWS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6)


@given(st.lists(ROWS, min_size=2, max_size=6))
def test_new_gone_and_still_add_up(runs: list[list[str]]) -> None:
    """Whatever comes and goes: what is there now is new or still there, and what was and is not is gone."""
    found = news(*(answer(*rows) for rows in runs))
    then, now = set(runs[-2]), set(runs[-1])
    assert set(names(found.new)) == now - then
    assert set(names(found.gone)) == then - now
    assert set(names(found.still)) == now & then
