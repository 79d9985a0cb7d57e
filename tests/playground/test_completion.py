"""What the page completes: the bot's own command line is asked, and nothing that it says can stop the playground."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from playground.completion import lines, usages


async def test_the_bots_command_line_tells_its_commands() -> None:
    """Protocol only: the playground knows nothing of the bot's code, and a new command is completed by itself."""
    told = await usages([], os.environ)
    assert told.command == "/sre"
    assert any(one.usage.startswith("pods failed [-n NAMESPACE]") and one.help for one in told.lines)


async def test_a_bot_that_does_not_start_completes_nothing(tmp_path: Path) -> None:
    """Its own words about what is wrong stand in the terminal already."""
    assert (await usages(["--config", str(tmp_path / "gone.yaml")], os.environ)).lines == ()


@pytest.mark.parametrize("said", [b"", b"Usage: srehub", b"{}", b'{"answered": [{"records": {"entries": [{}]}}]}'])
def test_anything_else_completes_nothing(said: bytes) -> None:
    """The page works without completion; it does not work with a playground that ended."""
    assert lines(said) == ()
