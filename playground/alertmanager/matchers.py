"""Alertmanager's matchers: `name="value"`, with `=`, `!=`, `=~`, `!~`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_MATCHER = re.compile(r'\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^"\s]*))\s*')


class BadMatcher(Exception):
    """It is none."""


@dataclass(frozen=True)
class Matcher:
    """A condition on a label."""

    name: str
    operator: str
    value: str

    def fits(self, labels: Mapping[str, str]) -> bool:
        """Return whether it is met; a label that is missing is empty."""
        value = labels.get(self.name, "")
        if self.operator in ("=", "!="):
            return (value == self.value) == (self.operator == "=")
        return (re.fullmatch(self.value, value) is not None) == (self.operator == "=~")


def parse(text: str) -> Matcher:
    """Return the matcher that a text is. Raises BadMatcher."""
    found = _MATCHER.fullmatch(text)
    if found is None:
        raise BadMatcher(f"bad matcher format: {text}")
    quoted = found[3]
    value = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else found[4]
    if "~" in found[2]:
        try:
            re.compile(value)
        except re.error as error:
            raise BadMatcher(f"error parsing regexp: {error}") from error
    return Matcher(found[1], found[2], value)
