"""Logs through a real API server, from nodes that are played; each container's log is known, and holds a secret."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from servers import real

from connectors._deadline import Deadline
from connectors._errors import Missing
from connectors._events import unobserved
from connectors._kube.logs.records import ContainerLog, LogAnswer, LogQuestion
from connectors.kubernetes import Kubernetes, KubernetesSettings, open_kubernetes

pytestmark = pytest.mark.kubernetes

KUBELET_PORT = 16250
"""Where the seeded nodes say that their kubelet is."""
SECRETS = (b"hunter2", b"eyJhbGciOi", b"fake.token", b"AKIAFAKE")
"""What every container has logged eight lines before its end (line 4,993 of 5,000)."""


@pytest.fixture(scope="module")
def nodes() -> None:
    """The nodes' stand-in, which serves the logs."""
    with socket.socket() as probe:
        there = probe.connect_ex(("127.0.0.1", KUBELET_PORT)) == 0
    real(f"nodes that serve logs (port {KUBELET_PORT})", there)


@pytest.fixture
async def cluster(kubeconfig: Path, nodes: None) -> AsyncIterator[Kubernetes]:
    """The real server, opened as the bot opens it."""
    async with open_kubernetes("rig", KubernetesSettings(kubeconfig=str(kubeconfig)), unobserved) as opened:
        yield opened


async def read(cluster: Kubernetes, **question: Any) -> LogAnswer:
    """Read logs, and see that no secret has come with them."""
    answer = await cluster.logs.read(LogQuestion(**question), deadline=Deadline.after(30))
    for log in answer.logs:
        assert not any(secret in log.text for secret in SECRETS)
    return answer


def numbers(log: ContainerLog) -> list[int]:
    """Return the numbers of the lines."""
    return [int(line.split(b" i=")[1].split()[0]) for line in log.text.splitlines() if b" i=" in line]


async def test_the_newest_lines_of_a_pod_come_whole_and_without_secrets(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """Tracebacks included; the planted credentials are hidden where they stood, and what stands around them is kept."""
    namespace, name = truth["NotReady"][0].split("/")
    [log] = (await read(cluster, namespace=namespace, name=name, tail=100)).logs
    assert numbers(log) == list(range(4900, 5000))
    assert (log.pod, log.container, log.trouble, log.cut) == (name, "app", "", "")
    assert b"ValueError: <boom>" in log.text
    assert b"i=4993 password=*** Authorization: Bearer *** ***\n" in log.text
    assert log.text.startswith(b"2026-01-01T")


async def test_a_pod_that_crash_loops_shows_the_run_that_crashed(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """The present run has said nothing yet; nobody should have to know of --previous at three in the morning."""
    name = truth["CrashLoopBackOff"][0].split("/")[1]
    [log] = (await read(cluster, name=name)).logs
    assert log.previous
    assert "it crash-loops" in log.why
    assert b"run=previous" in log.text
    assert (log.reason, log.others) == ("CrashLoopBackOff", ("sidecar",))


async def test_of_a_workload_the_worst_pods_come_first(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """Nobody knows the pods' names, and of forty those that crash are the ones to read."""
    namespace, name = truth["bad_rollout"].split("/")
    for kind in ("Deployment", ""):
        answer = await read(cluster, namespace=namespace, kind=kind, name=name, tail=10)
        assert answer.owner == f"Deployment {namespace}/{name}"
        assert answer.logs[0].reason == "CrashLoopBackOff"
        assert 1 < len(answer.logs) <= 3 <= answer.pods


async def test_a_selector_picks_pods_in_all_namespaces(cluster: Kubernetes) -> None:
    """As for every other question."""
    answer = await read(cluster, selector="app=svc-001", tail=1)
    assert len(answer.logs) == 3
    assert all(log.pod.startswith("svc-001-") for log in answer.logs)
    with pytest.raises(Missing, match="no pod has the labels"):
        await read(cluster, selector="app=nobody")


async def test_a_name_that_stands_in_many_namespaces_is_asked_back(cluster: Kubernetes) -> None:
    """To read one at random would be an answer about something else."""
    answer = await read(cluster, kind="Deployment", name="svc-001")
    assert not answer.logs
    assert {place.kind for place in answer.places} == {"Deployment"}
    assert len(answer.places) == 22


async def test_the_container_that_is_named_is_read(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """And one that is not there is answered with those that are."""
    namespace, name = truth["NotReady"][0].split("/")
    [log] = (await read(cluster, namespace=namespace, name=name, container="sidecar", tail=3)).logs
    assert b"container=sidecar" in log.text
    assert (log.others, log.why) == ((), "")
    with pytest.raises(Missing, match="no container 'db'; there are: app, sidecar"):
        await read(cluster, namespace=namespace, name=name, container="db")


@pytest.mark.parametrize("question", [{"name": "nobody-0"}, {"name": "nobody", "kind": "Job", "namespace": "team-00"}])
async def test_what_is_not_there_is_missing(cluster: Kubernetes, question: dict[str, str]) -> None:
    """It says what was looked for, and where."""
    with pytest.raises(Missing, match=r"there is no (pod or workload|Job) 'nobody(-0)?' in "):
        await read(cluster, **question)


async def test_a_pod_on_no_node_says_that_it_has_no_log(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """It is an answer about the pod, not a failure of the cluster."""
    if not truth.get("Unschedulable"):
        pytest.skip("this server was seeded with no pod that waits for a node")
    namespace, name = truth["Unschedulable"][0].split("/")
    [log] = (await read(cluster, namespace=namespace, name=name)).logs
    assert log.trouble == "it is on no node yet, and has logged nothing"
    assert cluster.breaker == "closed"
