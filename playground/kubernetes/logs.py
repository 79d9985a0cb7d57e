"""What the demo's containers have logged: the same lines for the same pod, up to now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from playground.kubernetes.durations import timestamp
from playground.kubernetes.messages import last_words
from playground.kubernetes.problems import bad_request
from playground.kubernetes.states import State
from playground.kubernetes.templates import container_names, init_containers
from playground.kubernetes.workloads import Sketch

EVERY = 15
"""Seconds between two lines of a running container."""
MOST = 2000
PATHS = ("/cart", "/checkout", "/orders/41", "/health", "/search?q=boots", "/login")


def container_of(pod: Sketch, query: Mapping[str, str]) -> str:
    """Return the container that a request for logs means.

    Raises:
        Problem: 400, there is no such container, or several to choose from.
    """
    names = container_names(pod.workload)
    inits = tuple(str(box["name"]) for box in init_containers(pod.workload))
    asked = query.get("container", "")
    if not asked:
        if len(names) == 1 and not inits:
            return names[0]
        choice = f"choose one of: [{' '.join(names)}]" + (
            f" or one of the init containers: [{' '.join(inits)}]" if inits else ""
        )
        raise bad_request(f"a container name must be specified for pod {pod.name}, {choice}")
    if asked not in names + inits:
        raise bad_request(f"container {asked} is not valid for pod {pod.name}")
    return asked


def log_text(pod: Sketch, query: Mapping[str, str], now: float) -> str:
    """Return the log of a container, as the options `container`, `previous`, `tailLines`, `timestamps` ask.

    Raises:
        Problem: 400, an option that makes no sense, or a container that has not run.
    """
    name = container_of(pod, query)
    state = pod.state_at(now)
    crashed = pod.crashes(now)[0] > 0
    if query.get("previous", "").lower() in ("true", "1") and not crashed:
        raise bad_request(f'previous terminated container "{name}" in pod "{pod.name}" not found')
    if state.phase == "Pending" and state is not State.INIT_CRASH:
        reason = "ContainerCreating" if state is State.UNSCHEDULABLE else state.value
        why = "trying and failing to pull image" if "Image" in reason else f"waiting to start: {reason}"
        raise bad_request(f'container "{name}" in pod "{pod.name}" is {why}')
    stamped = query.get("timestamps", "").lower() in ("true", "1")
    lines = [f"{timestamp(at)} {line}" if stamped else line for at, line in _lines(pod, name, now)]
    tail = query.get("tailLines", "")
    if tail and not tail.isdigit():
        raise bad_request(f'strconv.ParseInt: parsing "{tail}": invalid syntax')
    return "".join(f"{line}\n" for line in (lines[-int(tail) :] if tail and int(tail) else [] if tail else lines))


def _lines(pod: Sketch, name: str, now: float) -> Iterator[tuple[int, str]]:
    """Yield the lines with the moments (seconds since 1970) at which they were written."""
    if name != "proxy" and pod.state.loops and pod.state is not State.FLAPPING:
        ended = pod.crashes(now)[1]
        yield ended - 3, f"INFO starting {pod.workload.app} v{pod.revision.version}"
        yield ended - 2, "INFO reading settings"
        if pod.state is State.OOM_KILLED:
            yield ended - 1, "INFO loading index segments: 812 of 1024"
            return
        yield from ((ended - 1, f"ERROR {line}") for line in last_words(pod).split("\n") if line)
        return
    first = max(pod.created, int(now) - MOST * EVERY)
    for at in range(first - first % EVERY + EVERY, int(now), EVERY):
        path = PATHS[(at // EVERY + pod.spread) % len(PATHS)]
        slow = pod.state is State.NOT_READY and at > pod.began - 720
        yield at, f"{'WARN' if slow else 'INFO'} GET {path} {503 if slow else 200} {(at * 7 + pod.spread) % 90 + 4}ms"
