"""The cells of the server's table: pure readings, checked against what servers of all versions print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._kube.cells import Columns, all_ready, read_duration, read_restarts, read_row
from connectors._kube.words import Stage, is_crash_loop, is_pending, stage

OLD = ("Name", "Ready", "Status", "Restarts", "Age", "IP", "Node", "Nominated Node", "Readiness Gates")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("0s", 0), ("59s", 59), ("3m20s", 200), ("14m", 840), ("5d3h", 442800), ("2y45d", 66960000), ("7h", 25200)],
)
def test_ages_are_read_in_seconds(text: str, seconds: float) -> None:
    """Whether a pod has just started is told by its age alone."""
    assert read_duration(text) == seconds


@pytest.mark.parametrize("text", ["<invalid>", "<unknown>", "", "5", "m", "5x", "-3s", "3s ago", "5 d"])
def test_what_is_no_duration_is_not_known(text: str) -> None:
    """A clock that is wrong makes `<invalid>`; taken for 0 it would make every pod look young, and well."""
    assert read_duration(text) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("0", (0, None)),
        ("17", (17, None)),
        ("5 (3m ago)", (5, 180.0)),
        ("2 (4d2h ago)", (2, 352800.0)),
        ("<none>", (0, None)),
    ],
)
def test_restarts_are_read_from_old_and_new_cells(text: str, read: tuple[int, float | None]) -> None:
    """Since 1.22 the cell tells when; before, it is a number."""
    assert read_restarts(text) == read


@given(st.text())
def test_no_cell_is_too_odd_to_be_read(text: str) -> None:
    """A pod's cells come from runtimes and operators of all kinds; one odd cell must not cost the answer."""
    read_duration(text)
    read_restarts(text)
    all_ready(text)
    assert stage(text) in Stage
    read_row("a", [text] * len(OLD), Columns.of(OLD))


@given(st.permutations(OLD))
def test_cells_are_found_by_their_headings(columns: list[str]) -> None:
    """Servers add columns, and a custom printer may sort them."""
    cells = dict(
        zip(OLD, ["web-0", "1/2", "Running", "5 (3m ago)", "4m", "10.0.0.1", "node-1", "<none>", "0/1"], strict=True)
    )
    row = read_row("a", [cells[column] for column in columns], Columns.of(columns))
    assert (row.name, row.ready, row.status, row.restarts, row.restarted_ago) == ("web-0", "1/2", "Running", 5, 180.0)
    assert (row.age, row.node, row.gated) == (240.0, "node-1", True)


def test_a_table_without_the_optional_columns_does() -> None:
    """Only the name, the readiness and the status cannot be done without."""
    row = read_row("a", ["web-0", "1/1", "Running"], Columns.of(["NAME", "Ready", "Status"]))
    assert (row.restarts, row.age, row.node, row.gated) == (0, None, "", False)
    with pytest.raises(LookupError, match="'ready'"):
        Columns.of(["Name", "Status"])


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Running", Stage.UP),
        ("NotReady", Stage.UP),
        ("Completed", Stage.OVER),
        ("Succeeded", Stage.OVER),
        ("Terminating", Stage.OVER),
        ("Pending", Stage.WAITING),
        ("ContainerCreating", Stage.WAITING),
        ("PodInitializing", Stage.WAITING),
        ("Init:0/2", Stage.WAITING),
        ("SchedulingGated", Stage.WAITING),
        ("CrashLoopBackOff", Stage.FAILED),
        ("Init:CrashLoopBackOff", Stage.FAILED),
        ("Init:ExitCode:3", Stage.FAILED),
        ("ExitCode:0", Stage.FAILED),
        ("Evicted", Stage.FAILED),
        ("Unknown", Stage.FAILED),
        ("A word that no one has seen yet", Stage.FAILED),
        ("", Stage.FAILED),
    ],
)
def test_each_status_says_where_the_pod_stands(status: str, expected: Stage) -> None:
    """A word that is not known has to count as a failure: silence is the one wrong answer."""
    assert stage(status) is expected


def test_pending_and_crash_looping_are_told_by_the_status() -> None:
    """They choose which rows of tens of thousands are kept."""
    assert is_pending("Init:ImagePullBackOff")
    assert is_pending("ContainerCreating")
    assert not is_pending("CrashLoopBackOff")
    assert is_crash_loop("Init:CrashLoopBackOff")
    assert not is_crash_loop("Error")


@pytest.mark.parametrize(("text", "ready"), [("2/2", True), ("1/2", False), ("0/0", True), ("<none>", True), ("", True)])
def test_ready_cells(text: str, ready: bool) -> None:
    """`0/1` of a readiness gate keeps a pod out of its service although all containers are well."""
    assert all_ready(text) is ready
