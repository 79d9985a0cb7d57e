"""Reads log queries: a stream selector and line filters. https://grafana.com/docs/loki/latest/query/log_queries/"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_STRING = r'("(?:[^"\\]|\\.)*"|`[^`]*`)'
_MATCHER = re.compile(rf"\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*{_STRING}\s*(,|(?=\}}))")
_FILTER = re.compile(rf"\s*(\|=|\|~|!=|!~)\s*{_STRING}")


class BadQuery(Exception):
    """It is none, or is more than the stand-in knows."""


@dataclass(frozen=True)
class Query:
    """Conditions on labels, (name, operator, value), and on lines, (operator, text)."""

    labels: tuple[tuple[str, str, str], ...]
    filters: tuple[tuple[str, str], ...]

    def picks(self, labels: Mapping[str, str]) -> bool:
        """Return whether a stream with these labels is meant."""
        return all(_fits(labels.get(name, ""), operator, value) for name, operator, value in self.labels)

    def keeps(self, line: str) -> bool:
        """Return whether a line is meant."""
        return all(_found(line, operator, text) for operator, text in self.filters)


def parse(text: str) -> Query:
    """Return what a query means. Raises BadQuery."""
    at, labels, filters = _opening(text), [], []
    while found := _MATCHER.match(text, at):
        labels.append((found[1], found[2], _unquoted(found[3])))
        at = found.end()
    if not text[at:].lstrip().startswith("}"):
        raise BadQuery(f"parse error at line 1, col {at + 1}: syntax error: unexpected {text[at : at + 1] or '$end'}")
    if not any(operator in ("=", "=~") and value for _, operator, value in labels):
        raise BadQuery(
            "queries require at least one regexp or equality matcher that does not have an empty-compatible value"
        )
    at = text.index("}", at) + 1
    while found := _FILTER.match(text, at):
        filters.append((found[1], _unquoted(found[2])))
        at = found.end()
    if text[at:].strip():
        raise BadQuery(f"parse error at line 1, col {at + 1}: syntax error: the playground knows line filters only")
    return Query(tuple(labels), tuple(filters))


def _opening(text: str) -> int:
    if not text.lstrip().startswith("{"):
        raise BadQuery("parse error at line 1, col 1: syntax error: unexpected IDENTIFIER")
    return text.index("{") + 1


def _unquoted(text: str) -> str:
    return text[1:-1] if text.startswith("`") else re.sub(r"\\(.)", r"\1", text[1:-1])


def _fits(value: str, operator: str, wanted: str) -> bool:
    if operator in ("=", "!="):
        return (value == wanted) == (operator == "=")
    return (re.fullmatch(wanted, value) is not None) == (operator == "=~")


def _found(line: str, operator: str, text: str) -> bool:
    if operator in ("|=", "!="):
        return (text in line) == (operator == "|=")
    return (re.search(text, line) is not None) == (operator == "|~")
