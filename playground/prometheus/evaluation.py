"""Evaluates PromQL over series that are functions of time."""

from __future__ import annotations

import math
import operator
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from playground.prometheus.series import Series
from playground.prometheus.syntax import Aggregation, BadQuery, Binary, Call, Grouping, Matcher, Node, Number, Selector

Key = tuple[tuple[str, str], ...]
Vector = dict[Key, float]
Value = float | Vector
RESOLUTION = 15.0
"""Seconds between the samples that functions over time look at."""

_ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda a, b: a / b if b else math.nan if not a or math.isnan(a) else math.copysign(math.inf, a),
    "%": lambda a, b: math.fmod(a, b) if b else math.nan,
    "^": lambda a, b: _power(a, b),
}
_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_PLAIN: Mapping[str, Callable[[float], float]] = {
    "abs": abs,
    "ceil": lambda value: math.ceil(value) if math.isfinite(value) else value,
    "floor": lambda value: math.floor(value) if math.isfinite(value) else value,
    "sqrt": lambda value: math.sqrt(value) if value >= 0 else math.nan,
}
_OVER_TIME: Mapping[str, Callable[[Sequence[float]], float]] = {
    "avg_over_time": lambda values: sum(values) / len(values),
    "min_over_time": min,
    "max_over_time": max,
    "sum_over_time": sum,
    "count_over_time": len,
    "changes": lambda values: sum(a != b for a, b in pairwise(values)),
}
_FOLDS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "sum": sum,
    "avg": lambda values: sum(values) / len(values),
    "min": min,
    "max": max,
    "count": len,
}


