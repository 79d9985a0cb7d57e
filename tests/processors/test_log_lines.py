"""Log lines: their levels, the entries that they make, and what of them stands in the message."""

from __future__ import annotations

import random
import zlib

import pytest
from golden.scenes_logs import failing, log, quiet, written
from hypothesis import given
from hypothesis import strategies as st

from connectors._kube.logs.records import LogAnswer
from processors._log_digest import MOST_PACKED, LogDigest, Wanted, condense
from processors._log_entries import LONGEST, entries
from processors._log_excerpt import CHARACTERS
from processors._log_levels import Level, level


def filed(digest: LogDigest) -> str:
    """Return the text of the file. Raises UnicodeDecodeError where it is none."""
    return zlib.decompress(digest.packed).decode() if digest.packed else ""


@pytest.mark.parametrize(
    ("line", "stated"),
    [
        ('{"time":"…","level":"error","msg":"x"}', Level.ERROR),
        ('{"level":50,"msg":"x"}', Level.ERROR),
        ('{"severity": "WARNING", "message": "x"}', Level.WARNING),
        ("ts=2026 lvl=dbug level=warn msg=x", Level.WARNING),
        ('time="2026" level="fatal" msg=x', Level.FATAL),
        ("E1123 14:01:05.123456       1 server.go:41] x", Level.ERROR),
        ("I1123 14:01:05.123456       1 server.go:41] error in the words only", Level.INFO),
        ("[ERROR] x", Level.ERROR),
        ("2026/01/01 12:00:00 [warn] 7#7: x", Level.WARNING),
        ("2026-01-01 12:00:00,123 ERROR com.shop.Cart - x", Level.ERROR),
        ("2026-01-01 12:00:00.123  WARN 1 --- [main] com.shop.Cart : x", Level.WARNING),
        ("ERROR:root:x", Level.ERROR),
        ("CRITICAL x", Level.FATAL),
        ("[2026-01-01 12:00:00] production.ERROR: x", Level.ERROR),
        ("error: x", Level.ERROR),
        ("GET /error/INFORMATION 200", Level.UNKNOWN),
        ("an error occurred", Level.UNKNOWN),
        ("ERRORS 12", Level.UNKNOWN),
        ("", Level.UNKNOWN),
    ],
)
def test_a_line_is_as_bad_as_it_says(line: str, stated: Level) -> None:
    """Programs write it in a dozen ways; a word in a sentence is none of them."""
    assert level(line) is stated


PYTHON = ["Traceback (most recent call last):", '  File "a.py", line 3, in f', "    g()", "ValueError: boom"]
JAVA = ["java.lang.IllegalStateException: boom", "\tat com.shop.Cart.pay(Cart.java:41)", "Caused by: java.io.IOException: x",
        "\tat com.shop.Card.charge(Card.java:7)", "\t... 12 more"]  # fmt: skip
GO = ["panic: runtime error: index out of range", "", "goroutine 1 [running]:", "main.main()", "\t/app/main.go:41 +0x1d"]


@pytest.mark.parametrize(
    ("lines", "begins"),
    [
        (["INFO a", *PYTHON, "INFO b"], ["INFO a", "INFO b"]),
        (["ERROR a", *JAVA, "INFO b"], ["ERROR a", JAVA[0], "INFO b"]),
        (["INFO a", *GO], ["INFO a", GO[0]]),
        (["INFO a", "  more of it", "", "INFO b"], ["INFO a", "INFO b"]),
        (["a", "b", "c"], ["a", "b", "c"]),
    ],
)
def test_a_message_and_its_trace_are_one_entry(lines: list[str], begins: list[str]) -> None:
    """A trace that is torn apart says nothing, and half of it would be picked by --grep."""
    found = list(entries(written(lines).splitlines(keepends=True)))
    assert [entry.lines[0] for entry in found] == begins
    assert [line for entry in found for line in entry.lines] == lines
    assert all(entry.level >= Level.ERROR for entry in found if len(entry.lines) > 3)


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\n\r")), max_size=30))
def test_no_line_is_lost_whatever_it_says(lines: list[str]) -> None:
    """The file is made of the entries."""
    data = written([line.encode("utf-8", "replace").decode() for line in lines])
    found = list(entries(data.splitlines(keepends=True)))
    assert b"".join(raw for entry in found for raw in entry.raw) == data


