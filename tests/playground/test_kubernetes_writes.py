"""Orders to the demo API: what may be changed, what is refused, and how the world reacts in its own time."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest
from demo_kubernetes import NOON, Client, Clock, demo_client

from playground.kubernetes.rollouts import limits

CHECKOUT = "/apis/apps/v1/namespaces/payments/deployments/checkout"
LEDGER = "/apis/apps/v1/namespaces/payments/deployments/ledger"
DATABASE = "/apis/apps/v1/namespaces/payments/statefulsets/ledger-db"
MERGE, STRATEGIC = "application/merge-patch+json", "application/strategic-merge-patch+json"
JSON = "application/json-patch+json"
RESTARTED = "kubectl.kubernetes.io/restartedAt"


@pytest.fixture
def clock() -> Clock:
    """The world's clock."""
    return Clock(NOON)


@pytest.fixture
async def client(clock: Clock) -> AsyncIterator[Client]:
    """A client of a demo cluster."""
    async with demo_client(clock) as client:
        yield client


async def send(
    client: Client, method: str, path: str, body: Any = None, media: str = MERGE, **query: str
) -> tuple[int, Any]:
    """Return the status and the decoded body of what a request that changes something is answered with."""
    url, headers = client.cluster.url + path, {"Content-Type": media, "User-Agent": "kubectl/v1.29.4"}
    data = {} if body is None else {"json": body}
    async with client.session.request(method, url, headers=headers, params=query, **data) as answer:
        return answer.status, await answer.json()


async def restart(client: Client, path: str, **query: str) -> Any:
    """Restart a workload, as `kubectl rollout restart` does, and return it."""
    patch = {"spec": {"template": {"metadata": {"annotations": {RESTARTED: "2027-01-15T08:00:00Z"}}}}}
    status, told = await send(client, "PATCH", path, patch, STRATEGIC, fieldManager="kubectl-rollout", **query)
    assert status == 200, told
    return told


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


async def pods_of(client: Client, app: str) -> list[dict[str, Any]]:
    """Return the pods of an app in `payments`."""
    _, told = await client.ask("/api/v1/namespaces/payments/pods", labelSelector=f"app={app}")
    return list(told["items"])


def ready(pod: dict[str, Any]) -> bool:
    """Return whether a pod is ready and not being deleted."""
    conditions = pod["status"].get("conditions", ())
    return "deletionTimestamp" not in pod["metadata"] and any(
        c["type"] == "Ready" and c["status"] == "True" for c in conditions
    )


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
