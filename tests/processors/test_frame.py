"""What stands around every answer, and what is said when there is none."""

import pytest
from golden.scenes import NOW, asks, incident, part, source
from test_pods_summary import said

from processors import pods
from processors._controls import Button
from processors._frame import frame, unanswered, usage
from processors._passages import Facts, Line
from processors._summary import Summary, Tone


def silent(target: str = "eu-west", kind: str = "TimedOut", **fields: object) -> object:
    """Return a target that gave nothing."""
    return source(target, at=None, took=None, kind=kind, **({"trouble": "timed out after 5 s"} | fields))


def bad_news() -> Summary:
    """Return an answer that is bad news."""
    return pods.summary([part(incident())], asks())


def good_news() -> Summary:
    """Return an answer that is good news."""
    return pods.summary([part([])], asks())


def test_a_target_that_did_not_answer_is_named_in_the_first_line() -> None:
    """One dead cluster never costs the answer, and never hides either."""
    shown = frame(bad_news(), [source(), silent()])
    assert said(shown.title).endswith("· prod (eu-west did not answer)")
    assert shown.tone is Tone.BAD


def test_good_news_is_not_green_while_a_target_is_silent() -> None:
    """Its pods may be the ones that fail."""
    assert frame(good_news(), [source(), silent()]).tone is Tone.WARNING


def test_an_old_answer_says_first_that_it_is_old() -> None:
    """Somebody would act on it as if it were now."""
    shown = frame(bad_news(), [source(origin="kept", at=NOW - 240, trouble="connection refused")])
    assert said(shown.title) == "prod does not answer: connection refused. What was true at @:"
    assert (shown.tone, shown.again_label) == (Tone.WARNING, "Try now")
    assert shown.body[0] == Facts(("🔴 82 pods failing in 8 workloads · prod",))


def test_an_answer_that_is_old_in_part_says_which_part() -> None:
    """The rest is as good as ever."""
    shown = frame(good_news(), [source(), source("staging", origin="kept", at=NOW - 240, trouble="connection refused")])
    assert isinstance(shown.body[0], Line)
    assert said(shown.body[0].text) == "staging does not answer: connection refused. Its part was true at @."
    assert shown.tone is Tone.WARNING


def test_a_whole_fresh_answer_gets_its_sources_and_nothing_else() -> None:
    """Most answers are these."""
    shown = frame(bad_news(), [source()], ["cache away"])
    assert (shown.title, shown.body, shown.tone) == (bad_news().title, bad_news().body, Tone.BAD)
    assert (shown.sources, shown.notes) == ((source(),), ("cache away",))


@pytest.mark.parametrize(
    ("kind", "tone", "advice"),
    [
        ("Forbidden", Tone.REFUSED, "srehub check names the missing rule"),
        ("Unauthenticated", Tone.REFUSED, "srehub check says which are wrong"),
        ("BreakerOpen", Tone.WARNING, "looked at again in 20 s"),
        ("TimedOut", Tone.WARNING, "Ask for less"),
        ("Missing", Tone.NEUTRAL, "does not have that"),
        ("", Tone.WARNING, "did not answer"),
        ("SomethingNew", Tone.WARNING, "did not answer"),
    ],
)
def test_no_answer_says_why_and_what_to_do(kind: str, tone: Tone, advice: str) -> None:
    """A sentence that ends in what one can do is worth more than a stack trace."""
    shown = unanswered([silent("prod", kind, retry_after=20.0)], "pods failed @prod")
    assert advice in said(shown.title)
    assert "timed out after 5 s" in said(shown.title)
    assert (shown.tone, shown.again, shown.again_label) == (tone, "pods failed @prod", "Try again")


def test_of_several_targets_none_of_which_answered_each_has_its_line() -> None:
    """They fail for different reasons, and so need different hands."""
    shown = unanswered([silent("a"), silent("b", "Forbidden")])
    assert said(shown.title) == "None of 2 targets answered · a, b"
    assert [said(line.text).split(":")[0] for line in shown.body if isinstance(line, Line)] == [
        "a did not answer in time",
        "b refused",
    ]


def test_usage_is_private_and_offers_what_was_meant() -> None:
    """A typo is nobody else's business, and one click puts it right."""
    shown = usage("“pods faild” is not a command.", ["pods failed", "help"])
    assert shown.private
    assert shown.controls == (Button("pods failed", "pods failed"), Button("help", "help"))
    assert said(shown.title) == "“pods faild” is not a command. Did you mean:"


def test_usage_that_can_only_offer_help_asks_nothing() -> None:
    """`Did you mean: help?` is no answer."""
    assert said(usage("There is no option --x.", ["help pods"]).title) == "There is no option --x."
