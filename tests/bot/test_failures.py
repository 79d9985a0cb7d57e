"""What people are told when an answer failed."""

from __future__ import annotations

import pytest

from bot.blocks.message import Renderer
from bot.errors import Busy, Denied, SlackRefused
from bot.failures import TABLE, expected, told
from connectors import _errors
from connectors._errors import UpstreamError
from handlers._contract import UsageError

UPSTREAM = [kind for kind in vars(_errors).values() if isinstance(kind, type) and issubclass(kind, UpstreamError)]


def said(error: Exception) -> str:
    """Return the first line that people see."""
    return Renderer().render(told(error, "7f3a"), now=0.0).text


@pytest.mark.parametrize("kind", UPSTREAM)
def test_every_upstream_error_has_a_sentence_with_its_target(kind: type[UpstreamError]) -> None:
    """A new kind of error finds its words along its ancestry, before anybody thinks of it."""
    sentence = said(kind("prod", "it was so"))
    assert "prod" in sentence
    assert "it was so" in sentence
    assert not told(kind("prod", "it was so"), "7f3a").private


@pytest.mark.parametrize(
    "error", [Denied("You may not."), Busy("Too many."), UsageError("Not so."), SlackRefused("Slack will not.")]
)
def test_what_concerns_the_asker_alone_is_told_to_the_asker_alone_or_plainly(error: Exception) -> None:
    """The error's own sentence is what is said; nothing is added that only we understand."""
    assert str(error) in said(error)
    assert told(error, "7f3a").private
    assert expected(error)


def test_a_bug_gives_an_id_and_not_its_insides() -> None:
    """A traceback in the channel helps nobody and may hold anything; the log has it under the same id."""
    sentence = said(RuntimeError("password=hunter2"))
    assert "7f3a" in sentence
    assert "hunter2" not in sentence
    assert told(RuntimeError(), "7f3a").private
    assert not expected(RuntimeError())


def test_a_timeout_of_our_own_is_no_bug() -> None:
    """It happens, and asking for less helps."""
    assert "ask again" in said(TimeoutError())
    assert expected(TimeoutError())


def test_the_nearest_ancestor_speaks() -> None:
    """One table, no order of checks: the most special row wins."""

    class Locked(Denied):
        """A special refusal."""

    assert "the door is locked" in said(Locked("the door is locked"))


def test_the_table_ends_in_everything() -> None:
    """No exception is without words."""
    assert Exception in TABLE
