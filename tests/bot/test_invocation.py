"""The grammar: what people type, phones mangle and buttons carry becomes one normal form."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import Catalogue, CatalogueError, find_commands, find_operations
from bot.invocation import Grammar, cleaned
from handlers._contract import Argument, Command, Invocation, Option, UsageError
from handlers._line import line
from handlers._usage import usage

CATALOGUE = Catalogue((*find_commands(), *find_operations()))
GRAMMAR = Grammar(CATALOGUE)


def refused(text: str) -> UsageError:
    """Return the error with which the grammar refuses `text`."""
    with pytest.raises(UsageError) as caught:
        GRAMMAR.parse(text)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        "pods failed -n payments @prod",
        "pods failed @prod -n payments",
        "-n payments pods failed @prod",
        "Pods FAILED --namespace payments @prod",
        "pods failed --namespace=payments @prod",
        "  pods   failed -n 'payments'  @prod ",
        "pods failed —namespace payments @prod",
        "pods failed -n “payments” @prod",
        "pods failed -n payments -n payments @prod @prod",
    ],
)
def test_order_case_spelling_and_typography_make_no_second_question(text: str) -> None:
    """Every spelling is one cache key, and a phone that curls quotes or joins two hyphens does not stop anybody."""
    assert GRAMMAR.parse(cleaned(text)) == Invocation("pods failed", (), (("namespace", "payments"),), ("prod",))


def test_nothing_typed_means_help() -> None:
    """Who types the bare command does not know yet what there is."""
    assert GRAMMAR.parse("   ").command == "help"


def test_logs_of_loki_are_a_question_to_loki() -> None:
    """Two spellings are one question: one key in the cache, one rule of access."""
    asked = GRAMMAR.parse("""logs --since 30m --loki '{app="x"} |= "y"' @prod""")
    assert asked == GRAMMAR.parse("""loki '{app="x"} |= "y"' --since 30m @prod""")
    assert asked.command == "loki"


def test_what_a_pods_logs_take_is_not_taken_of_lokis() -> None:
    """A query says itself which lines are wanted; a pod beside it would be forgotten silently."""
    assert "leave one of them out" in refused("""logs web-0 --loki '{app="x"}'""").said
    assert "loki has no option --tail" in refused("""logs --loki '{app="x"}' --tail 5""").said
    assert "picks no streams" in refused("logs --loki error").said


def test_help_takes_a_command_of_several_words() -> None:
    """`help pods failed` is how people write it, without quotes."""
    assert GRAMMAR.parse("help pods failed").arguments == ("pods failed",)


@pytest.mark.parametrize("form", ["--file csv", "--file=csv", "—file CSV"])
def test_a_file_can_be_asked_of_every_command(form: str) -> None:
    """It is no part of the question: the cache must not see it."""
    asked = GRAMMAR.parse(f"pods failed {form} --page 3 @prod")
    assert (asked.file, asked.page, asked.options) == ("csv", 3, ())
    assert GRAMMAR.parse(line(asked)) == asked


@pytest.mark.parametrize(
    "wrong", ["--file pdf", "--file", "--page 0", "--page two", "--page", "--page 99999999999999999999"]
)
def test_a_file_or_page_that_there_is_none_of_is_said(wrong: str) -> None:
    """The sentence says what would be right."""
    assert "--file csv" in refused(f"pods {wrong}").said or "--page 2" in refused(f"pods {wrong}").said


def test_fresh_and_several_targets_are_understood_anywhere() -> None:
    """Targets and --fresh belong to every command and have no place of their own."""
    asked = GRAMMAR.parse("@staging pods --fresh failed @prod")
    assert (asked.command, asked.targets, asked.fresh) == ("pods failed", ("prod", "staging"), True)


def test_an_unknown_word_gets_the_nearest_commands_with_what_else_was_said() -> None:
    """A typo costs one click, not a second typing of namespace and target."""
    error = refused("pods faild -n payments @prod")
    assert "pods faild" in error.said
    assert error.suggestions[0] == "pods failed -n payments @prod"


def test_a_word_like_no_other_still_gets_the_help() -> None:
    """There is always a way on."""
    assert refused("xyzzy").suggestions == ("help",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pods failed --nonsense", "There is no option --nonsense."),
        ("pods failed -n", "-n needs a value"),
        ("pods failed -n a -n b", "given twice"),
        ("pods failed 'open", "opened and not closed"),
        ("pods failed extra", "does not understand “extra”"),
        ("pod", "pod needs NAME"),
        ("ping @prod", "ping asks no target"),
        ("help -n x", "help has no option -n"),
        ("pods failed " + "x" * 3000, "at most 2,000"),
    ],
)
def test_bad_arguments_get_one_line_that_names_the_fault(text: str, said: str) -> None:
    """Usage is one sentence: what was wrong, what would be right."""
    assert said in refused(text).said


def test_slacks_escapes_and_links_are_undone() -> None:
    """Slack sends `&lt;` for `<` and makes links of what looks like one; the pod's name has neither."""
    assert cleaned("pod <http://web-0.example.com|web-0.example.com> -l a&lt;b") == "pod web-0.example.com -l a<b"


