"""Commands and connectors are found, and contradictions refused at the start."""

from __future__ import annotations

import pytest

from bot.catalogue import COMMON, Catalogue, CatalogueError, find_commands, find_connectors
from handlers._contract import Command, Option


def command(name: str, *options: Option, aliases: tuple[str, ...] = ()) -> Command:
    """Return a command that does nothing."""
    return Command(name, "", object, lambda *_: None, lambda *_: None, aliases=aliases, options=options)  # type: ignore[arg-type]  # never called


def test_every_module_without_an_underscore_is_found() -> None:
    """A new command is one new file and nothing else."""
    names = {command.name for command in find_commands()}
    assert {"pods failed", "pods pending", "pods restarting", "pods", "pod", "help", "ping"} <= names
    assert "kubernetes" in find_connectors()


def test_two_commands_of_one_name_are_refused() -> None:
    """Else the one that is found first wins, differently on each machine."""
    with pytest.raises(CatalogueError, match="two commands are named 'a'"):
        Catalogue([command("a"), command("b", aliases=("a",))])


def test_an_option_that_means_two_things_is_refused() -> None:
    """Options may stand anywhere in a line, before it is known whose they are."""
    with pytest.raises(CatalogueError, match="'n' means two things"):
        Catalogue([command("a", Option("namespace", "n", "NS", "")), command("b", Option("number", "n", "N", ""))])
    with pytest.raises(CatalogueError, match="'all' means two things"):
        Catalogue([command("a", Option("all", "", "", "")), command("b", Option("all", "", "WHAT", ""))])


def test_an_option_that_leads_to_no_command_is_refused() -> None:
    """Else the first who uses it finds out."""
    with pytest.raises(CatalogueError, match="'loki' turns to 'b', which there is not"):
        Catalogue([command("a", Option("loki", "", "LOGQL", "", turns="b"))])


@pytest.mark.parametrize("name", COMMON)
def test_no_command_takes_an_option_away_that_all_have(name: str) -> None:
    """`--file csv` means the same everywhere."""
    with pytest.raises(CatalogueError, match="every command has"):
        Catalogue([command("a", Option(name, "", "X", ""))])


def test_the_longest_name_wins() -> None:
    """`pods failed` is not `pods` with an argument."""
    catalogue = Catalogue([command("pods"), command("pods failed")])
    found = catalogue.longest(["PODS", "Failed", "x"])
    assert found is not None
    assert (found[0].name, found[1]) == ("pods failed", 2)
    assert catalogue.longest(["nodes"]) is None


def test_typing_errors_find_what_was_meant() -> None:
    """Most unknown commands are known ones with a slip."""
    catalogue = Catalogue(find_commands())
    assert catalogue.nearest(["pods", "faild"])[0] == "pods failed"
    assert catalogue.nearest(["pds"]) != ()
    assert catalogue.nearest(["xyzzy"]) == ()
    assert catalogue.nearest([]) == ()
