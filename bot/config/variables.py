"""Replaces `${NAME}` and `${NAME:-default}` inside a text of the configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

_VARIABLE = re.compile(
    r"\$(?P<escaped>\$\{)"
    r"|\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?P<or>:-(?P<default>[^{}]*))?\}"
    r"|(?P<broken>\$\{)"
)


class Expanded(msgspec.Struct, frozen=True):
    """A text after replacement.

    Attributes:
        text: the text.
        replaced: the names of the variables that stood in it.
        missing: those of them that are neither set nor have a default.
        broken: whether a `${` opens no variable that can be understood.
    """

    text: str
    replaced: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    broken: bool = False


def expand(text: str, environ: Mapping[str, str]) -> Expanded:
    """Replace the variables in `text`, as a POSIX shell does.

    `${NAME}` is the variable, which must be set. `${NAME:-default}` is the default where it is unset or empty; a default
    holds no braces. `$${` stands for `${` itself. What a variable holds is not looked through again.
    """
    replaced: list[str] = []
    missing: list[str] = []
    broken = False

    def one(match: re.Match[str]) -> str:
        nonlocal broken
        if match["escaped"]:
            return "${"
        if match["broken"]:
            broken = True
            return match[0]
        name = match["name"]
        replaced.append(name)
        if match["or"]:
            return environ.get(name) or match["default"]
        if name not in environ:
            missing.append(name)
        return environ.get(name, "")

    said = _VARIABLE.sub(one, text)
    return Expanded(said, tuple(replaced), tuple(missing), broken)
