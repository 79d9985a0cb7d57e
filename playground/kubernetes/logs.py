"""`pods/log`: a container's journal as a client wants it, streamed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

from playground.kubernetes.journals import CrashedJournal, Journal, LongJournal, RunningJournal
from playground.kubernetes.logoptions import LogOptions, log_options
from playground.kubernetes.logstream import chosen, follow, write
from playground.kubernetes.pods import host_ip
from playground.kubernetes.problems import Problem, bad_request
from playground.kubernetes.states import State
from playground.kubernetes.templates import container_names, init_containers
from playground.kubernetes.workloads import Sketch
from playground.kubernetes.world import World


class Logs:
    """The logs of a world's pods."""

    def __init__(self, world: World) -> None:
        self._world = world

    def read(self, pod: Sketch, query: Mapping[str, str]) -> AsyncIterator[bytes]:
        """Return the pieces of a container's log, as the query's options ask.

        Raises:
            Problem: an option that makes no sense, no such container, one that has not run, a node that does not answer.
        """
        now = self._world.now()
        options = log_options(pod.name, query, now)
        name = _container(pod, options.container)
        if pod.node in self._world.machines.sick:
            raise _unreachable(pod, name)
        journal = self._journal(pod, name, options, now)
        return follow(journal, options, self._world.now) if options.follow else write(chosen(journal, options, now), options)

    def _journal(self, pod: Sketch, name: str, options: LogOptions, now: float) -> Journal:
        state, (restarts, ended) = pod.state_at(now), pod.crashes(now)
        fails = name == ("migrate" if state is State.INIT_CRASH else "app") and restarts > 0
        if options.previous and not fails:
            raise bad_request(f'previous terminated container "{name}" in pod "{pod.name}" not found')
        if state is State.EVICTED:
            raise bad_request(f'container "{name}" in pod "{pod.name}" is not available')
        if state.phase == "Pending" and not fails:
            raise bad_request(f'container "{name}" in pod "{pod.name}" is {_why(state)}')
        if fails and (options.previous or (state is not State.FLAPPING and state.loops)):
            return CrashedJournal(pod, ended)
        if pod is self._world.talker and name == "app":
            return LongJournal(pod, self._world.long_log)
        return RunningJournal(pod, name, max(pod.created, ended + 2 if fails else 0))


def _container(pod: Sketch, asked: str) -> str:
    """Return the container that is meant. Raises Problem 400 for none of that name, or several to choose from."""
    names = container_names(pod.workload)
    inits = tuple(str(box["name"]) for box in init_containers(pod.workload))
    if not asked:
        if len(names) == 1 and not inits:
            return names[0]
        choice = f"choose one of: [{' '.join(names)}]"
        choice += f" or one of the init containers: [{' '.join(inits)}]" if inits else ""
        raise bad_request(f"a container name must be specified for pod {pod.name}, {choice}")
    if asked not in names + inits:
        raise bad_request(f"container {asked} is not valid for pod {pod.name}")
    return asked


def _why(state: State) -> str:
    if state is State.ERR_IMAGE_PULL:
        return "trying and failing to pull image"
    reasons = {State.IMAGE_PULL_BACK_OFF: "trying and failing to pull image", State.INIT_CRASH: "PodInitializing"}
    return f"waiting to start: {reasons.get(state, state.value)}"


def _unreachable(pod: Sketch, name: str) -> Problem:
    """Return what the API server says when the kubelet does not answer it."""
    address = f"{host_ip(pod.node)}:10250"
    url = f"https://{address}/containerLogs/{pod.namespace}/{pod.name}/{name}"
    return Problem(500, f'Get "{url}": dial tcp {address}: i/o timeout')
