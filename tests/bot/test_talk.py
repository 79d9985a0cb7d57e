"""Plain words become command lines by the table of rules; what is not sure is offered, no change is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.access import Access, Rule
from bot.ask import Ask, Place
from bot.cache.cache import Cache
from bot.catalogue import Catalogue, find_commands, find_operations
from bot.failures import told
from bot.invocation import Grammar
from bot.talk.hearing import Talk
from bot.talk.names import KnownNames, Names
from bot.talk.store import MemoryTurns
from bot.talk.turn import Turn
from bot.upstreams import Opened, Upstreams
from connectors._contract import Connector, Upstream
from handlers._contract import Command, UsageError
from handlers._plain import GROUPS, RULES
from handlers._plain import Rule as PlainRule
from handlers._plain_words import CHANGES, FILLERS, ORDINALS
from processors._controls import Button
from processors._summary import Summary
from processors._things import Thing

CATALOGUE = Catalogue((*find_commands(), *find_operations()))
GRAMMAR = Grammar(CATALOGUE)
NAMES = Names(
    frozenset({"prod", "staging"}),
    {
        "payments": (Thing("namespace", "payments"),),
        "shop": (Thing("namespace", "shop"),),
        "checkout": (Thing("workload", "checkout", "payments"),),
        "web": (Thing("workload", "web", "shop"), Thing("workload", "web", "payments")),
        "node-007": (Thing("node", "node-007"),),
        "checkouterrors": (Thing("alert", "CheckoutErrors"),),
    },
)


class Known:
    """Knows these names."""

    async def now(self) -> Names:
        """Return them."""
        return NAMES


class Talking:
    """A conversation with the bot: what is heard of what is written."""

    def __init__(self, *rules: Rule) -> None:
        self.turns = MemoryTurns()
        self.talk = Talk(CATALOGUE, Access(rules), Known(), self.turns)  # type: ignore[arg-type]  # all that is asked of the names

    async def after(self, line: str, *things: Thing) -> Talking:
        """Let this be what was answered last."""
        await self.turns.keep("D1:", Turn(line, things))
        return self

    async def heard(self, text: str) -> Ask | Summary:
        """Return what is made of a text; a mistake as it is told."""
        try:
            return await self.talk.hear(Ask("1", text, "dm", "U1", place=Place("D1")))
        except UsageError as error:
            return told(error, "1")

    async def line(self, text: str) -> str:
        """Return the line that a text becomes; "" where it becomes none."""
        heard = await self.heard(text)
        return heard.text if isinstance(heard, Ask) else ""


QUESTIONS: Mapping[str, str] = {
    "what is broken in payments?": "pods failed -n payments",
    "what's broken in payments": "pods failed -n payments",
    "what is broken on staging": "pods failed @staging",
    "anything failing in shop on prod?": "pods failed -n shop @prod",
    "is prod ok?": "status @prod",
    "is everything ok?": "status",
    "how is payments doing": "status -n payments",
    "what changed in the last hour": "rollouts --since 1h",
    "what was deployed in payments in the last 30 minutes?": "rollouts -n payments --since 30m",
    "why is checkout failing": "workload checkout -n payments",
    "why is checkout-v2 failing?": "workload checkout-v2",
    "what is wrong with checkout?": "workload checkout -n payments",
    "is checkout up on staging?": "workload checkout -n payments @staging",
    "who is firing": "alerts firing",
    "what alerts are firing in payments?": "alerts firing namespace=payments",
    "logs of checkout": "logs checkout -n payments",
    "show me the logs of checkout please": "logs checkout -n payments",
    "errors of checkout in the last hour": "logs checkout --level error -n payments --since 1h",
    "checkout errors": "logs checkout --level error -n payments",
    "logs of deploy/web": "logs deploy/web",
    "are the nodes ok": "nodes",
    "which nodes are not ready?": "nodes notready",
    "which nodes are down": "nodes notready",
    "what is up with node-007": "node node-007",
    "why is CheckoutErrors firing?": "",
    "tell me about CheckoutErrors": "alert CheckoutErrors",
    "which pods are pending?": "pods pending",
    "pods failing everywhere?": "pods failed @all",
    "what keeps restarting in shop": "",
    "what is restarting in shop": "pods restarting -n shop",
    "any warnings?": "events warning",
    "who uses the most memory in payments": "top pods -n payments",
    "did any jobs fail?": "jobs failed",
    "what is in the namespace vault that is broken": "pods failed -n vault",
    "status?": "status",
    "payments?": "status -n payments",
    "is the bot alive?": "ping",
}


@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_plain_question_becomes_a_line(question: str) -> None:
    """People in an incident ask as they would ask a colleague; "" is offered rather than guessed."""
    line = await Talking().line(question)
    assert (GRAMMAR.parse(line) if line else None) == (GRAMMAR.parse(QUESTIONS[question]) if QUESTIONS[question] else None)


PAYMENTS = (Thing("workload", "checkout", "payments"), Thing("workload", "cart", "payments"), Thing("pod", "db-0", "data"))

FOLLOWED: tuple[tuple[str, str, str], ...] = (
    ("pods failed -n payments @prod", "and in staging?", "pods failed -n payments @staging"),
    ("pods failed -n payments @prod", "and in shop?", "pods failed -n shop @prod"),
    ("pods failed -n payments @prod", "what about staging", "pods failed -n payments @staging"),
    ("pods failed -n payments @prod", "and the namespace vault", "pods failed -n vault @prod"),
    ("nodes @prod", "and in payments?", "status -n payments @prod"),
    ("alerts firing @prod", "and in payments?", "alerts firing namespace=payments @prod"),
    ("pods failed -n payments @prod", "the logs of the second", "logs cart -n payments @prod"),
    ("pods failed -n payments @prod", "the first one", "workload checkout -n payments @prod"),
    ("pods failed @prod", "the last one", "pod db-0 -n data @prod"),
    ("pods failed @prod", "#2", "workload cart -n payments @prod"),
    ("pods failed -n payments @prod", "why?", "workload checkout -n payments @prod"),
    ("workload checkout -n payments @prod", "why?", "logs checkout -n payments @prod"),
    ("workload checkout -n payments @prod", "what changed there?", "rollouts -n payments @prod"),
    ("workload checkout -n payments @prod", "its logs", "logs checkout -n payments @prod"),
    ("workload checkout -n payments @prod", "logs?", "logs checkout -n payments @prod"),
    ("workload checkout -n payments @prod", "any errors?", "logs checkout --level error -n payments @prod"),
    ("pod db-0 -n data @prod", "is it ok now?", "pod db-0 -n data @prod"),
    ("pods failed -n payments @prod", "and the nodes?", "nodes @prod"),
)


@pytest.mark.parametrize(("before", "said", "line"), FOLLOWED)
async def test_a_follow_up_goes_on_from_the_last_answer(before: str, said: str, line: str) -> None:
    """The last command, place and names are kept, so that nobody types them twice."""
    talking = await Talking().after(before, *(PAYMENTS if before.startswith("pods") else ()))
    assert GRAMMAR.parse(await talking.line(said) or "ping") == GRAMMAR.parse(line)


@pytest.mark.parametrize("said", ["the second", "why?", "the logs of the first", "and the third one?"])
async def test_a_follow_up_of_nothing_is_answered_all_the_same(said: str) -> None:
    """The conversation may be forgotten: an hour has passed."""
    assert isinstance(await Talking().heard(said), Summary)


@pytest.mark.parametrize("said", ["the ninth", "logs of the 7th"])
async def test_a_number_beyond_the_list_guesses_nothing(said: str) -> None:
    """There were three."""
    assert isinstance(await (await Talking().after("pods failed @prod", *PAYMENTS)).heard(said), Summary)


@pytest.mark.parametrize(
    "said", ["hello", "Hi!", "", "good morning", "thanks a lot!", "help me", "who are you?", "👋", "ok"]
)
async def test_small_talk_is_answered_with_what_one_can_ask(said: str) -> None:
    """Silence would be taken for a bot that is down."""
    heard = await Talking().heard(said)
    assert isinstance(heard, Summary)
    assert "plain words" in str(heard.title)


async def test_a_greeting_tells_of_ones_own_rights() -> None:
    """Who may ask little is told before being refused."""
    heard = await Talking(Rule(users=("U1",), commands=("pods *",), targets=("prod",)), Rule(users=("U2",))).heard("hello")
    assert isinstance(heard, Summary)
    assert "pods *" in str(heard.body)
    assert "@prod" in str(heard.body)
    assert "everything" not in str(heard.body)


@pytest.mark.parametrize(
    "said",
    [
        "restart checkout",
        "please delete node-007",
        "silence CheckoutErrors",
        "roll back checkout",
        "keep an eye on payments",
        "warn me when payments breaks",
    ],
)
async def test_what_would_change_something_is_never_guessed(said: str) -> None:
    """A wrong reading costs a second, a wrong restart an hour."""
    heard = await Talking().heard(said)
    assert isinstance(heard, Summary)
    assert "guess" in str(heard.title)


@pytest.mark.parametrize(
    "said", ["nodes -n payments", "are the nodes ok in payments?", "events --for web", "watch pods faild"]
)
async def test_a_place_or_an_option_is_never_dropped(said: str) -> None:
    """An answer about more than was asked for is a wrong one."""
    assert isinstance(await Talking().heard(said), Summary)


async def test_two_meanings_are_both_offered() -> None:
    """A machine that picks one of two is wrong half of the time."""
    heard = await Talking().heard("are there pending or restarting pods?")
    assert isinstance(heard, Summary)
    lines = [control.line for control in heard.controls if isinstance(control, Button)]
    assert {"pods pending", "pods restarting"} <= set(lines)


@pytest.mark.parametrize("line", ["pods failed -n payments", "logs checkout", "help pods", "watch pods failed for 5m"])
async def test_a_command_line_stays_what_it_is(line: str) -> None:
    """Who knows the language is not second-guessed, also where it changes something."""
    heard = await Talking().heard(line)
    assert isinstance(heard, Ask)
    assert (heard.text, heard.heard) == (line, "")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.says)
def test_every_rule_is_of_groups_that_there_are(rule: PlainRule) -> None:
    """A misspelt group would never fit, and nobody would notice."""
    assert set(rule.says.split()) <= {*GROUPS, "THING"}


WORDS = sorted({w for words in GROUPS.values() for w in words.split()} | FILLERS | CHANGES | set(ORDINALS))
SAYINGS = st.one_of(
    st.text(max_size=400),
    st.lists(
        st.sampled_from([*WORDS, *NAMES.things, "prod", "@prod", "-n", "#3", "x/y", "deploy/web", "?", "--", "@", "'", '"']),
        max_size=12,
    ).map(" ".join),
)


@settings(max_examples=1500, deadline=None)
@given(SAYINGS, st.booleans())
async def test_whatever_is_said_is_answered_and_changes_nothing(said: str, later: bool) -> None:
    """No text crashes it or leaves it silent; no line that is made of words is an operation."""
    talking = Talking()
    if later:
        await talking.after("pods failed -n payments @prod", *PAYMENTS)
    heard = await talking.heard(said)
    if isinstance(heard, Summary):
        assert heard.title
        return
    asked = GRAMMAR.parse(heard.text)
    if heard.heard:
        assert isinstance(CATALOGUE.command(asked.command), Command)
    else:
        assert heard.text == said


class Peeked:
    """A cache that counts how often it is looked into, and holds nothing."""

    def __init__(self) -> None:
        self.looked = 0

    async def peek(self, *_: object) -> None:
        """Count the look."""
        self.looked += 1


async def test_the_names_are_not_gathered_for_each_message() -> None:
    """Thirty targets and a busy channel would mean thousands of looks into Redis a minute."""
    now, cache = 0.0, Peeked()
    target = Opened(cast(Connector, None), "prod", cast(Upstream, None))
    names = KnownNames(CATALOGUE, Upstreams([target], {}), cast(Cache, cache), lambda: now)
    assert (await names.now()).targets == {"prod"}
    once = cache.looked
    await names.now()
    assert cache.looked == once > 0
    now = 60.0
    await names.now()
    assert cache.looked == 2 * once
