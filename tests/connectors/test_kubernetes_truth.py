"""The connector against a real API server, and what it was seeded with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from connectors._deadline import Deadline
from connectors._errors import Invalid, Missing
from connectors._events import Event, RequestDone
from connectors._kube.api import Api
from connectors._kube.objects import PodDocument, PodObject
from connectors._kube.printed import row_of
from connectors.kubernetes import Kubernetes, KubernetesSettings, PodList, Question, Scope, open_kubernetes

pytestmark = pytest.mark.kubernetes

REASONS = {
    "CrashLoopBackOff": "CrashLoopBackOff",
    "ImagePullBackOff": "ImagePullBackOff",
    "OOMKilled": "OOMKilled",
    "Failed": "Error",
    "Evicted": "Evicted",
    "Unschedulable": "Unschedulable",
    "InitCrash": "Init:CrashLoopBackOff",
    "CreateContainerConfigError": "CreateContainerConfigError",
    "NotReady": "NotReady",
}
"""What the seeder calls a state, and the reason that the connector gives for it."""


@pytest.fixture
def requests() -> list[RequestDone]:
    """What was asked of the server."""
    return []


@pytest.fixture
async def cluster(kubeconfig: Path, requests: list[RequestDone]) -> AsyncIterator[Kubernetes]:
    """The real server, opened as the bot opens it.

    A pod that was just seeded is seconds old, whatever its conditions say, so it need not have been unready for long.
    """

    def observe(event: Event) -> None:
        if isinstance(event, RequestDone):
            requests.append(event)

    settings = KubernetesSettings(kubeconfig=str(kubeconfig), not_ready_after=0.0)
    async with open_kubernetes("rig", settings, observe) as opened:
        yield opened


async def ask(cluster: Kubernetes, question: Question, namespace: str = "", selector: str = "") -> PodList:
    """Ask the real server."""
    return await cluster.pods(Scope(namespace, selector), question, deadline=Deadline.after(60))


def expected(truth: dict[str, Any], *states: str) -> dict[str, str]:
    """Return the pods that were seeded in these states (all bad ones), and the reason that we give."""
    return {pod: REASONS[state] for state in states or REASONS for pod in truth.get(state, ())}


def pods_seeded(truth: dict[str, Any]) -> int:
    """Return how many pods were seeded."""
    total: int = sum(truth["counts"].values())
    return total


async def test_exactly_the_pods_that_fail_are_found_with_their_reasons(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """It is what the bot is for: nothing overlooked, nothing invented."""
    answer = await ask(cluster, "failed")
    assert {f"{pod.namespace}/{pod.name}": pod.reason for pod in answer.pods} == expected(truth)
    assert answer.looked_at == pods_seeded(truth)
    assert answer.found == len(answer.pods)
    assert answer.unread == ()


async def test_every_failing_pod_names_its_deployment(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """Forty pods of one deployment are one row, and people know the deployment, not its ReplicaSets."""
    answer = await ask(cluster, "failed")
    for pod in answer.pods:
        assert (pod.owner_kind, pod.owner) == ("Deployment", pod.name.rsplit("-", 2)[0])
    assert {f"{each.namespace}/{each.name}" for each in answer.workloads} == set(truth["workloads_unhealthy"])


async def test_a_workload_says_how_many_of_its_pods_fail(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """`32 of 43 pods` is what tells a bad rollout from a bad pod."""
    namespace, name = truth["bad_rollout"].split("/")
    answer = await ask(cluster, "failed")
    found = next(each for each in answer.workloads if (each.namespace, each.name) == (namespace, name))
    every = await ask(cluster, "all", namespace, f"app={name}")
    done = sum(each.count for each in every.reasons if each.word == "Completed")
    assert found.found == sum(pod.startswith(f"{namespace}/{name}-") for pod in expected(truth))
    assert found.pods == every.looked_at - done
    assert answer.workloads[0] == found


async def test_every_pod_is_its_deployments_though_none_was_read(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """`pods` is by workload too, and counts the pods that are well and have no row of their own."""
    namespace, name = truth["bad_rollout"].split("/")
    everywhere, there = await ask(cluster, "all"), await ask(cluster, "all", namespace, f"app={name}")
    found = next(each for each in everywhere.workloads if (each.namespace, each.name) == (namespace, name))
    assert {pod.owner_kind for pod in everywhere.pods} == {"Deployment"}
    assert (found.found, found.pods) == (there.workloads[0].pods, there.workloads[0].pods)


async def test_what_is_said_of_a_failing_pod_is_what_the_server_knows(cluster: Kubernetes) -> None:
    """The exit code, the message and since when are in no table: they have to have been read."""
    answer = await ask(cluster, "failed")
    by_reason = {pod.reason: pod for pod in answer.pods}
    assert (by_reason["OOMKilled"].exit_code, by_reason["OOMKilled"].container) == (137, "app")
    assert by_reason["CrashLoopBackOff"].exit_code == 1
    assert by_reason["Evicted"].message == "The node was low on resource: memory."
    assert by_reason["Unschedulable"].message.startswith("0/60 nodes are available")
    assert by_reason["Init:CrashLoopBackOff"].container == "migrate"
    assert all(pod.since and pod.created and pod.image for pod in answer.pods)
    assert answer.by_row == 0


async def test_a_question_costs_few_requests_and_few_bytes(cluster: Kubernetes, requests: list[RequestDone]) -> None:
    """The whole list would be 254 MB; a bot that asks for it during an incident is part of the incident."""
    answer = await ask(cluster, "failed")
    assert len(requests) < 40 + len(answer.pods)
    assert sum(request.bytes for request in requests) < 400 * answer.looked_at


async def test_pending_pods_say_why(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """Pending for want of room, of an image or of a configuration are three different calls to make."""
    answer = await ask(cluster, "pending")
    states = ("ImagePullBackOff", "CreateContainerConfigError", "Unschedulable", "InitCrash")
    assert {f"{pod.namespace}/{pod.name}": pod.reason for pod in answer.pods} == expected(truth, *states)


async def test_the_pods_that_crash_loop_lead_the_restarting_ones(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """An old server's cell does not tell when; the crash loops are restarting whatever it tells."""
    answer = await ask(cluster, "restarting")
    found = {f"{pod.namespace}/{pod.name}": pod.reason for pod in answer.pods}
    assert found.items() >= expected(truth, "CrashLoopBackOff", "OOMKilled", "InitCrash").items()
    restarts = [pod.restarts for pod in answer.pods]
    assert restarts == sorted(restarts, reverse=True)


