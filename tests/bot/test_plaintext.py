"""Text from outside loses what is no text, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.columns import fitted, wide
from bot.plaintext import cleaned, cut, one_line, units


@pytest.mark.parametrize(
    ("outside", "inside"),
    [
        ("plain, with <html> & *marks*", "plain, with <html> & *marks*"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;https://evil\x1b\\link", "link"),
        ("\x9b2Jscreen", "screen"),
        ("gpj.\u202egnp", "gpj.gnp"),
        ("a\u200bd\u2060m\ufeffin", "admin"),
        ("tab\tand\nline", "tab and line"),
        ("\ud800lone", "lone"),
        ("日本語 é ñ 🔥", "日本語 é ñ 🔥"),
        ("e" + "\u0301" * 50, "e" + "\u0301" * 3),
        ("\u3164", ""),
    ],
)
def test_what_is_no_text_is_taken_out(outside: str, inside: str) -> None:
    """Each of them has been used to deceive somebody."""
    assert cleaned(outside) == inside


def test_lines_are_kept_where_they_are_wanted() -> None:
    """A log is read line by line."""
    assert cleaned("a\r\nb\rc\n\td", lines=True) == "a\nb\nc\n    d"


@given(st.text())
def test_cleaned_text_can_be_printed_and_is_clean(text: str) -> None:
    """Cleaning twice changes nothing, or the first time missed something."""
    once = one_line(text)
    assert once.isprintable()
    assert one_line(once) == once


@given(st.text(), st.integers(1, 40))
def test_a_cut_text_is_never_too_long(text: str, most: int) -> None:
    """Slack counts an emoji twice, and refuses the whole message for one character."""
    assert units(cut(text, most)) <= most
    assert cut(text, most) == text or cut(text, most).endswith("…")


@given(st.text(), st.integers(1, 40))
def test_a_fitted_text_is_never_too_wide(text: str, most: int) -> None:
    """Or the columns beside it move."""
    assert wide(fitted(one_line(text), most)) <= most
