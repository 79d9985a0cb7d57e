"""The commands: what they ask, what they make of it, and that their buttons' lines mean what they say."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from answering import DEADLINE, Cluster
from golden.scenes import NOW, failing, health, incident, part, pod_list, situations

from bot.catalogue import Catalogue, find_commands, find_operations
from bot.invocation import Grammar
from connectors._kube.records import Question, Scope
from connectors.kubernetes import Kubernetes
from handlers._contract import BotHealth, Command, Invocation, UsageError
from processors._controls import Button, Control, Menu
from processors._summary import Part, Summary

COMMANDS = {command.name: command for command in find_commands()}


class Tools:
    """The tools of one target, with that connector."""

    target = "prod"
    deadline = DEADLINE

    def __init__(self, cluster: Cluster | None = None) -> None:
        self._cluster = cluster

    def upstream(self, kind: type[Any]) -> Any:
        """Return the connector. Raises UsageError for any other."""
        if kind is not Kubernetes:
            raise UsageError(f"@prod has no {kind.__name__} configured.")
        return self._cluster

    def commands(self) -> Sequence[Command]:
        """Return every command that there is."""
        return tuple(COMMANDS.values())

    async def health(self) -> BotHealth:
        """Return a bot of which one target is unwell."""
        return health()


def controls_lines(controls: Sequence[Control]) -> list[str]:
    """Return the lines that the controls carry."""
    buttons = [control for control in controls if isinstance(control, Button)]
    return [b.line for b in [*buttons, *(option for c in controls if isinstance(c, Menu) for option in c.options)]]


@pytest.mark.parametrize(
    ("name", "question"),
    [("pods failed", "failed"), ("pods pending", "pending"), ("pods restarting", "restarting"), ("pods", "all")],
)
async def test_a_command_asks_the_cluster_its_question_once(name: str, question: Question) -> None:
    """One call an answer is the whole point, and with the options and the deadline that were given."""
    cluster = Cluster(pod_list(failing(2), question=question))
    invocation = Invocation(name, (), (("namespace", "payments"), ("selector", "app=web")), ("prod",))
    records = await COMMANDS[name].load(invocation, Tools(cluster))
    assert cluster.asked == [(Scope("payments", "app=web"), question, DEADLINE)]
    shown = COMMANDS[name].show(invocation, [Part("prod", records, NOW)])
    assert "payments · app=web · prod" in "".join(getattr(span, "text", "") for span in shown.title)


async def test_a_pod_is_asked_for_by_name_and_namespace() -> None:
    """Without a namespace, the connector finds it."""
    cluster = Cluster()
    await COMMANDS["pod"].load(Invocation("pod", ("web-0",)), Tools(cluster))
    await COMMANDS["pod"].load(Invocation("pod", ("web-0",), (("namespace", "shop"),)), Tools(cluster))
    assert cluster.asked == [("", "web-0", DEADLINE), ("shop", "web-0", DEADLINE)]


@pytest.mark.parametrize("name", [name for name, one in COMMANDS.items() if set(one.asks) <= {"kubernetes"}])
async def test_the_records_of_each_command_survive_the_cache(name: str) -> None:
    """What cannot be read back is asked anew every time."""
    cluster = Cluster(pod_list(incident()))
    arguments = {"pod": ("web-0",), "logs": ("web-0",), "node": ("node-007",), "workload": ("deployment/svc-014",)}.get(
        name, ()
    )
    records = await COMMANDS[name].load(Invocation(name, arguments), Tools(cluster))
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(records), type=COMMANDS[name].record) == records


SITUATIONS = situations()
GRAMMAR = Grammar(Catalogue((*find_commands(), *find_operations())))


@pytest.mark.parametrize("summary", SITUATIONS.values(), ids=SITUATIONS)
def test_every_line_behind_a_control_is_a_command_that_parses(summary: Summary) -> None:
    """A button that answers with a usage message is a broken promise."""
    for line in [*controls_lines(summary.controls), *filter(None, [summary.again])]:
        GRAMMAR.parse(line)


def test_refresh_means_the_same_question() -> None:
    """Quoted selectors included: they are the ones that break."""
    grammar = Grammar(Catalogue(tuple(COMMANDS.values())))
    asked = grammar.parse("pods failed -l 'app in (web, api)' -n shop @prod @staging")
    shown = COMMANDS["pods failed"].show(asked, [part(incident())])
    assert grammar.parse(shown.again) == msgspec.structs.replace(asked, fresh=True)


async def test_help_names_every_command() -> None:
    """A command that the help does not know is not there."""
    records = await COMMANDS["help"].load(Invocation("help"), Tools())
    assert {entry.name for entry in records.entries} == set(COMMANDS)
    shown = COMMANDS["help"].show(Invocation("help"), [Part("", records, NOW)])
    assert shown.private
    assert "pods failed" in controls_lines(shown.controls)


async def test_help_explains_one_command_by_name_or_alias() -> None:
    """People remember what they typed, not what we named."""
    for words in (("pods", "failed"), ("failed",)):
        records = await COMMANDS["help"].load(Invocation("help", words), Tools())
        assert records.whole
        assert records.entries[0].usage == "pods failed [-n NAMESPACE] [-l SELECTOR] [@target|@all] [--fresh]"


async def test_help_for_what_is_not_there_suggests_what_is() -> None:
    """It is asked by those who do not know the names."""
    with pytest.raises(UsageError) as caught:
        await COMMANDS["help"].load(Invocation("help", ("pods", "faild")), Tools())
    assert caught.value.suggestions[0] == "help pods failed"


async def test_ping_tells_what_is_not_well() -> None:
    """It is the first thing that people try when something seems wrong."""
    records = await COMMANDS["ping"].load(Invocation("ping"), Tools())
    shown = COMMANDS["ping"].show(Invocation("ping"), [Part("", records, NOW)])
    assert "eu-west is not well" in "".join(getattr(span, "text", "") for span in shown.title)
