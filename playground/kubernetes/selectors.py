"""Label selectors, parsed as k8s.io/apimachinery/pkg/labels parses them, with the same words for what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from playground.kubernetes.problems import Problem, bad_request

TOKEN = re.compile(r"\s*(==|!=|[=!(),<>]|[^\s=!(),<>]+)")
NAME = re.compile(r"([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]")
VALUE = re.compile(r"(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?")
NAME_RULE = (
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
    "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
    "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
)
VALUE_RULE = (
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end "
    "with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
    "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
)
PUNCTUATION = frozenset({"=", "==", "!=", "!", "(", ")", ",", "<", ">"})
END = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition on one label; `values` is empty for `exists` and `!exists`."""

    key: str
    operator: str
    values: frozenset[str]

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Return whether these labels meet the condition."""
        found = labels.get(self.key)
        if self.operator == "exists":
            return found is not None
        if self.operator == "!exists":
            return found is None
        if self.operator in (">", "<"):
            return _compares(found, self.operator, int(next(iter(self.values))))
        inside = found is not None and found in self.values
        return inside if self.operator in ("=", "==", "in") else not inside


def _compares(found: str | None, operator: str, bound: int) -> bool:
    if found is None or not re.fullmatch(r"[-+]?\d+", found):
        return False
    return int(found) > bound if operator == ">" else int(found) < bound


class _Parser:
    """Reads tokens one after the other; the last one is followed by `END` for ever."""

    def __init__(self, text: str) -> None:
        self._tokens = TOKEN.findall(text)
        self._at = 0

    def peek(self) -> str:
        """Return the next token without taking it."""
        return self._tokens[self._at] if self._at < len(self._tokens) else END

    def take(self) -> str:
        """Return the next token and go on."""
        token = self.peek()
        self._at += 1
        return token

    def requirement(self) -> Requirement:
        """Read one condition."""
        absent = self.peek() == "!"
        if absent:
            self.take()
        key = self.take()
        if not _word(key):
            raise _cannot(f"found '{key}', expected: identifier")
        _check_key(key)
        if absent:
            return Requirement(key, "!exists", frozenset())
        if self.peek() in (END, ","):
            return Requirement(key, "exists", frozenset())
        return self._comparison(key)

    def _comparison(self, key: str) -> Requirement:
        operator = self.take()
        if operator not in ("=", "==", "!=", "in", "notin", ">", "<"):
            raise _cannot(f"found '{operator}', expected: '=', '!=', '==', 'in', notin'")
        values = self._values() if operator in ("in", "notin") else self._value()
        if operator in (">", "<") and not re.fullmatch(r"[-+]?\d+", next(iter(values))):
            raise _cannot("for 'Gt', 'Lt' operators, the value must be an integer")
        for value in values:
            if len(value) > 63 or not VALUE.fullmatch(value):
                raise _cannot(f'invalid label value: "{value}": at key: "{key}": {VALUE_RULE}')
        return Requirement(key, operator, values)

    def _value(self) -> frozenset[str]:
        if self.peek() in (END, ","):
            return frozenset({""})
        value = self.take()
        if not _word(value):
            raise _cannot(f"found '{value}', expected: identifier")
        return frozenset({value})

    def _values(self) -> frozenset[str]:
        opened = self.take()
        if opened != "(":
            raise _cannot(f"found '{opened}' expected: '('")
        values, value = set(), ""
        while True:
            found = self.take()
            if found in (",", ")"):
                values.add(value)
                value = ""
                if found == ")":
                    return frozenset(values)
            elif not _word(found) or value:
                raise _cannot(f"found '{found}', expected: ',' or ')'")
            else:
                value = found


def _word(token: str) -> bool:
    return token != END and token not in PUNCTUATION


def _cannot(why: str) -> Problem:
    return bad_request(f"unable to parse requirement: {why}")


def _check_key(key: str) -> None:
    name = key.rsplit("/", 1)[-1]
    if not NAME.fullmatch(name) or len(name) > 63:
        raise _cannot(f'invalid label key "{key}": {NAME_RULE}')


def parse_labels(text: str) -> tuple[Requirement, ...]:
    """Return the conditions of a label selector such as `app=checkout,tier in (web,api),!canary`; all have to be met.

    Raises:
        Problem: 400, with what the API server says of it.
    """
    parser, found = _Parser(text), list[Requirement]()
    while (first := parser.peek()) != END:
        if not _word(first) and first != "!":
            raise bad_request(f"found '{first}', expected: !, identifier, or 'end of string'")
        found.append(parser.requirement())
        after = parser.take()
        if after == END:
            break
        if after != ",":
            raise bad_request(f"found '{after}', expected: ',' or 'end of string'")
        following = parser.peek()
        if not _word(following) and following != "!":
            raise bad_request(f"found '{following}', expected: identifier after ','")
    return tuple(found)
