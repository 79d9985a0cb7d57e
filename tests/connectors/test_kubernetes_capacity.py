"""Jobs, claims, autoscalers, quotas and namespaces of a real API server, and what it was seeded with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from connectors._deadline import Deadline
from connectors._errors import Missing
from connectors._events import Event, RequestDone
from connectors._kube.records import Count, Scope
from connectors.kubernetes import Kubernetes, KubernetesSettings, open_kubernetes

pytestmark = pytest.mark.kubernetes

ALL = Scope()


@pytest.fixture
def requests() -> list[RequestDone]:
    """What was asked of the server."""
    return []


@pytest.fixture
async def cluster(kubeconfig: Path, requests: list[RequestDone]) -> AsyncIterator[Kubernetes]:
    """The real server, opened as the bot opens it."""

    def observe(event: Event) -> None:
        if isinstance(event, RequestDone):
            requests.append(event)

    async with open_kubernetes("rig", KubernetesSettings(kubeconfig=str(kubeconfig)), observe) as opened:
        yield opened


@pytest.fixture
async def admin(kubeconfig: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The way to put more into the server than was seeded."""
    config = yaml.safe_load(kubeconfig.read_text())  # noqa: ASYNC240 (a small file, before anything runs)
    server, token = config["clusters"][0]["cluster"]["server"], config["users"][0]["user"]["token"]
    async with httpx.AsyncClient(base_url=server, headers={"authorization": f"Bearer {token}"}, verify=False) as client:
        yield client


def soon() -> Deadline:
    """Return a deadline that no good answer misses."""
    return Deadline.after(30)


async def test_the_jobs_that_failed_say_why(cluster: Kubernetes) -> None:
    """Two were seeded; both ran out of attempts."""
    answer = await cluster.jobs.failed(ALL, deadline=soon())
    assert [(job.namespace, job.name, job.reason) for job in sorted(answer.jobs, key=lambda job: job.name)] == [
        ("team-00", "nightly-0", "BackoffLimitExceeded"),
        ("team-00", "nightly-1", "BackoffLimitExceeded"),
    ]
    assert (answer.found, answer.looked_at) == (2, 2)
    assert answer.jobs[0].pods == 2
    assert answer.jobs[0].since is not None


async def test_an_old_servers_cronjobs_are_found_where_they_are(cluster: Kubernetes, requests: list[RequestDone]) -> None:
    """Before 1.21 they are `batch/v1beta1`; what the server has is asked once, and then known."""
    for _ in range(2):
        answer = await cluster.cron_jobs.all(ALL, deadline=soon())
        assert [(cron.name, cron.schedule, cron.state) for cron in answer.crons] == [("nightly", "0 3 * * *", "suspended")]
    asked = [request.what for request in requests]
    assert asked.count("cronjobs") == 2
    assert asked.count("discovery") <= 3


async def test_claims_that_wait_are_told_with_what_their_events_say(cluster: Kubernetes, admin: httpx.AsyncClient) -> None:
    """The phase alone says nothing; the provisioner's words do."""
    about = {"kind": "PersistentVolumeClaim", "namespace": "team-01", "name": "data-1"}
    event = {
        "metadata": {"generateName": "data-1."},
        "involvedObject": about,
        "type": "Warning",
        "reason": "ProvisioningFailed",
        "message": 'storageclass.storage.k8s.io "fast" not found',
        "lastTimestamp": "2026-01-01T00:00:00Z",
    }
    (await admin.post("/api/v1/namespaces/team-01/events", json=event)).raise_for_status()

    async def explained() -> Any:
        while True:
            answer = await cluster.claims.pending(ALL, deadline=soon())
            if any(claim.reason for claim in answer.claims):
                return answer

    answer = await asyncio.wait_for(explained(), 10)  # the server's cache learns of it within moments
    assert {claim.name: claim.reason for claim in answer.claims} == {
        "data-0": "",
        "data-1": "ProvisioningFailed",
        "data-2": "",
    }
    assert (answer.found, answer.classes, answer.claims[0].size) == (3, (Count("fast", 3),), "10Gi")


