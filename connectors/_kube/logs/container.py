"""Chooses which container's log of a pod is read, and which run of it. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass

from connectors._kube.diagnosis import diagnose
from connectors._kube.objects import ContainerStatus, PodObject, seconds
from connectors._kube.words import CRASH_LOOP

BETWEEN_CRASHES = 600.0
"""A container that ended badly less than so many seconds ago: what it said then matters more than how it starts again."""

SIDECARS = frozenset({
    "istio-proxy", "linkerd-proxy", "envoy", "envoy-sidecar", "consul-dataplane", "daprd", "vault-agent", "cloudsql-proxy",
    "cloud-sql-proxy", "fluent-bit", "fluentd", "filebeat", "vector", "promtail", "datadog-agent", "jaeger-agent",
    "otc-container", "aws-otel-collector", "config-reloader", "kube-rbac-proxy", "oauth2-proxy", "git-sync", "queue-proxy",
    "sidecar", "proxy",
})  # fmt: skip
"""Names of containers that their makers put beside a program, and that nobody means who asks for its log."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is read of a pod: the container, whether its run before, why, and the other containers' names."""

    container: str
    previous: bool
    why: str
    others: tuple[str, ...]


def names(pod: PodObject) -> tuple[str, ...]:
    """Return the names of the pod's containers, init containers last."""
    return tuple(one.name for one in (*(pod.spec.containers or ()), *(pod.spec.init_containers or ())))


def choose(pod: PodObject, wanted: str, now: float, *, previous: bool) -> Choice | None:
    """Return what to read of the pod; None if it has no container of the name that is wanted.

    Args:
        pod: the pod.
        wanted: the container's name, or "".
        now: seconds since 1970.
        previous: whether the run before was asked for.
    """
    every = names(pod)
    if (wanted and wanted not in every) or not every:
        return None
    name, why = (wanted, "") if wanted else _container(pod, every)
    status = _status(pod, name)
    if not previous and status and (said := _crashed(status, now)):
        return Choice(name, True, ", ".join(filter(None, (why, said))), _others(every, name, wanted))
    return Choice(name, previous, why, _others(every, name, wanted))


def _others(every: tuple[str, ...], name: str, wanted: str) -> tuple[str, ...]:
    return () if wanted else tuple(one for one in every if one != name)


def _container(pod: PodObject, every: tuple[str, ...]) -> tuple[str, str]:
    """Return the container that is most worth reading, and why; the pod's own annotation has a say, as in kubectl."""
    if len(every) == 1:
        return every[0], ""
    found = diagnose(pod)
    if found and found.container in every:
        return found.container, "the one that fails"
    default = pod.metadata.annotations.default_container if pod.metadata.annotations else ""
    if default in every:
        return default, "its default container"
    programs = [one for one in every if one not in SIDECARS]
    return (programs or every)[0], "the first that is no sidecar" if programs else "the first"


def _status(pod: PodObject, name: str) -> ContainerStatus | None:
    every = (*(pod.status.container_statuses or ()), *(pod.status.init_container_statuses or ()))
    return next((one for one in every if one.name == name), None)


def _crashed(status: ContainerStatus, now: float) -> str:
    """Return why the run before is what matters; "" if it does not."""
    last, waiting = status.last_state.terminated, status.state.waiting
    if last is None or status.state.terminated:
        return ""
    ending = f"ended with exit {last.exit_code}" + (f" ({last.reason})" if last.reason else "")
    if waiting and waiting.reason == CRASH_LOOP:
        return f"it crash-loops: its last run, which {ending}"
    finished = seconds(last.finished_at)
    if last.exit_code and finished is not None and now - finished < BETWEEN_CRASHES:
        return f"it was just restarted: the run before, which {ending}"
    return ""