def test_usage_names_everything_a_command_takes() -> None:
    """The usage line is made from the declaration, so it cannot lie."""
    command = CATALOGUE.command("pods failed")
    assert command is not None
    assert usage(command) == "pods failed [-n NAMESPACE] [-l SELECTOR] [@target|@all] [--fresh]"


WORD = st.text(string.printable + "äß漢'\"\\@-—“", min_size=1, max_size=20).filter(lambda word: word.strip() == word)


async def _nothing(_invocation: Invocation, _tools: object) -> None:
    """Load nothing: these commands are only parsed."""


def _command(name: str, *options: Option, **more: object) -> Command:
    return Command(name, "", object, _nothing, lambda _i, _p: None, asks=("kubernetes",), options=options, **more)  # type: ignore[arg-type]  # a show that is never called


@given(
    argument=WORD,
    namespace=st.none() | WORD,
    flag=st.booleans(),
    targets=st.lists(st.text("abc-", min_size=1, max_size=5), unique=True, max_size=3),
    fresh=st.booleans(),
)
def test_every_line_that_we_write_reads_back_as_the_same_question(
    argument: str, namespace: str | None, flag: bool, targets: list[str], fresh: bool
) -> None:
    """Buttons carry lines and nothing else: what is written must be what is read, whatever a pod is called."""
    options = (Option("namespace", "n", "NAMESPACE", ""), Option("wide", "", "", ""))
    grammar = Grammar(Catalogue([_command("look at", *options, arguments=(Argument("NAME", True, ""),))]))
    given_options = (("namespace", namespace),) if namespace else ()
    asked = Invocation(
        "look at", (argument,), (*given_options, *((("wide", ""),) if flag else ())), tuple(sorted(targets)), fresh
    )
    assert grammar.parse(line(asked)) == asked


@given(st.text())
def test_no_text_breaks_the_grammar(text: str) -> None:
    """Whatever is typed is a question or a UsageError, never anything else."""
    try:
        asked = GRAMMAR.parse(cleaned(text))
    except UsageError:
        return
    assert GRAMMAR.parse(line(asked)) == asked


def test_two_commands_of_one_name_are_refused() -> None:
    """Which of the two would answer must not depend on the alphabet."""
    with pytest.raises(CatalogueError, match="two commands are named 'pods'"):
        Catalogue([_command("pods"), _command("other", aliases=("pods",))])


def test_an_option_that_means_two_things_is_refused() -> None:
    """Options may stand before the command's words, so a letter must mean the same everywhere."""
    with pytest.raises(CatalogueError, match="the option 'n' means two things"):
        Catalogue([_command("a", Option("namespace", "n", "NS", "")), _command("b", Option("number", "n", "N", ""))])


@pytest.mark.parametrize(
    "text",
    [
        'watch "pods failed -n payments @prod" for 5m',
        "watch pods failed -n payments @prod for 5m",
        "watch Pods FAILED @prod —namespace payments for 300s",
        "watch pods failed --fresh --file csv -n payments @prod for 5m",
    ],
)
def test_a_command_can_be_watched_with_or_without_quotes(text: str) -> None:
    """Nobody remembers where the quotes go; the line inside has its normal form, and nothing that is for one answer."""
    asked = GRAMMAR.parse(cleaned(text))
    assert asked == Invocation("watch", ("pods failed -n payments @prod", "for", "5m"))
    assert GRAMMAR.parse(line(asked)) == asked


def test_a_watch_lasts_as_usual_unless_it_is_said_how_long() -> None:
    """`for` belongs to the watch, and only at the end of the line."""
    assert GRAMMAR.parse("watch ping").arguments == ("ping",)
    assert GRAMMAR.parse("watch stop 7f3a2b") == Invocation("watch stop", ("7f3a2b",))
    assert "no duration" in refused("watch ping for ever").said


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("notify me when pods failed -n payments", ("me", "pods failed -n payments")),
        ('Notify HERE when "pods failed @prod" quiet 22-7', ("here", "pods failed @prod", "quiet", "22:00-07:00")),
        (
            "notify #Ops when alerts firing quiet 22-7 after 90s",
            ("#ops", "alerts firing", "after", "1m30s", "quiet", "22:00-07:00"),
        ),
        ("notify <#C0OPS|ops> when ping", ("C0OPS", "ping")),
    ],
)
def test_people_say_whom_to_tell_when(text: str, arguments: tuple[str, ...]) -> None:
    """In any order behind the command, and a channel as they write it or as Slack links it."""
    assert GRAMMAR.parse(text) == Invocation("notify", arguments)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("notify me pods failed", "Usage: notify me|here|#CHANNEL when COMMAND…"),
        ("notify", "Usage: notify"),
        ("notify me when", "notify needs a command"),
        ("notify bob when ping", "write me, here or #channel"),
        ("notify me when ping quiet 25-7", "no hours to be quiet in"),
        ("notify me when ping quiet 7-7", "no hours to be quiet in"),
        ("notify me when ping after a while", "does not understand"),
        ("notify me when ping after 1m after 2m", "said twice"),
        ("notify me when watch ping", "is for a command that answers"),
    ],
)
def test_what_cannot_be_told_is_said(text: str, said: str) -> None:
    """With how it is written."""
    assert said in refused(text).said
