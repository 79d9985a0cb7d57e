"""Field selectors, parsed as k8s.io/apimachinery/pkg/fields parses them, with the same words for what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playground.kubernetes.problems import bad_request

TERM = re.compile(r"(?:[^\\,]|\\.)+", re.DOTALL)
OPERATOR = re.compile(r"!=|==|=")


@dataclass(frozen=True, slots=True)
class FieldTerm:
    """One condition: the field equals the value, or not."""

    field: str
    value: str
    equal: bool

    def matches(self, fields: Mapping[str, str]) -> bool:
        """Return whether these values of fields meet the condition."""
        return (fields.get(self.field, "") == self.value) is self.equal


def parse_fields(text: str, supported: Sequence[str], refusal: str) -> tuple[FieldTerm, ...]:
    """Return the conditions of a field selector such as `status.phase!=Running,spec.nodeName=node-001`.

    Args:
        text: the selector.
        supported: the fields that the resource can be selected by.
        refusal: what is said of any other field, `{field}`.

    Raises:
        Problem: 400, with what the API server says of it.
    """
    found = []
    for part in TERM.findall(text):
        operator = OPERATOR.search(part)
        if operator is None:
            raise bad_request(f"invalid selector: '{text}'; can't understand '{part}'")
        field = part[: operator.start()]
        value = _unescape(part[operator.end() :])
        if field not in supported:
            raise bad_request(refusal.format(field=field))
        found.append(FieldTerm(field, value, operator.group() != "!="))
    return tuple(found)


def _unescape(value: str) -> str:
    plain = re.sub(r"\\.", "", value, flags=re.DOTALL)
    if "=" in plain:
        raise bad_request(f"invalid field selector: unescaped character in value: {ord('=')}")
    return re.sub(r"\\(.)", r"\1", value, flags=re.DOTALL)