def test_an_entry_has_an_end() -> None:
    """A program may write nothing but indented lines, and would be one message of a million."""
    found = list(entries([b"  x\n"] * (3 * LONGEST)))
    assert max(len(entry.lines) for entry in found) == LONGEST


def test_the_excerpt_has_each_kind_of_error_once_and_the_end() -> None:
    """Thirty lines of the same failure are one, with its number; the newest comes last."""
    view = condense(LogAnswer(logs=(log(failing()),), pods=1), Wanted()).views[0]
    shown = view.excerpt.split("\n")
    assert sum("cannot reach" in line for line in shown) == 1
    assert any("(×30)" in line for line in shown)
    assert "pay.Declined" in view.excerpt
    assert shown[-1] == "FATAL giving up"
    assert (view.errors, view.kept) == (32, 75)


def test_what_is_picked_is_all_that_counts() -> None:
    """--grep and --level make another log of it: the excerpt, the numbers and the file are of that one."""
    digest = condense(LogAnswer(logs=(log(failing()),), pods=1), Wanted(r"db-[01]\b", Level.ERROR))
    assert digest.views[0].kept == digest.lines == 20
    assert filed(digest).count("cannot reach") == 20
    assert "GET" not in filed(digest)
    trace = condense(LogAnswer(logs=(log(failing()),), pods=1), Wanted("Declined"))
    assert "charge order=41" in filed(trace)


def test_a_file_that_would_be_too_large_keeps_the_newest_lines() -> None:
    """What the cache holds, and sends to the other replicas, is bounded; how much went is said."""
    rng = random.Random(7)
    lines = [f"{i} {rng.getrandbits(1200):x}" for i in range(12_000)]
    digest = condense(LogAnswer(logs=(log(lines),), pods=1), Wanted())
    assert len(digest.packed) <= MOST_PACKED
    kept = filed(digest).splitlines()
    assert (len(kept), digest.dropped) == (digest.lines, 12_000 - digest.lines)
    assert lines[-1] in kept[-1]
    assert digest.lines > 3000


@given(st.lists(st.binary(max_size=400), max_size=60))
def test_any_bytes_make_an_excerpt_that_fits_and_a_file_of_text(lines: list[bytes]) -> None:
    """A program may write anything into its log, and a message holds so much."""
    text = b"\n".join(lines)
    digest = condense(LogAnswer(logs=(log([], text=text), log([], text=text)), pods=2), Wanted())
    assert sum(len(view.excerpt) for view in digest.views) <= CHARACTERS
    assert filed(digest).startswith("==> ")


@pytest.mark.parametrize("unit", ["at ", "Caused by: ", "level=", "a" * 50, "[ERROR", "\t"])
def test_a_line_of_megabytes_costs_no_more_than_its_length(unit: str) -> None:
    """One line of a minified page, or of an attacker; the test's own time limit is the bound."""
    digest = condense(LogAnswer(logs=(log([unit * (4_000_000 // len(unit))]),), pods=1), Wanted("(a+)+$"))
    assert digest.views[0].lines == 1


def test_a_healthy_log_is_its_end() -> None:
    """Where nothing is wrong, the last lines are what people look at."""
    lines = [f"step {word}" for word in ("one", "two", "three")]
    view = condense(LogAnswer(logs=(log([*quiet(), *lines]),), pods=1), Wanted()).views[0]
    assert view.excerpt.split("\n")[-3:] == lines
