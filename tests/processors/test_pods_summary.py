"""What is said about many pods; how it looks is in the golden files."""

from golden.scenes import NOW, asks, failing, incident, part, unread

from processors._controls import Button, Menu
from processors._passages import Facts, Line, Table
from processors._summary import Summary, Tone
from processors._text import Moment, Span, Text
from processors.pods import summary


def said(text: Text) -> str:
    """Return the words of a text; moments as `@`."""
    return "".join(one.text if isinstance(one, Span) else "@" for one in text)


def table(shown: Summary) -> Table:
    """Return the summary's table."""
    return next(passage for passage in shown.body if isinstance(passage, Table))


def lines(shown: Summary) -> list[str]:
    """Return the commands of all buttons and options."""
    found = [control for control in shown.controls if isinstance(control, Button)]
    found += [option for control in shown.controls if isinstance(control, Menu) for option in control.options]
    return [button.line for button in found]


def test_the_first_line_alone_says_how_many_where() -> None:
    """It is the notification on a phone at night."""
    assert said(summary([part(incident())], asks()).title) == "82 pods failing in 8 workloads · prod"


def test_good_news_is_one_line() -> None:
    """Nobody reads a table of nothing."""
    shown = summary([part([])], asks())
    assert (shown.tone, shown.body) == (Tone.GOOD, ())
    assert said(shown.title) == "No failing pods · 20,000 looked at in 22 namespaces · prod"


def test_good_news_of_which_a_namespace_is_missing_is_not_green() -> None:
    """What could not be looked at may be what is on fire."""
    shown = summary([part([], **unread())], asks())
    assert shown.tone is Tone.WARNING
    assert isinstance(shown.body[0], Line)


def test_the_colleagues_sentence_tells_share_moment_and_exit() -> None:
    """It is the one sentence that one would say aloud."""
    shown = summary([part(failing(32, message="Error"))], asks())
    sentence = next(passage for passage in shown.body if isinstance(passage, Line))
    assert said(sentence.text) == "payments/svc-014: 32 of 43 pods crash-loop since @. exit 1: Error"
    assert Moment(NOW - 35 * 60) in sentence.text


def test_six_reasons_are_named_and_the_rest_counted() -> None:
    """The line has to fit a phone, and its numbers have to add up to the title's."""
    facts = next(passage for passage in summary([part(incident())], asks()).body if isinstance(passage, Facts))
    assert len(facts.facts) == 7
    assert facts.facts[-1] == "2 others"
    assert sum(int(word) for fact in facts.facts for word in fact.split() if word.isdigit()) == 82


def test_several_clusters_are_summed_and_told_apart() -> None:
    """`@all` is one answer, and each row says whose it is."""
    shown = summary([part(incident()), part(failing(3, "cart", "shop"), "staging")], asks("pods failed", "prod", "staging"))
    assert said(shown.title) == "85 pods failing in 9 workloads · prod, staging"
    assert table(shown).columns[1] == "Cluster"
    assert "pod -n shop @staging cart-7b6ef5dfc-00000" in lines(shown)


def test_every_control_names_its_target() -> None:
    """A button is pressed elsewhere than where it was made, where another target may be the default."""
    assert all("@prod" in line for line in lines(summary([part(incident())], asks())))


def test_refresh_skips_the_cache() -> None:
    """That is what people press it for."""
    assert summary([part(failing(1))], asks(namespace="payments")).again == "pods failed -n payments @prod --fresh"


def test_numbers_can_be_sorted_by() -> None:
    """`110 s` sorts before `9 min` only by its value."""
    row = table(summary([part(failing(2))], asks())).rows[0]
    assert [cell.value for cell in row] == [None, 2, None, 11, 300]


def test_ages_are_counted_from_when_the_records_were_true() -> None:
    """The same records make the same summary, however long they lay in a cache."""
    assert summary([part(failing(2))], asks()) == summary([part(failing(2))], asks())


def test_a_moment_of_another_day_has_its_date() -> None:
    """`since 14:02` three days later is a lie."""
    shown = summary([part(failing(1, since=NOW - 3 * 86_400))], asks())
    sentence = next(passage for passage in shown.body if isinstance(passage, Line))
    assert Moment(NOW - 3 * 86_400, dated=True) in sentence.text


def test_few_pods_are_listed_one_by_one() -> None:
    """`pods -l app=web` wants the pods, not one row that counts them."""
    assert len(table(summary([part(failing(3), question="all")], asks("pods"))).rows) == 3


def test_rows_that_were_never_handed_over_are_counted() -> None:
    """Nothing that was cut is silent."""
    pods = [pod for place in range(300) for pod in failing(1, f"svc-{place}")]
    shown = table(summary([part(pods)], asks()))
    assert len(shown.rows) + shown.left_out == 300
