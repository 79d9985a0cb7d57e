"""The things that an answer names in a table, in the order in which people see them: what “the second” is."""

from __future__ import annotations

from typing import Literal

import msgspec

from processors._passages import Table
from processors._summary import Summary

Kind = Literal["workload", "pod", "node", "namespace", "alert"]
MOST = 30
"""Things of one answer that are kept."""
_HEADINGS: dict[str, Kind] = {
    "Workload": "workload", "Pod": "pod", "Node": "node", "Namespace": "namespace", "Alert": "alert",
}  # fmt: skip


class Thing(msgspec.Struct, frozen=True, array_like=True):
    """One thing with a name.

    Attributes:
        kind: what it is.
        name: its name; of a workload also `KIND/NAME`.
        namespace: where it is; "" where it is in none, or that is not known.
        target: the target that it is on; "" for the only one that was asked.
    """

    kind: Kind
    name: str
    namespace: str = ""
    target: str = ""


def things(summary: Summary) -> tuple[Thing, ...]:
    """Return what the first table names whose rows are things; nothing where there is no such table."""
    for passage in summary.body:
        if isinstance(passage, Table) and passage.columns and passage.columns[0] in _HEADINGS:
            return tuple(_things(passage, _HEADINGS[passage.columns[0]]))[:MOST]
    return ()


def _things(table: Table, kind: Kind) -> list[Thing]:
    cluster = table.columns.index("Cluster") if "Cluster" in table.columns else None
    found = []
    for row in table.rows[:MOST]:
        namespace, slash, name = row[0].text.rpartition("/")
        target = row[cluster].text if cluster is not None else ""
        found.append(Thing(kind, name, namespace if slash else "", target))
    return found
