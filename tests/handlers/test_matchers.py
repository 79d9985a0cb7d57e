"""Alertmanager's matchers, as people type them and as they are asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._alerts.records import Matcher
from handlers._contract import UsageError
from handlers._matchers import matchers, parsed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("severity=critical", 'severity="critical"'),
        ('severity="critical"', 'severity="critical"'),
        ('{severity="critical", team=~"pay.*"}', 'severity="critical",team=~"pay.*"'),
        ("team!=web severity=critical", 'severity="critical",team!="web"'),
        ("severity=critical severity=critical", 'severity="critical"'),
        ("summary=two words team=web", 'summary="two words",team="web"'),
        ("a= b=c", 'a="",b="c"'),
        ('a="x,y",b!~"(p|q)"', 'a="x,y",b!~"(p|q)"'),
        ('a="say \\"hi\\""', 'a="say \\"hi\\""'),
        ("", ""),
    ],
)
def test_what_is_typed_is_brought_into_one_spelling(typed: str, meant: str) -> None:
    """Two people who ask the same share one answer; quotes are lost on the way through a shell's grammar."""
    assert matchers(typed) == meant
    assert matchers(meant) == meant


@pytest.mark.parametrize("typed", ["critical", "=x", "severity", "1a=b", "a=~(", "a=b }c"])
def test_what_is_no_matcher_is_refused(typed: str) -> None:
    """In words that show how one looks."""
    if typed == "a=b }c":  # a value may hold anything
        assert parsed(typed) == (Matcher("a", "=", "b }c"),)
        return
    with pytest.raises(UsageError):
        matchers(typed)


names = st.from_regex(r"[a-zA-Z_][a-zA-Z0-9_]{0,8}", fullmatch=True)


@given(st.lists(st.builds(Matcher, names, st.sampled_from(["=", "!="]), st.text(max_size=12)), max_size=4))
def test_every_matcher_survives_being_written_and_read(given_: list[Matcher]) -> None:
    """A button carries them as text."""
    assert set(parsed(",".join(map(str, given_)))) == set(given_)
