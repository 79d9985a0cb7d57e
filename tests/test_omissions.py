"""Hunts what was forgotten: what a new file or command has to bring with it, and nobody would miss until later."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from pathlib import Path
from types import ModuleType

import pytest

import bot
import connectors
import handlers
import playground
import processors
from bot.catalogue import Catalogue, find_commands, find_operations
from bot.invocation import Grammar
from handlers._contract import Command, Operation, UsageError

ROOT = Path(__file__).parents[1]
PACKAGES = (bot, handlers, processors, connectors, playground)
DECLARED = (*find_commands(), *find_operations())
COMMANDS = [declared.name for declared in DECLARED]


def modules(package: ModuleType) -> list[str]:
    """Return the names of a package's own modules."""
    return [info.name for info in pkgutil.iter_modules(package.__path__)]


PRESSED = {
    "digest save": 'pressed(prod, draft, "Save")',
    "digest cancel": 'pressed(prod, draft, "Cancel")',
    "pod": 'startswith("pod ")',
    "alert ack": '.click("ana", message.ts, "Acknowledge"',
    "alert release": '.click("ben", message.ts, "Give it back"',
    "alert silence": '.click("ana", message.ts, "30 minutes"',
    "alert unsilence": '.click("ana", message.ts, "Undo silence"',
    "alert silence service": '.click("ana", message.ts, "shop · 2 hours"',
    "alert unsilence service": '.click("ben", message.ts, "Undo silence of shop"',
    "alert open": '.click("ana", digest.ts, menu["options"][0]["value"]',
}
"""Commands whose lines no test writes, as they stand behind controls; and how a test takes or presses them."""

MODULES = [f"{package.__name__}.{name}" for package in PACKAGES for name in modules(package) if name != "__main__"]


def asked_in_whole() -> set[str]:
    """Return the commands that tests of the whole bot ask: every text in them that the grammar understands."""
    grammar, asked = Grammar(Catalogue(DECLARED)), set()
    for path in (ROOT / "tests" / "whole").glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.strip():
                try:
                    asked.add(grammar.parse(node.value).command)
                except UsageError:
                    continue  # a text that is no command line
    return asked


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readmes_table(command: str) -> None:
    """What is not in the table is found by nobody."""
    rows = [row for row in (ROOT / "README.md").read_text().splitlines() if row.startswith("|")]
    said = {cell for row in rows for cell in re.findall(r"`([^`]+)`", row.split("|")[1])}
    assert any(re.match(rf"(/sre )?{re.escape(command)}(?= [A-Z\[@<-]|$)", cell) for cell in said), f"{command} is in no row"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_asked_of_the_whole_bot(command: str) -> None:
    """From Slack through the cluster and back: no other test shows that Slack takes the answer."""
    if command in PRESSED:
        assert PRESSED[command] in "".join(path.read_text() for path in (ROOT / "tests" / "whole").glob("test_*.py"))
    else:
        assert command in asked_in_whole()


@pytest.mark.parametrize("command", DECLARED, ids=COMMANDS)
def test_every_command_explains_itself(command: object) -> None:
    """The help is made of these; the example must be a line that the bot understands as this command."""
    assert getattr(command, "help", "")
    example = getattr(command, "example", "")
    assert example
    assert Grammar(Catalogue(DECLARED)).parse(example).command == getattr(command, "name", "")


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is(name: str) -> None:
    """One line, so that nobody has to read a file to know whether it is the right one."""
    said = importlib.import_module(name).__doc__ or ""
    assert len(said.split("\n")[0].split()) > 2


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_every_room_states_its_law(package: ModuleType) -> None:
    """The law is what a reviewer holds a change against."""
    assert "law" in (package.__doc__ or "").lower()


@pytest.mark.parametrize("kind", [name for name in modules(processors) if not name.startswith("_")])
def test_every_kind_of_summary_has_golden_files(kind: str) -> None:
    """How a message reads is looked at before it is changed, in Slack's blocks and in the terminal's lines."""
    scenes = "".join(path.read_text() for path in sorted((ROOT / "tests" / "golden").glob("scenes*.py")))
    assert re.search(rf"\b{kind}\.\w+\(", scenes) or re.search(rf"processors\.{kind} import", scenes), (
        f"no scene shows {kind}"
    )


def test_every_golden_file_has_its_twin() -> None:
    """Each scene is shown both ways."""
    golden = ROOT / "tests" / "golden"
    assert {path.stem for path in golden.glob("*.json")} == {path.stem for path in golden.glob("*.txt")}


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("test_*.py")), ids=lambda path: path.name)
def test_every_test_says_why_it_matters(path: Path) -> None:
    """A test that fails in a year explains itself, or is deleted."""
    functions = [
        node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    silent = [one.name for one in functions if one.name.startswith("test_") and not ast.get_docstring(one)]
    assert silent == []


def test_no_two_test_files_share_a_name() -> None:
    """Without packages pytest would take one for the other."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def declared_in(family: str) -> tuple[Command | Operation, ...]:
    """Return what a module of `handlers` declares."""
    module = importlib.import_module(f"handlers.{family}")
    return (*module.COMMANDS, *getattr(module, "OPERATIONS", ()))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_wired_by_its_file_alone(command: str) -> None:
    """No list of commands has to be kept: adding one touches one file."""
    families = {module.split(".")[-1] for module in MODULES if module.startswith("handlers.") and "._" not in module}
    found = [family for family in families for one in declared_in(family) if one.name == command]
    assert len(found) == 1
