"""The small words that blocks are described with: each makes a check, and a check writes down what is wrong.

A problem reads as Slack writes it: `must be less than 151 characters [json-pointer:/blocks/0/text/text]`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Problems = list[str]
Check = Callable[[Any, str, Problems], None]
"""Takes a value, the JSON pointer to it, and the list to which it adds problems."""


def problem(what: str, at: str) -> str:
    """Return one problem as Slack words it."""
    return f"{what} [json-pointer:{at}]"


def string(most: int, least: int = 1) -> Check:
    """A string of `least` to `most` characters."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if not isinstance(value, str):
            problems.append(problem("must be a string", at))
        elif len(value) > most:
            problems.append(problem(f"must be less than {most + 1} characters", at))
        elif len(value) < least:
            problems.append(problem(f"must be more than {least - 1} characters", at))

    return check


def whole(low: int, high: int) -> Check:
    """A whole number between two others, both included."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            problems.append(problem("must be an integer", at))
        elif not low <= value <= high:
            problems.append(problem(f"must be between {low} and {high}", at))

    return check


def number(value: Any, at: str, problems: Problems) -> None:
    """Any number that JSON can hold."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        problems.append(problem("must be a number", at))


def positive(value: Any, at: str, problems: Problems) -> None:
    """A number above 0."""
    before = len(problems)
    number(value, at, problems)
    if len(problems) == before and value <= 0:
        problems.append(problem("must be greater than 0", at))


def flag(value: Any, at: str, problems: Problems) -> None:
    """True or false."""
    if not isinstance(value, bool):
        problems.append(problem("must be a boolean", at))


def anything(value: Any, at: str, problems: Problems) -> None:
    """A value that is not looked into."""


def one_of(*values: str) -> Check:
    """One of a few words."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if value not in values:
            problems.append(problem(f"must be one of: {', '.join(values)}", at))

    return check


def pattern(matches: Callable[[str], object], what: str) -> Check:
    """A string of a certain form."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if not isinstance(value, str) or not matches(value):
            problems.append(problem(what, at))

    return check


def items(each: Check, most: int, least: int = 1) -> Check:
    """A list of `least` to `most` things of one kind."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if not isinstance(value, list):
            problems.append(problem("must be an array", at))
            return
        if len(value) > most:
            problems.append(problem(f"no more than {most} items allowed", at))
        elif len(value) < least:
            problems.append(problem(f"no less than {least} items allowed", at))
        for index, item in enumerate(value[:most]):
            each(item, f"{at}/{index}", problems)

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check], *also: Check) -> Check:
    """An object with these fields and no others; `type` is always allowed. `also` is asked when every field holds."""
    fields = {"type": anything, **required, **optional}

    def check(value: Any, at: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            problems.append(problem("must be an object", at))
            return
        before = len(problems)
        for name in required:
            if value.get(name) is None:
                problems.append(problem(f"missing required field: {name}", at))
        for name, one in value.items():
            field = fields.get(name)
            if field is None:
                problems.append(problem(f"invalid additional property: {name}", at))
            elif one is not None:
                field(one, f"{at}/{name}", problems)
        if len(problems) == before:
            for further in also:
                further(value, at, problems)

    return check


def by_type(table: Mapping[str, Check]) -> Check:
    """An object whose `type` says how it is checked."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            problems.append(problem("must be an object", at))
            return
        kind = value.get("type")
        if not isinstance(kind, str):
            problems.append(problem("missing required field: type", at))
        elif kind not in table:
            problems.append(problem(f"unsupported type: {kind}", f"{at}/type"))
        else:
            table[kind](value, at, problems)

    return check


def exactly_one(*names: str) -> Check:
    """Of these fields one must be there, and only one."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if sum(name in value for name in names) != 1:
            problems.append(problem(f"must provide exactly one of: {', '.join(names)}", at))

    return check


def at_least_one(*names: str) -> Check:
    """Of these fields one or more must be there."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if not any(value.get(name) for name in names):
            problems.append(problem(f"must provide one of: {', '.join(names)}", at))

    return check
