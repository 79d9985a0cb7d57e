"""What is kept of the tables of pods while they come in at once: no more than there is room for, whichever comes first."""

from __future__ import annotations

import msgspec

from connectors._kube.answer import workloads
from connectors._kube.objects import PodDocument
from connectors._kube.questions import All, from_row
from connectors._kube.survey import FIRSTS, Survey, TableReader

COLUMNS = ("Name", "Ready", "Status", "Restarts", "Age", "IP", "Node", "Nominated Node", "Readiness Gates")


def survey(room: int) -> Survey:
    """Return a survey that keeps so many rows of pods that are well."""
    inquiry = All(1e9, 300.0)
    inquiry.widen(room)
    return Survey(inquiry)


def take(part: Survey, namespace: str, well: int, failing: int = 0) -> None:
    """Take the table of one namespace, in which all pods that are well are of one workload."""
    reader = TableReader(part, namespace, "prod")
    rows = [{"cells": [f"web-{i}", "1/1", "Running", 0, "5d", "10.0.0.1", "node-1", "", ""]} for i in range(well)]
    rows += [{"cells": [f"bad-{i}", "0/1", "Error", 3, "5d", "10.0.0.1", "node-1", "", ""]} for i in range(failing)]
    table = {"columnDefinitions": [{"name": name} for name in COLUMNS], "rows": rows}
    reader.take(msgspec.convert(table, PodDocument))
    reader.close()


def test_tables_that_come_in_at_once_share_the_room() -> None:
    """Ten large namespaces would hold ten times what the answer needs."""
    whole = survey(room=10)
    first, second = whole.part(), whole.part()
    take(first, "shop", well=8)
    take(second, "pay", well=8, failing=3)
    assert (len(first.rows), len(second.rows)) == (8, 1 + 3 + 3)
    whole.add(first)
    whole.add(second)
    assert (whole.looked_at, len(whole.rows)) == (19, 15)


def test_every_workload_has_a_row_though_there_is_no_room() -> None:
    """`pods` lists workloads; one that is well must not be missing because its namespace came last."""
    whole = survey(room=1)
    for namespace in ("a", "b", "c"):
        part = whole.part()
        take(part, namespace, well=5)
        whole.add(part)
    assert {key[0] for key in whole.rows} == {"a", "b", "c"}
    assert len(whole.rows) == 1 + 3


def test_a_table_that_is_read_again_has_its_room_again() -> None:
    """It broke off; what was kept of it is void, and must not be missing from the second reading."""
    whole = survey(room=10)
    broken = whole.part()
    take(broken, "shop", well=8)
    broken.drop()
    again = whole.part()
    take(again, "shop", well=8)
    whole.add(again)
    assert len(whole.rows) == 8
    assert (whole.room.left, whole.room.firsts) == (10 - 7, FIRSTS - 1)


def test_restarts_are_counted_where_there_was_no_room_for_the_pods() -> None:
    """The column says how often a workload restarted, not how often those of its pods did that were kept."""
    whole = survey(room=1)
    part, reader_rows = (
        whole.part(),
        [
            {"cells": [f"web-{i}", "1/1", "Running", "3 (5d ago)" if i % 2 else "0", "5d", "10.0.0.1", "node-1", "", ""]}
            for i in range(8)
        ],
    )
    reader = TableReader(part, "shop", "prod")
    reader.take(
        msgspec.convert({"columnDefinitions": [{"name": name} for name in COLUMNS], "rows": reader_rows}, PodDocument)
    )
    whole.add(part)
    kept = [
        msgspec.structs.replace(from_row(row, "", 1e9), owner_kind="StatefulSet", owner="web") for row in whole.rows.values()
    ]
    (web,) = workloads(kept, whole, everything=True)
    assert len(kept) < 8
    assert (web.found, web.restarts) == (8, 4 * 3)
