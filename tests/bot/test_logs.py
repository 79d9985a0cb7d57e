"""The logs: lines that machines read, and in which no secret stands."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.logs import LineHandler, about, configure
from bot.redaction import Redaction
from connectors._contract import Secret

SECRETS = [Secret('p@ss"w\\ö rd'), Secret("hunter2")]


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Lend logging to the test and undo whatever it configured; gives a stream to configure it with."""
    root = logging.getLogger()
    level = root.level
    yield io.StringIO()
    for handler in [one for one in root.handlers if isinstance(one, LineHandler)]:
        root.removeHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()


@pytest.fixture
def lines(stream: io.StringIO) -> Any:
    """Configure logging into memory; gives a function that returns the lines so far, decoded."""
    configure("info", "json", SECRETS, stream)
    return lambda: decoded(stream)


def decoded(stream: io.StringIO) -> list[dict[str, Any]]:
    """Return the lines of a stream, each a JSON object."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_one_json_object_with_its_facts(lines: Any) -> None:
    """A log store has to find them by field."""
    with about(ask="7f3a", user="U1", channel="C1", command="pods failed"):
        structlog.get_logger("flow").info("answered", target="prod", seconds=0.3)
    (line,) = lines()
    assert line.pop("at").endswith("Z")
    assert line == {
        "level": "info", "logger": "flow", "event": "answered", "ask": "7f3a", "user": "U1", "channel": "C1",
        "command": "pods failed", "target": "prod", "seconds": 0.3,
    }  # fmt: skip


def test_a_librarys_lines_go_the_same_way(lines: Any) -> None:
    """They too belong to a question, and may hold its secrets."""
    with about(ask="7f3a"):
        logging.getLogger("aiohttp.client").warning("retry with %s", "hunter2", extra={"attempt": 2})
    (line,) = lines()
    assert (line["event"], line["logger"], line["ask"], line["attempt"]) == ("retry with ***", "aiohttp.client", "7f3a", 2)


def test_what_is_below_the_level_is_left_out(lines: Any) -> None:
    """Debug lines are many."""
    structlog.get_logger("flow").debug("detail")
    logging.getLogger("lib").debug("detail")
    assert lines() == []


def test_a_traceback_is_written_without_its_secrets(lines: Any) -> None:
    """An error's text often quotes what was sent, or where to."""
    try:
        raise ValueError('no login with p@ss"w\\ö rd at redis://:hunter2@redis')
    except ValueError:
        structlog.get_logger("flow").exception("failed")
        logging.getLogger("lib").error("failed", exc_info=True)
    for line in lines():
        assert "ValueError: no login with *** at redis://***@redis" in line["exception"]
        assert "Traceback" in line["exception"]


def test_a_line_that_cannot_be_written_does_not_spill_what_it_held(lines: Any, stream: io.StringIO) -> None:
    """Logging's own complaint prints the arguments."""
    (handler,) = (one for one in logging.getLogger().handlers if isinstance(one, LineHandler))
    handler.handle(logging.LogRecord("lib", logging.ERROR, "lib.py", 7, "%d", ("hunter2",), None))
    assert stream.getvalue() == "a log line of lib (lib.py:7) could not be written: TypeError\n"


def test_the_console_format_is_safe_for_a_terminal(stream: io.StringIO) -> None:
    """A pod's name may hold escape sequences that hide or forge lines."""
    configure("info", "console", SECRETS, stream)
    structlog.get_logger("flow").info("saw \x1b[2J\x9bm\x07 it", token="abc", name="hunter2")
    said = stream.getvalue()
    assert "\x1b" not in said
    assert "\x9b" not in said
    assert "hunter2" not in said
    assert "abc" not in said


def test_loggers_made_before_the_configuration_follow_it(stream: io.StringIO) -> None:
    """Modules make theirs when they are built, and in no set order."""
    early = structlog.get_logger("early")
    configure("warning", "json", (), stream)
    early.info("no")
    early.warning("yes")
    assert [line["event"] for line in decoded(stream)] == ["yes"]


def test_a_second_configuration_replaces_the_first(lines: Any) -> None:
    """The first is made before the configuration is read, so that its errors are logged too."""
    second = io.StringIO()
    configure("info", "json", (), second)
    structlog.get_logger("flow").info("once")
    assert (len(lines()), len(decoded(second))) == (0, 1)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("xoxb-12-34-AbC", "***"),
        ("xoxe.xoxp-1-Mi0yLT", "***"),
        ("xapp-1-A0-1-abc", "***"),
        ("wss://wss-primary.slack.com/link/?ticket=ab-cd&app_id=1", "wss://wss-primary.slack.com/link/?ticket=***&app_id=1"),
        ("https://hooks.slack.com/commands/T1/2/xyz done", "https://hooks.slack.com/*** done"),
        ("Authorization: Bearer abc.def-ghi", "Authorization: Bearer ***"),
        ("redis://:pw@h:1/0", "redis://***@h:1/0"),
        ("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln", "***"),
        ("https://x/?a=1&token=abc&b=2", "https://x/?a=1&token=***&b=2"),
        ("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY----- end", "*** end"),
        ("payments/svc-014: bearer of news, 12:30", "payments/svc-014: bearer of news, 12:30"),
    ],
)
def test_what_has_the_shape_of_a_secret_is_hidden(text: str, kept: str) -> None:
    """Not every secret is known to the configuration."""
    assert Redaction().text(text) == kept


def test_secrets_are_found_at_any_depth_and_by_their_names() -> None:
    """Payloads are nested, and bytes and objects are written as text."""
    fields = {"a": {"bot_token": "q", "b": [(b"hunter2", Secret("q")), {"hunter2": 1}]}, "password": None}
    assert Redaction(SECRETS).fields(fields) == {
        "a": {"bot_token": "***", "b": [["b'***'", "Secret(***)"], {"***": 1}]},
        "password": None,
    }


@pytest.mark.parametrize(
    "unit", ["eyJ", "://a:", "://" + "a" * 50, "-----BEGIN PRIVATE KEY-----", "xoxb", "bearer ", "ticket="]
)
def test_a_long_hostile_text_is_looked_through_in_linear_time(unit: str) -> None:
    """Somebody else's error page is logged too; a pattern that looks ahead without bound would stop the bot for minutes."""
    text = unit * (300_000 // len(unit))
    assert len(Redaction().text(text)) <= len(text)


def test_half_a_character_does_not_lose_the_line(lines: Any) -> None:
    """JSON from outside may hold it, and no UTF-8 can."""
    structlog.get_logger("flow").info("saw \ud800")
    assert lines()[0]["event"] == "saw �"


def test_a_secret_is_found_however_it_is_quoted() -> None:
    """In a URL or in JSON it looks different."""
    secret = 'a b/c"d'
    redaction = Redaction([Secret(secret)])
    assert redaction.text(f"{secret} a%20b%2Fc%22d {json.dumps(secret)}") == '*** *** "***"'
