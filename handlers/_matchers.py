"""Checks what people give to pick alerts, by Alertmanager's own syntax, before it is asked.

Syntax: https://prometheus.io/docs/alerting/latest/configuration/#matcher. As in amtool, quotes and braces may be left out.
"""

from __future__ import annotations

import re

from connectors._alerts.records import Matcher
from handlers._contract import UsageError

_NAME = r"[a-zA-Z_][a-zA-Z0-9_]*"
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_BEGIN = rf"{_NAME}\s*(?:=~|!~|!=|=)"
_ONE = re.compile(rf"\s*,?\s*({_NAME})\s*(=~|!~|!=|=)(\s*{_QUOTED}|(?:(?![\s,]+{_BEGIN}|\s*,?\s*$).)*)", re.DOTALL)
_ESCAPES = {"n": "\n", '"': '"', "\\": "\\"}


def matchers(value: str) -> str:
    """Return matchers in one spelling, e.g. `severity="critical",team=~"pay.*"`: sorted, each once.

    Raises:
        UsageError: it is none; it is named.
    """
    found = {str(one) for one in parsed(value)}
    return ",".join(sorted(found))


def parsed(value: str) -> tuple[Matcher, ...]:
    """Return the matchers that a text has, separated by commas or spaces. Raises UsageError."""
    text = value.strip()
    if text.startswith("{") and text.endswith("}"):
        text = text[1:-1]
    found, at = [], 0
    while text[at:].strip(" ,"):
        one = _ONE.match(text, at)
        if one is None:
            raise UsageError(f"“{text[at : at + 60].strip()}” is no matcher: write e.g. severity=critical or team=~'pay.*'.")
        found.append(_matcher(one[1], one[2], one[3].strip()))
        at = one.end()
    return tuple(found)


def _matcher(name: str, operator: str, said: str) -> Matcher:
    value = re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[0]), said[1:-1]) if said.startswith('"') else said
    if operator in ("=~", "!~"):
        try:
            re.compile(value)  # Alertmanager's RE2 takes less; what it refuses it says itself
        except re.error as error:
            raise UsageError(f"“{value[:60]}” is no regular expression: {error}.") from None
    return Matcher(name, operator, value)
