"""Rollouts on the demo API: how the world reacts to another template or another size, in its own time."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest
from demo_kubernetes import NOON, Client, Clock, demo_client
from orders_kubernetes import CHECKOUT, DATABASE, JSON, LEDGER, MERGE, RESTARTED, STRATEGIC, pods_of, ready, restart, send

from playground.kubernetes.rollouts import limits


@pytest.fixture
def clock() -> Clock:
    """The world's clock."""
    return Clock(NOON)


@pytest.fixture
async def client(clock: Clock) -> AsyncIterator[Client]:
    """A client of a demo cluster."""
    async with demo_client(clock) as client:
        yield client


async def roll_back(client: Client) -> Any:
    """Give `checkout` the template of its older ReplicaSet, as `kubectl rollout undo` does, and return it."""
    _, sets = await client.ask("/apis/apps/v1/namespaces/payments/replicasets", labelSelector="app=checkout")
    old = min(sets["items"], key=lambda one: int(one["metadata"]["annotations"]["deployment.kubernetes.io/revision"]))
    template = old["spec"]["template"]
    del template["metadata"]["labels"]["pod-template-hash"]
    patch = [{"op": "replace", "path": "/spec/template", "value": template}]
    status, told = await send(client, "PATCH", CHECKOUT, patch, JSON)
    assert status == 200, told
    return told


async def test_a_restart_replaces_every_pod_and_never_takes_away_too_many(client, clock):
    """That is what a rolling update promises, and what people watch."""
    before = {pod["metadata"]["name"] for pod in await pods_of(client, "ledger")}
    told = await restart(client, LEDGER)
    wanted = told["spec"]["replicas"]
    surge, unavailable = limits(told["spec"], wanted)
    for _ in range(200):
        pods = await pods_of(client, "ledger")
        alive = [pod for pod in pods if "deletionTimestamp" not in pod["metadata"]]
        assert len(alive) <= wanted + surge
        assert sum(map(ready, pods)) >= wanted - unavailable
        if not before & {pod["metadata"]["name"] for pod in pods} and all(map(ready, pods)):
            break
        clock.at += 1
    assert len(pods) == wanted
    assert {pod["metadata"]["annotations"][RESTARTED] for pod in pods} == {"2027-01-15T08:00:00Z"}
    _, told = await client.ask(LEDGER)
    assert told["status"]["updatedReplicas"] == told["status"]["readyReplicas"] == wanted
    assert {c["reason"] for c in told["status"]["conditions"]} == {"MinimumReplicasAvailable", "NewReplicaSetAvailable"}


async def test_who_restarted_it_stands_in_its_managed_fields(client, clock):
    """`rollouts` answers from there."""
    clock.at += 60
    told = await restart(client, LEDGER)
    (entry,) = (one for one in told["metadata"]["managedFields"] if one["manager"] == "kubectl-rollout")
    assert (entry["operation"], entry["time"], entry["apiVersion"]) == ("Update", "2027-01-15T08:01:00Z", "apps/v1")
    owned = entry["fieldsV1"]["f:spec"]["f:template"]["f:metadata"]["f:annotations"]
    assert owned == {f"f:{RESTARTED}": {}}
    status, told = await send(client, "PATCH", LEDGER, {"spec": {"replicas": 3}}, MERGE)
    assert "kubectl" in {one["manager"] for one in told["metadata"]["managedFields"]}
    holders = [
        one["manager"] for one in told["metadata"]["managedFields"] if "f:replicas" in one["fieldsV1"].get("f:spec", {})
    ]
    assert (status, holders) == (200, ["kubectl"])


async def test_a_rollback_ends_the_crash_loops_and_reuses_the_old_replicaset(client, clock):
    """It is how the incident ends."""
    _, before = await client.ask(CHECKOUT)
    told = await roll_back(client)
    revision = "deployment.kubernetes.io/revision"
    assert int(told["metadata"]["annotations"][revision]) == int(before["metadata"]["annotations"][revision]) + 1
    assert told["metadata"]["generation"] == before["metadata"]["generation"] + 1
    clock.at += 180
    pods = await pods_of(client, "checkout")
    assert len(pods) == told["spec"]["replicas"] == 24
    assert all(map(ready, pods))
    assert {pod["spec"]["containers"][0]["image"].rpartition(":")[2] for pod in pods} == {"v1.4.0"}
    _, sets = await client.ask("/apis/apps/v1/namespaces/payments/replicasets", labelSelector="app=checkout")
    assert sorted(one["status"]["replicas"] for one in sets["items"]) == [0, 24]
    assert "payments/checkout" not in client.cluster.world.truth()["workloads_unhealthy"]


