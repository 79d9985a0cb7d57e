"""Orders to the demo API: pods that are deleted or evicted, cordons, tries, conflicts, rights."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from demo_kubernetes import NOON, Client, Clock, demo_client
from orders_kubernetes import LEDGER, RESTARTED, STRATEGIC, pods_of, ready, restart, send


@pytest.fixture
def clock() -> Clock:
    """The world's clock."""
    return Clock(NOON)


@pytest.fixture
async def client(clock: Clock) -> AsyncIterator[Client]:
    """A client of a demo cluster."""
    async with demo_client(clock) as client:
        yield client


async def test_a_deleted_pod_ends_in_its_time_and_is_replaced_at_once(client, clock):
    """`kubectl delete pod` is the oldest of all restarts."""
    names = {pod["metadata"]["name"] for pod in await pods_of(client, "ledger")}
    gone = min(names)
    status, told = await send(client, "DELETE", f"/api/v1/namespaces/payments/pods/{gone}")
    assert (status, told["kind"], told["metadata"]["deletionGracePeriodSeconds"]) == (200, "Pod", 30)
    assert told["metadata"]["deletionTimestamp"] == "2027-01-15T08:00:30Z"
    now = {pod["metadata"]["name"] for pod in await pods_of(client, "ledger")}
    assert (gone in now, len(now)) == (True, len(names) + 1)
    clock.at += 40
    pods = await pods_of(client, "ledger")
    assert len(pods) == len(names)
    assert gone not in {pod["metadata"]["name"] for pod in pods}
    assert all(map(ready, pods))


async def test_an_eviction_is_refused_where_the_budget_is_used_up(client):
    """A drain waits for it; the words name the budget."""
    pod = next(pod for pod in await pods_of(client, "checkout") if ready(pod))["metadata"]["name"]
    path = f"/api/v1/namespaces/payments/pods/{pod}/eviction"
    status, told = await send(client, "POST", path, {"kind": "Eviction", "metadata": {"name": pod}})
    assert (status, told["reason"]) == (429, "TooManyRequests")
    cause = {
        "reason": "DisruptionBudget",
        "message": "The disruption budget checkout needs 20 healthy pods and has 20 currently",
    }
    assert told["details"]["causes"] == [cause]
    other = (await pods_of(client, "ledger"))[0]["metadata"]["name"]
    path = f"/api/v1/namespaces/payments/pods/{other}/eviction"
    status, told = await send(client, "POST", path, {"kind": "Eviction", "metadata": {"name": other}})
    assert (status, told["status"]) == (201, "Success")


async def test_a_cordoned_node_gets_no_new_pods_until_it_is_uncordoned(client, clock):
    """A cordon is the first step before a repair."""
    path = "/api/v1/nodes/node-001"
    status, told = await send(
        client, "PATCH", path, {"spec": {"unschedulable": True}}, STRATEGIC, fieldManager="kubectl-cordon"
    )
    assert (status, told["spec"]["unschedulable"]) == (200, True)
    assert [taint["key"] for taint in told["spec"]["taints"]] == ["node.kubernetes.io/unschedulable"]
    assert "kubectl-cordon" in {one["manager"] for one in told["metadata"]["managedFields"]}
    before = {pod["metadata"]["name"] for pod in await pods_of(client, "ledger")}
    await send(client, "PATCH", f"{LEDGER}/scale", {"spec": {"replicas": len(before) + 20}})
    pods = await pods_of(client, "ledger")
    taken = {pod["spec"]["nodeName"] for pod in pods if pod["metadata"]["name"] not in before}
    assert not taken & {"node-001", "node-003", "node-005", "node-007", "node-009"}
    status, told = await send(client, "PATCH", path, {"spec": {"unschedulable": None}}, STRATEGIC)
    assert "unschedulable" not in told["spec"]
    assert "taints" not in told["spec"]
    assert "node-001" not in client.cluster.world.truth()["nodes_cordoned"]


async def test_a_dry_run_says_what_would_come_of_it_and_changes_nothing(client):
    """The bot asks so before it asks a person."""
    version = client.cluster.world.resource_version
    told = await restart(client, LEDGER, dryRun="All")
    assert RESTARTED in told["spec"]["template"]["metadata"]["annotations"]
    _, scale = await send(client, "PATCH", f"{LEDGER}/scale", {"spec": {"replicas": 50}}, dryRun="All")
    assert scale["spec"]["replicas"] == 50
    pod = (await pods_of(client, "ledger"))[0]["metadata"]["name"]
    assert (await send(client, "DELETE", f"/api/v1/namespaces/payments/pods/{pod}", dryRun="All"))[0] == 200
    _, node = await send(client, "PATCH", "/api/v1/nodes/node-001", {"spec": {"unschedulable": True}}, dryRun="All")
    assert node["spec"]["unschedulable"] is True
    _, told = await client.ask(LEDGER)
    assert "annotations" not in told["spec"]["template"]["metadata"]
    assert client.cluster.world.resource_version == version


async def test_a_change_that_means_an_older_version_is_a_conflict(client):
    """Two people press the same button."""
    _, first = await client.ask(LEDGER)
    status, second = await send(client, "PATCH", LEDGER, {"metadata": {"labels": {"tier": "gold"}}})
    assert (status, second["metadata"]["labels"]["tier"]) == (200, "gold")
    assert int(second["metadata"]["resourceVersion"]) > int(first["metadata"]["resourceVersion"])
    stale = {"metadata": {"resourceVersion": first["metadata"]["resourceVersion"], "labels": {"tier": "tin"}}}
    status, told = await send(client, "PATCH", LEDGER, stale)
    assert (status, told["reason"]) == (409, "Conflict")
    assert second["metadata"]["generation"] == first["metadata"]["generation"]


async def test_the_fast_table_shows_what_has_changed(client, clock):
    """Rendered rows are kept; a deleted pod must not be shown from there, nor a new one be missing."""
    table = {"Accept": "application/json;as=Table;v=v1;g=meta.k8s.io"}
    pod = (await pods_of(client, "ledger"))[0]["metadata"]["name"]
    for _ in range(2):
        _, fast = await client.ask("/api/v1/pods", table, includeObject="None", resourceVersion="0")
        _, plain = await client.ask("/api/v1/pods", table, includeObject="None", labelSelector="app")
        assert fast["rows"] == plain["rows"]
        shown = {row["cells"][0]: row["cells"][2] for row in fast["rows"]}
        await send(client, "DELETE", f"/api/v1/namespaces/payments/pods/{pod}")
    assert shown[pod] == "Terminating"


async def test_whoever_may_only_read_is_refused_and_told_so_before(client):
    """A bot's account is often not allowed to change anything."""
    client.cluster.rights.writes = False
    status, told = await send(client, "PATCH", LEDGER, {"spec": {"replicas": 1}})
    assert (status, told["reason"]) == (403, "Forbidden")
    assert 'cannot patch resource "deployments" in API group "apps" in the namespace "payments"' in told["message"]
    for verb, allowed in (("get", True), ("patch", False)):
        spec = {"resourceAttributes": {"verb": verb, "resource": "deployments", "group": "apps", "namespace": "payments"}}
        _, told = await send(
            client, "POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {"spec": spec}, "application/json"
        )
        assert told["status"]["allowed"] is allowed