class Evaluation:
    """Evaluates expressions over these series."""

    def __init__(self, series: Sequence[Series]) -> None:
        self._series = series
        self._picked = lru_cache(maxsize=200)(self._pick)

    def at(self, node: Node, moment: float) -> Value:
        """Return what an expression is at a moment. Raises BadQuery for what is not known here."""
        match node:
            case Number(value):
                return value
            case Selector():
                if node.window:
                    raise BadQuery(
                        'invalid expression type "range vector" for range query, must be Scalar or instant Vector'
                    )
                return {_key(one.labels): one.at(moment - node.offset) for one in self._picked(node.matchers)}
            case Call():
                return self._call(node, moment)
            case Aggregation():
                return self._aggregate(node, moment)
            case Binary():
                return self._binary(node, moment)

    def _pick(self, matchers: tuple[Matcher, ...]) -> tuple[Series, ...]:
        return tuple(one for one in self._series if all(_fits(matcher, one.labels) for matcher in matchers))

    def _call(self, call: Call, moment: float) -> Value:
        first = call.arguments[0] if call.arguments else None
        if call.name == "time" and first is None:
            return moment
        if first is None:
            raise BadQuery(f'unknown function with name "{call.name}", or without arguments')
        if call.name in ("rate", "increase", "irate", "delta") or call.name in _OVER_TIME:
            return self._over_time(call.name, first, moment)
        value = self.at(first, moment)
        if call.name in _PLAIN:
            return _mapped(value, _PLAIN[call.name])
        if call.name == "vector" and isinstance(value, float):
            return {(): value}
        if call.name == "scalar" and isinstance(value, dict):
            return next(iter(value.values())) if len(value) == 1 else math.nan
        if call.name == "absent" and isinstance(value, dict):
            return {} if value else {(): 1.0}
        if call.name in ("sort", "sort_desc") and isinstance(value, dict):
            return dict(sorted(value.items(), key=lambda one: one[1], reverse=call.name == "sort_desc"))
        raise BadQuery(f'unknown function with name "{call.name}" (the playground knows a few)')

    def _over_time(self, name: str, node: Node, moment: float) -> Vector:
        if not isinstance(node, Selector) or not node.window:
            raise BadQuery(f'expected type range vector in call to function "{name}", got instant vector')
        end, begin = moment - node.offset, moment - node.offset - node.window
        found: Vector = {}
        for one in self._picked(node.matchers):
            if name in _OVER_TIME:
                count = max(1, int(node.window // RESOLUTION))
                value = float(_OVER_TIME[name]([one.at(end - place * RESOLUTION) for place in range(count)]))
            else:
                value = (one.at(end) - one.at(begin)) / (node.window if name in ("rate", "irate") else 1.0)
            found[_key(one.labels, without=("__name__",))] = value
        return found

    def _aggregate(self, node: Aggregation, moment: float) -> Vector:
        inner = self.at(node.inner, moment)
        if isinstance(inner, float):
            raise BadQuery(f"expected type instant vector in aggregation expression, got scalar: {node.name}")
        groups: defaultdict[Key, list[tuple[float, Key]]] = defaultdict(list)
        for key, value in inner.items():
            groups[_grouped(key, node.grouping)].append((value, key))
        if node.number is not None:
            most = self.at(node.number, moment)
            count = int(most) if isinstance(most, float) else 0
            ranked = (sorted(members, reverse=node.name == "topk")[:count] for members in groups.values())
            return {key: value for members in ranked for value, key in members}
        return {key: float(_FOLDS[node.name]([value for value, _ in members])) for key, members in groups.items()}

    def _binary(self, node: Binary, moment: float) -> Value:
        left, right = self.at(node.left, moment), self.at(node.right, moment)
        if isinstance(left, float) and isinstance(right, float):
            return _scalars(node, left, right)
        if isinstance(left, float):
            return _against(node, right, left, swapped=True)  # type: ignore[arg-type]  # one of the two is a vector
        if isinstance(right, float):
            return _against(node, left, right, swapped=False)
        return _vectors(node, left, right)


def _power(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.nan


def _scalars(node: Binary, left: float, right: float) -> float:
    if node.operator in _ARITHMETIC:
        return _ARITHMETIC[node.operator](left, right)
    if not node.as_bool or node.operator not in _COMPARISONS:
        raise BadQuery("comparisons between scalars must use BOOL modifier")
    return float(_COMPARISONS[node.operator](left, right))


def _against(node: Binary, vector: Vector, number: float, *, swapped: bool) -> Vector:
    """Return what a vector and a number give; `swapped` where the number stands on the left."""
    found: Vector = {}
    for key, value in vector.items():
        pair = (number, value) if swapped else (value, number)
        if node.operator in _ARITHMETIC:
            found[_unnamed(key)] = _ARITHMETIC[node.operator](*pair)
        elif node.operator not in _COMPARISONS:
            raise BadQuery(f'set operator "{node.operator}" not allowed in binary scalar expression')
        elif node.as_bool:
            found[_unnamed(key)] = float(_COMPARISONS[node.operator](*pair))
        elif _COMPARISONS[node.operator](*pair):
            found[key] = value
    return found


def _vectors(node: Binary, left: Vector, right: Vector) -> Vector:
    others: defaultdict[Key, list[float]] = defaultdict(list)
    for key, value in right.items():
        others[_grouped(_unnamed(key), node.matching)].append(value)
    matched = {key: others.get(_grouped(_unnamed(key), node.matching), []) for key in left}
    if node.operator in ("and", "unless"):
        return {key: value for key, value in left.items() if bool(matched[key]) == (node.operator == "and")}
    if node.operator == "or":
        there = {_grouped(_unnamed(key), node.matching) for key in left}
        return left | {key: value for key, value in right.items() if _grouped(_unnamed(key), node.matching) not in there}
    if any(len(values) > 1 for values in matched.values()):
        raise BadQuery("found duplicate series for the match group on the right hand-side of the operation")
    pairs = {key: (value, matched[key][0]) for key, value in left.items() if matched[key]}
    if node.operator in _ARITHMETIC:
        return {_grouped(_unnamed(key), node.matching): _ARITHMETIC[node.operator](*pair) for key, pair in pairs.items()}
    compare = _COMPARISONS[node.operator]
    if node.as_bool:
        return {_unnamed(key): float(compare(*pair)) for key, pair in pairs.items()}
    return {key: pair[0] for key, pair in pairs.items() if compare(*pair)}


def _mapped(value: Value, function: Callable[[float], float]) -> Value:
    if isinstance(value, float):
        return float(function(value))
    return {_unnamed(key): float(function(one)) for key, one in value.items()}


def _key(labels: Mapping[str, str], without: tuple[str, ...] = ()) -> Key:
    return tuple(sorted((name, value) for name, value in labels.items() if name not in without))


def _unnamed(key: Key) -> Key:
    return tuple(label for label in key if label[0] != "__name__")


def _grouped(key: Key, grouping: Grouping) -> Key:
    """Return the labels of a key that count."""
    if grouping.only:
        return tuple(label for label in key if label[0] in grouping.labels)
    return tuple(label for label in _unnamed(key) if label[0] not in grouping.labels)


def _fits(matcher: Matcher, labels: Mapping[str, str]) -> bool:
    value = labels.get(matcher.label, "")
    if matcher.operator in ("=", "!="):
        return (value == matcher.value) == (matcher.operator == "=")
    try:
        found = re.fullmatch(matcher.value, value) is not None
    except re.error as error:
        raise BadQuery(f"error parsing regexp: {error}") from error
    return found == (matcher.operator == "=~")