async def test_an_image_that_is_not_there_stalls_the_rollout(client, clock):
    """A typo in a tag is the commonest bad rollout; the old pods stay, and after the deadline it is said to be stuck."""
    patch = {
        "spec": {
            "template": {"spec": {"containers": [{"name": "app", "image": "registry.example.com/payments/ledger:lates"}]}}
        }
    }
    _, told = await send(client, "PATCH", LEDGER, patch, STRATEGIC)
    assert [box["name"] for box in told["spec"]["template"]["spec"]["containers"]] == ["app", "proxy"]
    clock.at += 60
    states = Counter(
        status["state"].get("waiting", {}).get("reason", "running")
        for pod in await pods_of(client, "ledger")
        for status in pod["status"]["containerStatuses"]
        if status["name"] == "app"
    )
    assert states["ImagePullBackOff"] > 0
    assert states["running"] >= told["spec"]["replicas"] - limits(told["spec"], told["spec"]["replicas"])[1]
    clock.at += 700
    _, told = await client.ask(LEDGER)
    assert {c["type"]: c["reason"] for c in told["status"]["conditions"]}["Progressing"] == "ProgressDeadlineExceeded"


async def test_scaling_up_and_down_changes_the_pods(client, clock):
    """`kubectl scale` goes through the subresource."""
    status, scale = await client.ask(f"{LEDGER}/scale")
    assert (status, scale["kind"], scale["status"]["selector"]) == (200, "Scale", "app=ledger")
    before = scale["spec"]["replicas"]
    status, scale = await send(client, "PATCH", f"{LEDGER}/scale", {"spec": {"replicas": before + 3}})
    assert (status, scale["spec"]["replicas"]) == (200, before + 3)
    assert len(await pods_of(client, "ledger")) == before + 3
    clock.at += 60
    assert all(map(ready, await pods_of(client, "ledger")))
    scale["spec"]["replicas"] = 1
    status, scale = await send(client, "PUT", f"{LEDGER}/scale", scale)
    clock.at += 60
    assert (status, len(await pods_of(client, "ledger"))) == (409, before + 3)
    status, scale = await client.ask(f"{LEDGER}/scale")
    scale["spec"]["replicas"] = 1
    assert (await send(client, "PUT", f"{LEDGER}/scale", scale))[0] == 200
    clock.at += 60
    assert len(await pods_of(client, "ledger")) == 1


async def test_a_statefulset_is_restarted_from_its_last_pod_to_its_first(client, clock):
    """One at a time, each under its old name: a database stays up."""
    await restart(client, DATABASE)
    order = []
    for _ in range(200):
        pods = await pods_of(client, "ledger-db")
        assert sum(map(ready, pods)) >= 2
        fresh = sorted(pod["metadata"]["name"] for pod in pods if RESTARTED in pod["metadata"]["annotations"] and ready(pod))
        if len(fresh) > len(order):
            order += [name for name in fresh if name not in order]
        if len(order) == 3:
            break
        clock.at += 1
    assert order == ["ledger-db-2", "ledger-db-1", "ledger-db-0"]
    _, told = await client.ask(DATABASE)
    assert told["status"]["currentRevision"] == told["status"]["updateRevision"]


async def test_a_daemonset_is_restarted_node_by_node(client, clock):
    """Each pod comes back where the one before it was."""
    path = "/apis/apps/v1/namespaces/kube-system/daemonsets/kube-proxy"
    _, told = await client.ask("/api/v1/namespaces/kube-system/pods", labelSelector="app=kube-proxy")
    nodes = {pod["spec"]["nodeName"] for pod in told["items"]}
    await restart(client, path)
    clock.at += 30 * len(nodes)
    _, told = await client.ask("/api/v1/namespaces/kube-system/pods", labelSelector="app=kube-proxy")
    assert {pod["spec"]["nodeName"] for pod in told["items"]} == nodes
    assert all(RESTARTED in pod["metadata"]["annotations"] for pod in told["items"])
