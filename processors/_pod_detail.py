"""The tables of one pod: its containers, its events."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._kube.records import Container, PodEvent
from processors._ages import duration
from processors._passages import Cell, Table


def container_table(containers: Sequence[Container], at: float) -> Table:
    """Return a row for each container: its state, how often it restarted, how its last run ended. Times as seen at `at`."""
    columns = ("Container", "State", "Restarts", "Last run", "Image")
    return Table("Containers", columns, tuple(_container(container, at) for container in containers))


def _container(container: Container, at: float) -> tuple[Cell, ...]:
    name = f"{container.name} (init)" if container.init else container.name
    restarts = Cell(f"{container.restarts:,}", container.restarts)
    return (Cell(name), Cell(_state(container, at)), restarts, Cell(_last_run(container, at)), Cell(container.image))


def _state(container: Container, at: float) -> str:
    """Return e.g. `running for 3 h`, `running for 9 min, not ready`, `waiting: CrashLoopBackOff`, `ended: Error, exit 1`."""
    lasting = f" for {duration(at - container.since)}" if container.since is not None else ""
    if container.state == "running":
        return f"running{lasting}{'' if container.ready or container.init else ', not ready'}"
    if container.state == "terminated":
        ending = f", exit {container.exit_code}" if container.exit_code is not None else ""
        return f"ended: {container.reason or 'Unknown'}{ending}"
    return f"waiting: {container.reason}" if container.reason else "not started"


def _last_run(container: Container, at: float) -> str:
    last = container.last
    if last is None:
        return ""
    ago = f", {duration(at - last.finished)} ago" if last.finished is not None else ""
    signal = f", signal {last.signal}" if last.signal else ""
    return f"{last.reason or 'ended'}, exit {last.exit_code}{signal}{ago}"


def event_table(events: Sequence[PodEvent], at: float) -> Table:
    """Return a row for each event, in the order given, aged as seen at `at`."""
    return Table("Events, newest first", ("Event", "Ago", "Message"), tuple(_event(event, at) for event in events))


def _event(event: PodEvent, at: float) -> tuple[Cell, ...]:
    times = f" ×{event.count:,}" if event.count > 1 else ""
    ago = Cell("") if event.at is None else Cell(duration(at - event.at), max(0, int(at - event.at)))
    return (Cell(f"{event.reason}{times}"), ago, Cell(event.message))
