"""Reads a YAML file into plain data, and remembers on which line each value stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import yaml

from bot.config.errors import ConfigError, Mistake, Place


class Document(msgspec.Struct, frozen=True):
    """A YAML file that was read.

    Attributes:
        data: mappings, sequences and scalars as YAML says; an empty file is an empty mapping.
        lines: the line, from 1, on which each key or item stands.
    """

    data: Any
    lines: Mapping[Place, int]


def read(path: Path) -> Document:
    """Read the file at `path`.

    Raises:
        ConfigError: the file cannot be read, is no YAML (line and column are named), or has a key twice.
    """
    try:
        return parse(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise ConfigError(str(path), [Mistake((), f"cannot be read: {error.strerror or error}")]) from error
    except UnicodeDecodeError as error:
        raise ConfigError(str(path), [Mistake((), f"is not UTF-8 text: byte {error.start + 1} is wrong")]) from error


def parse(text: str, source: str) -> Document:
    """Read YAML from `text`; `source` names it in errors. Raises as `read` does."""
    try:
        loader = yaml.SafeLoader(text)
    except yaml.reader.ReaderError as error:
        raise ConfigError(
            source, [Mistake((), f"is not YAML: the character {error.character!r} may not stand in it")]
        ) from error
    try:
        root = loader.get_single_node()
        lines, twice = _survey(root)
        if twice:
            raise ConfigError(source, twice)
        data = loader.construct_document(root) if root is not None else {}
    except yaml.MarkedYAMLError as error:
        raise ConfigError(source, [_not_yaml(error)]) from error
    except ValueError as error:  # a scalar that looks like a date or a number and is none
        raise ConfigError(source, [Mistake((), f"is not YAML: {error}")]) from error
    except RecursionError as error:
        raise ConfigError(source, [Mistake((), "is nested too deeply to be a configuration")]) from error
    finally:
        loader.dispose()
    return Document({} if data is None else data, lines)


def scalar(text: str) -> bool | int | float | str:
    """Return what YAML makes of `text` as a scalar: `8080` an int, `true` a bool; anything else stays the text itself."""
    try:
        value = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return text
    return value if isinstance(value, bool | int | float) else text


def _survey(root: yaml.Node | None) -> tuple[dict[Place, int], list[Mistake]]:
    lines: dict[Place, int] = {}
    twice: list[Mistake] = []
    for place, node, repeated in _walk(root, (), frozenset()):
        line = node.start_mark.line + 1
        if repeated:
            twice.append(Mistake(place, f"stands here again (first on line {lines[place]}); keep one of them", line))
        else:
            lines[place] = line
    return lines, twice


def _walk(node: yaml.Node | None, place: Place, above: frozenset[int]) -> Iterator[tuple[Place, yaml.Node, bool]]:
    """Yield each key and item with its place, and whether the same key already stood in that mapping."""
    if node is None or id(node) in above:  # an alias to what contains it
        return
    above |= {id(node)}
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            yield (*place, name), key, name in seen
            seen.add(name)
            yield from _walk(value, (*place, name), above)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield (*place, index), item, False
            yield from _walk(item, (*place, index), above)


def _not_yaml(error: yaml.MarkedYAMLError) -> Mistake:
    mark = error.problem_mark or error.context_mark
    why = error.problem or error.context or "cannot be understood"
    if mark is None:
        return Mistake((), f"is not YAML: {why}")
    return Mistake((), f"is not YAML, column {mark.column + 1}: {why}", mark.line + 1)
