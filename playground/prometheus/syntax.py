"""Reads PromQL: selectors, ranges, offsets, calls, aggregations, binary operators. https://prometheus.io/docs/prometheus/latest/querying/basics/"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0, "w": 604_800.0, "y": 31_536_000.0}
AGGREGATIONS = frozenset(["sum", "avg", "min", "max", "count", "topk", "bottomk"])
_LEVELS = (("or",), ("and", "unless"), ("==", "!=", "<=", ">=", "<", ">"), ("+", "-"), ("*", "/", "%"), ("^",))
_TOKEN = re.compile(
    r"\s*(?:#[^\n]*\n\s*)*(?:"
    r"(?P<duration>(?:\d+(?:ms|[smhdwy]))+)|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r'|(?P<string>"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|`[^`]*`)|(?P<word>[a-zA-Z_:][a-zA-Z0-9_:]*)'
    r"|(?P<sign>=~|!~|!=|==|<=|>=|[-+*/%^<>=(){}\[\],]))"
)
_PART = re.compile(r"(\d+)(ms|[smhdwy])")
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", '"': '"', "'": "'"}


class BadQuery(Exception):
    """The expression is none, or is more than the stand-in knows."""


@dataclass(frozen=True)
class Number:
    """A number."""

    value: float


@dataclass(frozen=True)
class Matcher:
    """A condition on a label."""

    label: str
    operator: str
    value: str


@dataclass(frozen=True)
class Selector:
    """Picks series; `window` in seconds makes it a range, `offset` is how much earlier it looks."""

    matchers: tuple[Matcher, ...]
    window: float = 0.0
    offset: float = 0.0


@dataclass(frozen=True)
class Call:
    """A function and its arguments."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Grouping:
    """The labels that count: these (`by`, `on`), or all but these."""

    labels: tuple[str, ...] = ()
    only: bool = False


@dataclass(frozen=True)
class Aggregation:
    """An aggregation over the groups of a vector; `number` is the k of topk."""

    name: str
    inner: Node
    grouping: Grouping
    number: Node | None = None


@dataclass(frozen=True)
class Binary:
    """Two sides and what stands between them."""

    operator: str
    left: Node
    right: Node
    matching: Grouping = field(default_factory=Grouping)
    as_bool: bool = False


Node = Number | Selector | Call | Aggregation | Binary


def parse(text: str) -> Node:
    """Return what an expression means. Raises BadQuery."""
    return _Parser(text).whole()


def seconds(text: str) -> float:
    """Return the seconds of a duration such as `1h30m`. Raises BadQuery."""
    if not re.fullmatch(r"(?:\d+(?:ms|[smhdwy]))+", text):
        raise BadQuery(f'not a valid duration string: "{text}"')
    return sum(int(count) * UNITS[unit] for count, unit in _PART.findall(text))


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str]] = []
        at, text = 0, text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise BadQuery(f'1:{at + 1}: parse error: unexpected character: "{text[at : at + 1]}"')
            self._tokens.append((str(found.lastgroup), str(found[str(found.lastgroup)])))
            at = found.end()
        self._at = 0

    def whole(self) -> Node:
        if not self._tokens:
            raise BadQuery("unknown position: parse error: no expression found in input")
        node = self._binary(0)
        if self._at < len(self._tokens):
            raise BadQuery(f'parse error: unexpected "{self._next()[1]}"')
        return node

    def _peek(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _next(self) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise BadQuery("parse error: unexpected end of input")
        self._at += 1
        return self._tokens[self._at - 1]

    def _taken(self, *words: str) -> bool:
        """Return whether one of the words stands next, and step over it."""
        if self._peek().lower() not in words:
            return False
        self._at += 1
        return True

    def _expect(self, word: str) -> None:
        if (found := self._next()[1]) != word:
            raise BadQuery(f'parse error: unexpected "{found}", expected "{word}"')

    def _binary(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._unary()
        left = self._binary(level + 1)
        while self._peek().lower() in _LEVELS[level]:
            operator = self._next()[1].lower()
            as_bool = self._taken("bool")
            matching = self._grouping("on", "ignoring")
            if self._peek().lower() in ("group_left", "group_right"):
                raise BadQuery("the playground joins one to one only")
            right = self._binary(level if operator == "^" else level + 1)
            left = Binary(operator, left, right, matching, as_bool)
        return left

    def _unary(self) -> Node:
        if self._taken("-"):
            return Binary("*", Number(-1.0), self._binary(5))
        self._taken("+")
        return self._ranged(self._atom())

    def _atom(self) -> Node:
        kind, word = self._next()
        if word == "(":
            node = self._binary(0)
            self._expect(")")
            return node
        if kind == "number":
            return Number(float(word))
        if kind == "word" and word.lower() in ("inf", "nan"):
            return Number(float(word))
        if word == "{":
            return Selector(self._matchers())
        if kind == "word":
            return self._named(word)
        raise BadQuery(f'parse error: unexpected "{word}"')

    def _named(self, word: str) -> Node:
        if word.lower() in AGGREGATIONS and self._peek().lower() in ("(", "by", "without"):
            return self._aggregation(word.lower())
        if self._taken("("):
            return Call(word, self._arguments())
        matchers = self._matchers() if self._taken("{") else ()
        return Selector((Matcher("__name__", "=", word), *matchers))

    def _arguments(self) -> tuple[Node, ...]:
        found = []
        while not self._taken(")"):
            found.append(self._binary(0))
            if not self._taken(","):
                self._expect(")")
                break
        return tuple(found)

    def _aggregation(self, name: str) -> Node:
        grouping = self._grouping("by", "without")
        self._expect("(")
        arguments = self._arguments()
        if grouping == Grouping():
            grouping = self._grouping("by", "without")
        number = arguments[0] if name in ("topk", "bottomk") else None
        if len(arguments) != (1 if number is None else 2):
            raise BadQuery(f"parse error: wrong number of arguments for aggregate expression {name}")
        return Aggregation(name, arguments[-1], Grouping((), True) if grouping == Grouping() else grouping, number)

    def _grouping(self, only: str, others: str) -> Grouping:
        if self._peek().lower() not in (only, others):
            return Grouping()
        is_only = self._next()[1].lower() == only
        self._expect("(")
        labels = []
        while not self._taken(")"):
            labels.append(self._next()[1])
            self._taken(",")
        return Grouping(tuple(labels), is_only)

    def _matchers(self) -> tuple[Matcher, ...]:
        found = []
        while not self._taken("}"):
            label, operator, (kind, value) = self._next()[1], self._next()[1], self._next()
            if operator not in ("=", "!=", "=~", "!~") or kind != "string":
                raise BadQuery(f'parse error: unexpected "{value}" in label matching, expected string')
            found.append(Matcher(label, operator, _unquoted(value)))
            if not self._taken(",") and self._peek() != "}":
                raise BadQuery(f'parse error: unexpected "{self._peek()}" in label matching, expected "," or "}}"')
        return tuple(found)

    def _ranged(self, node: Node) -> Node:
        if self._taken("["):
            if not isinstance(node, Selector):
                raise BadQuery("the playground knows no subqueries")
            window = seconds(self._next()[1])
            self._expect("]")
            node = Selector(node.matchers, window)
        if self._taken("offset"):
            if not isinstance(node, Selector):
                raise BadQuery("parse error: offset modifier must be preceded by an instant vector selector")
            node = Selector(node.matchers, node.window, seconds(self._next()[1]))
        return node


def _unquoted(text: str) -> str:
    if text.startswith("`"):
        return text[1:-1]
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[0]), text[1:-1])
