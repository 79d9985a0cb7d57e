"""What changed between two answers: what matters is found and marked, what only grows older is not."""

from __future__ import annotations

import msgspec
import pytest
from golden.scenes import MINUTE, NOW, asks, failing, incident, part, pod_list, situations, source
from golden.scenes_events import backed_off, listed
from msgspec.structs import replace

from connectors._kube.records import Question
from processors import events, pods
from processors._ages import duration
from processors._changes import Changes, compare, marked
from processors._digest import condense
from processors._frame import frame
from processors._passages import Cell, Chart, Curve, Facts, Table
from processors._summary import Part, Summary, Tone
from processors._text import plain
from processors.watch import Watched, after, over, running, silent

SITUATIONS = situations()


def answer(*rows: tuple[str, int], at: float = NOW, left_out: int = 0, facts: tuple[str, ...] = ()) -> Summary:
    """Return an answer with these rows: a name and a number, and an age that grows."""
    cells = tuple((Cell(name), Cell(str(n), n), Cell(duration(at - NOW + 300), at - NOW + 300)) for name, n in rows)
    table = Table("Pods", ("Pod", "Restarts", "Since"), cells, left_out)
    return Summary(tone=Tone.BAD, title=plain("pods"), body=(Facts(facts), table), sources=(source(at=at),))


def table(summary: Summary) -> Table:
    """Return the summary's table."""
    return next(passage for passage in summary.body if isinstance(passage, Table))


def changed(before: Summary, now: Summary) -> dict[str, str]:
    """Return the marks, by the row's name."""
    shown = table(marked(before, now))
    assert shown.columns[1] == "Change"
    return {row[0].text: row[1].text for row in shown.rows if row[1].text}


def test_a_curve_that_goes_on_elsewhere_is_a_change_and_a_later_minute_of_the_same_is_none() -> None:
    """Whoever watches a graph wants to see it move; one that stands still is not posted again and again."""

    def drawn(last: float, at: float) -> Summary:
        chart = Chart("x", (at - 60, at), (Curve("web", (1.0, last)), Curve("api", (None, None))), "ratio")
        return Summary(tone=Tone.NEUTRAL, title=plain("x"), body=(chart,))

    assert compare(drawn(0.5, NOW), drawn(0.5, NOW + 60)) is None
    assert compare(drawn(0.5, NOW), drawn(0.6, NOW + 60)) is not None


@pytest.mark.parametrize("summary", SITUATIONS.values(), ids=SITUATIONS)
def test_an_answer_is_the_same_as_itself(summary: Summary) -> None:
    """Else every look would be an edit."""
    assert compare(summary, summary) is None


def test_what_only_grew_older_or_changed_its_place_is_the_same() -> None:
    """Ages are not news, and the order follows from the numbers."""
    before, now = answer(("a", 1), ("b", 2)), answer(("b", 2), ("a", 1), at=NOW + 10 * MINUTE)
    assert compare(before, now) is None


def test_real_answers_grow_older_without_a_change() -> None:
    """The ages of `pods failed` are found as such, whatever they say."""
    earlier = frame(pods.summary([part(incident())], asks()), [source()])
    same = Part("prod", part(incident()).records, NOW + 3 * MINUTE)
    assert compare(earlier, frame(pods.summary([same], asks()), [source(at=NOW + 3 * MINUTE)])) is None


def test_an_age_in_a_sentence_is_no_change() -> None:
    """`12 min old` is 13 a minute later, in every summary of one thing."""
    before, now = answer(facts=("Running", "12 min old")), answer(facts=("Running", "13 min old"))
    assert compare(before, now) is None


def restarted(number: int, question: Question, *, restarts: int, minutes: float) -> Summary:
    """Return the answer that shows a Deployment's crash-looping pods, each with so many more restarts and so much later."""
    at = NOW + minutes * MINUTE
    found = [replace(one, restarts=one.restarts + restarts, since=at, restarted=at) for one in failing(number)]
    digest = condense(pod_list(found, question=question))
    return frame(pods.summary([Part("prod", digest, at)], asks(f"pods {question}")), [source(at=at)])


@pytest.mark.parametrize("question", ["failed", "all"])
def test_a_crash_loop_that_goes_on_is_no_change(question: Question) -> None:
    """It restarts every five minutes by itself, and there are fifty: each look would be an edit that says nothing."""
    before, now = (restarted(5, question, restarts=n, minutes=10.0 * n) for n in (0, 1))
    assert compare(before, now) is None
    assert compare(before, restarted(6, question, restarts=1, minutes=10.0)) is not None


def test_a_pod_that_begins_to_crash_loop_is_a_change() -> None:
    """What ticks is what is shown as failing already, not what was well."""
    well = [replace(one, status="Running", reason="", restarts=0) for one in failing(2)]
    digests = (condense(pod_list(found, question="all")) for found in (well, failing(2)))
    before, now = (frame(pods.summary([Part("prod", one, NOW)], asks("pods")), [source()]) for one in digests)
    assert compare(before, now) is not None