async def test_all_counts_every_pod_and_lists_the_failing_ones_first(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """`pods` is the overview: the counts have to be whole although the list cannot be."""
    answer = await ask(cluster, "all")
    assert answer.found == answer.looked_at == sum(each.count for each in answer.reasons) == pods_seeded(truth)
    failing = len(expected(truth))
    assert all(pod.reason for pod in answer.pods[:failing])
    assert not any(pod.reason for pod in answer.pods[failing:])


async def test_one_namespace_and_a_selector_narrow_the_question(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """In an incident people ask about their own."""
    namespace, name = truth["bad_rollout"].split("/")
    wanted = {pod for pod in expected(truth) if pod.startswith(f"{namespace}/")}
    for scope in ((namespace, ""), ("", f"team={namespace}"), (namespace, f"team={namespace}")):
        answer = await ask(cluster, "failed", *scope)
        assert {f"{pod.namespace}/{pod.name}" for pod in answer.pods} == wanted, scope
        assert answer.namespaces == 1
    answer = await ask(cluster, "failed", namespace, f"app={name}")
    assert {pod.owner for pod in answer.pods} == {name}


@pytest.mark.parametrize("namespace", ["paymets", "a b", "<!channel>"])
async def test_a_namespace_that_is_not_there_is_not_all_well(cluster: Kubernetes, namespace: str) -> None:
    """The server answers an empty list for a misspelt namespace; a green answer would be a lie."""
    with pytest.raises(Missing, match=f"no namespace '{namespace}'"):
        await ask(cluster, "failed", namespace)


async def test_a_namespace_without_pods_is_all_well(cluster: Kubernetes) -> None:
    """It is there, so that it is empty is the answer."""
    answer = await ask(cluster, "failed", "default")
    assert (answer.looked_at, answer.found) == (0, 0)


@pytest.mark.parametrize(("namespace", "selector"), [("", "app in ("), ("../kube-system", ""), ("a/../b", "")])
async def test_nonsense_is_refused_as_such(cluster: Kubernetes, namespace: str, selector: str) -> None:
    """It is the asker's mistake, not the cluster's, and no path may be built from it."""
    with pytest.raises(Invalid):
        await ask(cluster, "failed", namespace, selector)


async def test_ping_names_the_version(cluster: Kubernetes) -> None:
    """`ping` and `check` show it."""
    assert (await cluster.ping(Deadline.after(10))).startswith("Kubernetes v")


async def test_the_rows_made_from_pods_are_those_of_the_server(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """Where there is no table, our own reading of a pod stands in for it, so it has to be the server's own."""
    namespace = truth["bad_rollout"].split("/")[0]
    api: Api = cluster._api
    made: dict[str, tuple[str, str, int, str]] = {}
    shown: dict[str, tuple[str, str, int, str]] = {}

    def take(pod: PodObject) -> None:
        row = row_of(pod, 0.0)
        made[row.name] = (row.ready, row.status, row.restarts, row.node)

    def take_rows(part: PodDocument) -> None:
        for row in part.rows or ():
            name, ready, status, restarts, _, _, node, *_ = row.cells
            shown[name] = (ready, status, restarts, "" if node == "<none>" else node)

    await api.listing(namespace, "metadata.namespace=" + namespace, "", take, Deadline.after(30))
    await api.table(namespace, "", lambda: take_rows, Deadline.after(30), metadata=False)
    assert made == shown
    assert len({status for _, status, _, _ in made.values()}) > 3


async def test_one_pod_tells_its_containers_events_and_owners(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """It is the next question after the list, and it ends the search: which container, which exit code, whose pod."""
    namespace, name = truth["OOMKilled"][0].split("/")
    answer = await cluster.pod(namespace, name, deadline=Deadline.after(30))
    detail = answer.detail
    assert detail
    app, sidecar = detail.containers
    assert (app.state, app.reason, app.last and app.last.exit_code) == ("waiting", "CrashLoopBackOff", 137)
    assert (sidecar.state, sidecar.ready) == ("running", True)
    assert [owner.kind for owner in detail.owners] == ["ReplicaSet", "Deployment"]
    assert (detail.pod.owner, detail.pod.reason) == (name.rsplit("-", 2)[0], "OOMKilled")
    assert {event.reason for event in detail.events} <= {"BackOff"}  # a server forgets events after an hour
    assert {condition.type for condition in detail.conditions} >= {"Ready", "PodScheduled"}


async def test_a_pod_is_found_by_its_name_alone(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """Nobody remembers the namespace of a pod that a colleague has pasted."""
    namespace, name = truth["InitCrash"][0].split("/")
    answer = await cluster.pod("", name, deadline=Deadline.after(30))
    assert answer.detail
    assert answer.detail.pod.namespace == namespace
    assert answer.detail.containers[0].init


@pytest.mark.parametrize("namespace", ["", "default"])
async def test_a_pod_that_is_not_there_is_missing(cluster: Kubernetes, namespace: str) -> None:
    """Gone is an answer of its own: it may just have been replaced."""
    with pytest.raises(Missing):
        await cluster.pod(namespace, "nobody-0", deadline=Deadline.after(30))
