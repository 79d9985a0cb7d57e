"""The commands about logs, jobs, capacity and usage: what they ask, and what they refuse."""

from __future__ import annotations

from typing import Any

import pytest
from families import ANSWERS, Answering
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import Catalogue, find_commands
from bot.invocation import Grammar
from connectors._deadline import Deadline
from connectors._kube.logs.records import LogQuestion
from connectors._kube.records import Scope
from handlers._contract import UsageError
from handlers._objects import log_named, parted
from handlers._patterns import expression, level, lines

CATALOGUE = Catalogue(find_commands())
DEADLINE = Deadline(5.0, lambda: 0.0)


class Tools:
    """The tools of one target whose connector notes what it is asked."""

    target = "prod"
    deadline = DEADLINE

    def __init__(self) -> None:
        self.asked: list[Any] = []
        for family, answers in ANSWERS.items():
            setattr(self, family, Answering(self.asked, answers))

    def upstream(self, kind: type[Any]) -> Any:  # noqa: ARG002 (the contract's signature)
        """Return the connector, which is this object itself."""
        return self


async def ask(line: str) -> list[Any]:
    """Carry out the line; return what the connector was asked."""
    invocation, tools = Grammar(CATALOGUE).parse(line), Tools()
    command = CATALOGUE.command(invocation.command)
    assert command
    await command.load(invocation, tools)  # type: ignore[arg-type]  # of the tools it uses these
    return tools.asked


@pytest.mark.parametrize(
    ("line", "method"),
    [
        ("jobs failed", "failed"), ("cronjobs", "all"), ("pvc pending", "pending"), ("hpa maxed", "maxed"), ("quota", "all"),
        ("top pods", "pods"),
    ],
)  # fmt: skip
async def test_a_list_is_asked_for_once_where_it_is_log_named(line: str, method: str) -> None:
    """One call an answer, with the namespace and the labels that were given."""
    assert await ask(f"{line} -n shop -l app=web") == [(method, Scope("shop", "app=web"), DEADLINE)]


@pytest.mark.parametrize(("line", "method"), [("namespaces", "all"), ("top nodes", "nodes")])
async def test_what_is_in_no_namespace_is_narrowed_by_labels_alone(line: str, method: str) -> None:
    """A namespace would mean nothing there."""
    assert await ask(f"{line} -l team=shop") == [(method, Scope("", "team=shop"), DEADLINE)]
    with pytest.raises(UsageError, match="no option -n"):
        await ask(f"{line} -n shop")


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("logs web-0", LogQuestion(name="web-0")),
        ("logs deploy/web -n shop", LogQuestion(namespace="shop", kind="Deployment", name="web")),
        ("logs -l app=web --tail 50", LogQuestion(selector="app=web", tail=50)),
        ("logs sts/db -c init -p --since 10m", LogQuestion(
            kind="StatefulSet", name="db", container="init", previous=True, since=600, tail=20_000)),
        ("logs web-0 --level err", LogQuestion(name="web-0", tail=20_000)),
        ("logs web-0 --grep x --tail 7", LogQuestion(name="web-0", tail=7)),
    ],
)  # fmt: skip
async def test_logs_ask_for_what_the_options_say(line: str, question: LogQuestion) -> None:
    """Each of them is something that people know from kubectl, and mean the same by."""
    assert await ask(line) == [("read", question, DEADLINE)]


@pytest.mark.parametrize("line", ["logs", "logs web-0 -l app=web", "logs -n shop"])
async def test_logs_of_nobody_or_of_two_are_refused(line: str) -> None:
    """Every pod's log would be a flood, and which of two is meant nobody knows."""
    with pytest.raises(UsageError, match="Whose log"):
        await ask(line)


def test_a_name_has_one_spelling() -> None:
    """The cache's key is made of it."""
    for word in ("deploy", "deployment", "Deployments", "deployments.apps"):
        assert log_named(f"{word}/Web") == "deployment/web"
    assert log_named(" web-0 ") == "web-0"
    assert parted("job/nightly-1") == ("Job", "nightly-1")
    assert parted("web-0") == ("", "web-0")


@pytest.mark.parametrize("wrong", ["svc/web", "deploy/", "/web", "deploy/a/b", "<!channel>", "secret/x"])
def test_what_has_no_log_is_refused(wrong: str) -> None:
    """A Service has none, and a path must not be built from what is no name."""
    with pytest.raises(UsageError):
        log_named(wrong)


@pytest.mark.parametrize("wrong", ["(a", "a(?=b)", "[z-a]", "x{1001}", "*"])
def test_a_wrong_expression_is_named(wrong: str) -> None:
    """People see at once what they mistyped, before a cluster is asked."""
    with pytest.raises(UsageError) as caught:
        expression(wrong)
    assert f"“{wrong}” is no regular expression" in caught.value.said


@given(st.text(max_size=40))
def test_any_text_is_an_expression_or_a_usage_message(text: str) -> None:
    """It comes from a chat."""
    try:
        assert expression(text) == text
    except UsageError:
        return


def test_levels_and_numbers_have_one_spelling() -> None:
    """`ERR`, `error` and `Error` are one question; so are `2,000` and `2000`."""
    assert {level(word) for word in ("ERR", "error", " Error ")} == {"error"}
    assert lines("2,000") == "2000"


@pytest.mark.parametrize(("check", "wrong"), [(level, "loud"), (lines, "0"), (lines, "-1"), (lines, "100001"), (lines, "²")])
def test_a_wrong_level_or_number_is_refused(check: Any, wrong: str) -> None:
    """The sentence says what would be right."""
    with pytest.raises(UsageError, match="write one"):
        check(wrong)