async def test_an_autoscaler_at_its_maximum_is_found_in_whichever_version(cluster: Kubernetes) -> None:
    """Here it is `v2beta2`, on newer servers `v2`, on older ones only `v1`."""
    answer = await cluster.scalers.maxed(ALL, deadline=soon())
    [scaler] = answer.scalers
    assert (scaler.namespace, scaler.name, scaler.state, scaler.target) == (
        "team-02",
        "svc-000",
        "maxed",
        "Deployment/svc-000",
    )
    assert (scaler.current, scaler.most, scaler.metrics) == (5, 5, ("cpu 180 % of 70 %",))


async def test_quotas_come_the_fullest_first(cluster: Kubernetes) -> None:
    """97 of 100 cores: the next deployment will be refused, and nobody will know why."""
    answer = await cluster.quotas.all(ALL, deadline=soon())
    assert [(quota.resource, quota.share) for quota in answer.quotas] == [("requests.cpu", 0.97), ("requests.memory", 0.75)]
    assert (answer.near, answer.full, answer.looked_at) == (1, 0, 1)


async def test_every_namespace_tells_its_pods_and_those_that_fail(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """The counts are those of the server's own table."""
    answer = await cluster.spaces.all(ALL, deadline=soon())
    assert answer.pods == sum(truth["counts"].values())
    healthy = ("counts", "workloads_unhealthy", "nodes_notready", "bad_rollout", "Succeeded", "Unschedulable")
    failing = [pod for state, pods in truth.items() if state not in healthy for pod in pods]
    assert answer.failing == len(failing)
    worst = next(space for space in answer.spaces if space.name == truth["bad_rollout"].split("/")[0])
    assert worst.failing == sum(pod.startswith(f"{worst.name}/") for pod in failing)


async def test_one_table_over_all_tells_the_same_as_a_table_for_each(cluster: Kubernetes) -> None:
    """Where there are hundreds of namespaces it costs the server less; people must not see a difference."""
    one = await cluster.spaces._tally("", soon())
    answer = await cluster.spaces.all(ALL, deadline=soon())
    assert {space.name: space.pods for space in answer.spaces if space.pods} == dict(one.pods)
    assert {space.name: space.failing for space in answer.spaces if space.failing} == {
        name: words.total() for name, words in one.failing.items()
    }


async def test_a_namespace_that_cannot_go_names_what_holds_it(cluster: Kubernetes, admin: httpx.AsyncClient) -> None:
    """Without its controllers this server finishes no deletion, as one with a broken webhook does not."""
    (await admin.post("/api/v1/namespaces", json={"metadata": {"name": "going"}})).raise_for_status()
    try:
        (await admin.delete("/api/v1/namespaces/going")).raise_for_status()

        async def seen_going() -> Any:
            while True:
                answer = await cluster.spaces.all(ALL, deadline=soon())
                if answer.spaces[0].deleting_since is not None:
                    return answer.spaces[0]

        space = await asyncio.wait_for(seen_going(), 10)
        assert (space.name, space.finalizers) == ("going", ("kubernetes",))
    finally:
        freed = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "going"}, "spec": {"finalizers": []}}
        (await admin.put("/api/v1/namespaces/going/finalize", json=freed)).raise_for_status()


async def test_where_nothing_measures_it_is_said_how_to_get_it(cluster: Kubernetes) -> None:
    """Half of all clusters have no metrics-server; a 404 would help nobody."""
    for ask in (cluster.usage.pods, cluster.usage.nodes):
        with pytest.raises(Missing, match=r"metrics\.k8s\.io.*install metrics-server"):
            await ask(ALL, deadline=soon())


@pytest.mark.parametrize("family", ["jobs", "claims", "quotas", "scalers", "cron_jobs"])
async def test_a_namespace_that_is_not_there_is_missing(cluster: Kubernetes, family: str) -> None:
    """The server lists nothing of it, as of an empty one; a green answer would be a lie."""
    asks = {"jobs": "failed", "claims": "pending", "quotas": "all", "scalers": "maxed", "cron_jobs": "all"}
    with pytest.raises(Missing, match="no namespace 'paymets'"):
        await getattr(getattr(cluster, family), asks[family])(Scope("paymets"), deadline=soon())
