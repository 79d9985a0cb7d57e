"""Makes flat records of a pod's containers and events. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from connectors._kube.diagnosis import head, tail
from connectors._kube.objects import ContainerSpec, ContainerStatus, EventObject, PodObject, State, Terminated, seconds
from connectors._kube.records import Container, Ended, PodEvent


def containers(pod: PodObject) -> Iterator[Container]:
    """Yield the pod's containers, the init containers first, in the order of its specification."""
    yield from _group(pod.spec.init_containers or (), pod.status.init_container_statuses or (), init=True)
    yield from _group(pod.spec.containers or (), pod.status.container_statuses or (), init=False)


def _group(specs: Iterable[ContainerSpec], statuses: Iterable[ContainerStatus], *, init: bool) -> Iterator[Container]:
    told = {status.name: status for status in statuses}
    for spec in specs:
        yield _container(spec, told.get(spec.name) or ContainerStatus(), init=init)


def _container(spec: ContainerSpec, status: ContainerStatus, *, init: bool) -> Container:
    word, reason, message, since = _state(status.state)
    ended, last = status.state.terminated, status.last_state.terminated
    return Container(
        name=spec.name,
        init=init,
        image=spec.image or status.image,
        ready=status.ready,
        restarts=status.restart_count,
        state=word,
        reason=reason,
        message=message,
        since=since,
        exit_code=ended.exit_code if ended else None,
        last=_ended(last) if last else None,
    )


def _state(state: State) -> tuple[str, str, str, float | None]:
    """Return (the state's word, its reason, its message, since when)."""
    if state.running:
        return "running", "", "", seconds(state.running.started_at)
    if state.terminated:
        ended = _ended(state.terminated)
        return "terminated", ended.reason, ended.message, ended.finished
    if state.waiting:
        return "waiting", state.waiting.reason, head(state.waiting.message), None
    return "", "", "", None


def _ended(run: Terminated) -> Ended:
    return Ended(
        reason=run.reason,
        exit_code=run.exit_code,
        signal=run.signal,
        message=tail(run.message),
        started=seconds(run.started_at),
        finished=seconds(run.finished_at),
    )


def event_of(event: EventObject) -> PodEvent:
    """Return the record of an event, whichever of the two events APIs it was written through."""
    series = event.series
    last = (series.last_observed_time if series else None) or event.last_timestamp or event.event_time
    return PodEvent(
        type=event.type,
        reason=event.reason,
        message=head(event.message),
        count=max(event.count or 1, series.count if series else 1),
        at=seconds(last or event.first_timestamp),
        source=event.source.component or event.reporting_component,
    )
