"""The command line itself: help, mistakes in it, and mistakes in the configuration."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot_processes import run

WRONG = """
slak: {command: /sre}
http: {port: many}
connectors:
  kubernets: {prod: {}}
  kubernetes: {prod: {kubeconfg: x, timeout: soon}}
cache: {url: "${NOT_SET_ANYWHERE}"}
"""


async def test_help_names_every_subcommand() -> None:
    """Who forgets the words finds them here, for the whole and for each part."""
    whole, asking = await asyncio.gather(run(["--help"]), run(["ask", "--help"]))
    assert (whole.code, asking.code) == (0, 0)
    assert all(word in whole.out for word in ("run", "ask", "check"))
    assert all(word in asking.out for word in ("--config", "--json", "line"))


async def test_a_wrong_command_line_is_misuse() -> None:
    """Exit code 2, the usage on standard error, nothing on standard output."""
    for ended in await asyncio.gather(
        run([]), run(["frobnicate"]), run(["ask"]), run(["run", "--verbose"]), run(["run", "--moved-clock"])
    ):
        assert (ended.code, ended.out) == (2, "")
        assert "usage: srehub" in ended.err


async def test_every_mistake_in_the_configuration_is_listed_with_its_place(tmp_path: Path) -> None:
    """Nobody wants to start the bot six times to find six mistakes."""
    (tmp_path / "config.yaml").write_text(WRONG)
    for ended in await asyncio.gather(
        run(["run"], {}, tmp_path), run(["check"], {}, tmp_path), run(["ask", "ping"], {}, tmp_path)
    ):
        assert (ended.code, ended.out) == (2, "")
        places = (
            "slak",
            "http.port",
            "connectors.kubernets",
            "kubernetes.prod.kubeconfg",
            "kubernetes.prod.timeout",
            "cache.url",
        )
        assert [place for place in places if place not in ended.err] == []
        assert "Traceback" not in ended.err


async def test_a_missing_file_and_missing_tokens_are_said_in_a_sentence(tmp_path: Path) -> None:
    """The first two things that go wrong for everybody."""
    (tmp_path / "empty.yaml").write_text("{}")
    nowhere, tokenless = await asyncio.gather(
        run(["run", "--config", "nowhere.yaml"], {}, tmp_path), run(["run", "--config", "empty.yaml"], {}, tmp_path)
    )
    assert (nowhere.code, tokenless.code) == (2, 2)
    assert "nowhere.yaml" in nowhere.err
    assert "SLACK_BOT_TOKEN and SLACK_APP_TOKEN not set" in tokenless.err
    assert "Traceback" not in nowhere.err + tokenless.err


async def test_the_file_can_be_named_by_a_variable(tmp_path: Path) -> None:
    """A container has no command line to speak of."""
    (tmp_path / "other.yaml").write_text("{}")
    ended = await run(["ask", "help"], {"SREHUB_CONFIG": str(tmp_path / "other.yaml")})
    assert ended.code == 0