def test_who_asks_for_restarts_is_told_of_each() -> None:
    """There the number is the answer."""
    found = compare(*(restarted(5, "restarting", restarts=n, minutes=10.0 * n) for n in (0, 1)))
    assert found == Changes(changed=("payments/svc-014",))


def test_what_happens_again_is_no_change_and_what_happens_to_another_is() -> None:
    """`BackOff` is counted on at each round of a crash loop; that a second workload has it is news."""
    later = backed_off(times=1210, last=NOW)
    before, again, other = (
        frame(events.summary([listed(found)], asks("events warning")), [source()])
        for found in ([backed_off()], [later], [later, backed_off("svc-002")])
    )
    assert compare(before, again) is None
    found = compare(again, other)
    assert found is not None
    assert len(found.new) == 1


def test_new_gone_and_changed_rows_are_named_and_marked() -> None:
    """People look for the row that is different."""
    before, now = answer(("a", 1), ("b", 2), ("c", 3)), answer(("a", 1), ("b", 5), ("d", 1))
    assert compare(before, now) == Changes(new=("d",), gone=("c",), changed=("b",))
    assert changed(before, now) == {"b": "restarts was 2", "d": "new", "c": "gone"}


def test_a_row_beyond_the_edge_of_a_cut_table_is_neither_new_nor_gone() -> None:
    """The worst 200 of 1,000 change places all the time."""
    before, now = answer(("a", 1), ("b", 2), left_out=9), answer(("a", 1), ("c", 2), left_out=9)
    found = compare(before, now)
    assert found is None or (found.new, found.gone) == ((), ())
    assert table(marked(before, now)).columns == ("Pod", "Restarts", "Since")


def test_a_number_in_small_print_says_what_it_was() -> None:
    """The sum is what is talked about."""
    before, now = answer(facts=("OOMKilled 3", "Error 1")), answer(facts=("OOMKilled 5", "Error 1"))
    assert marked(before, now).body[0] == Facts(("OOMKilled 5 (was 3)", "Error 1"))


def test_rows_of_a_target_that_did_not_answer_are_not_gone() -> None:
    """Silence is no recovery."""
    several = [part(failing(3)), part(failing(2, "cart", "shop"), "staging"), part(failing(1, "auth", "shop"), "eu-west")]
    sources = [source(), source("staging"), source("eu-west")]
    before = frame(pods.summary(several, asks("pods failed", "prod", "staging", "eu-west")), sources)
    quiet = [source(), source("staging"), source("eu-west", at=None, trouble="timed out")]
    now = frame(pods.summary(several[:2], asks("pods failed", "prod", "staging", "eu-west")), quiet)
    found = compare(before, now)
    assert found is not None
    assert found.gone == ()


def test_two_rows_of_one_name_are_two() -> None:
    """`web-0` stands in many namespaces."""
    assert compare(answer(("web-0", 1), ("web-0", 2)), answer(("web-0", 1), ("web-0", 2))) is None
    assert compare(answer(("web-0", 1), ("web-0", 2)), answer(("web-0", 1))) == Changes(gone=("web-0",))


def test_marks_stay_until_the_next_change() -> None:
    """Who looks a minute later still sees what happened, and when."""
    first = after(Watched(now=answer(("a", 1)), until=NOW + 300), answer(("a", 2)), NOW + 10)
    second = after(first, answer(("a", 2)), NOW + 20)
    assert (second.changed_at, second.touched) == (NOW + 10, NOW + 10)
    assert second.before == first.before


def test_while_nobody_answers_the_last_state_stands_and_says_so_once() -> None:
    """An edit for every look at a dead cluster would say nothing new."""
    watched = Watched(now=answer(("a", 1)), until=NOW + 300)
    trouble = Summary(tone=Tone.WARNING, title=plain("prod does not answer"))
    first = silent(watched, trouble, NOW + 10)
    again = silent(first, trouble, NOW + 20)
    assert (first.touched, again.touched) == (NOW + 10, NOW + 10)
    assert table(running(again, "watch stop x")) == table(answer(("a", 1)))
    assert after(again, answer(("a", 1)), NOW + 30).trouble == ()


def test_a_watch_survives_its_way_through_redis() -> None:
    """Another replica has to go on with exactly this."""
    earlier, now = (frame(pods.summary([part(found)], asks()), [source()]) for found in (incident(), failing(5)))
    watched = silent(after(Watched(now=earlier, until=NOW), now, NOW), SITUATIONS["refused"], NOW)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(watched), type=Watched) == watched


def test_a_message_that_is_over_can_be_refreshed_and_not_be_stopped() -> None:
    """What can be pressed does something."""
    summary = replace(answer(("a", 1)), again="pods --fresh")
    watched = Watched(now=summary, until=NOW)
    assert (running(watched, "watch stop x").again, running(watched, "watch stop x").controls[0].label) == ("", "Stop")
    assert (over(watched, NOW).again, over(watched, NOW).controls) == ("pods --fresh", ())
