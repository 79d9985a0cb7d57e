"""What surrounds the demo's workloads: that each of its objects says what the truth says, and that they agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from demo_kubernetes import NOON, Client, Clock, demo_client

from playground.kubernetes import DemoCluster, World

OLD = "v1.20.2"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """A client of a demo cluster."""
    async with demo_client(Clock(NOON)) as client:
        yield client


async def items(client: Client, path: str) -> dict[str, Any]:
    """Return the things of a list by `namespace/name`, or by their names."""
    status, told = await client.ask(path)
    assert status == 200, told
    return {
        "/".join(filter(None, (one["metadata"].get("namespace"), one["metadata"]["name"]))): one for one in told["items"]
    }


def amount(text: str) -> float:
    """Return a quantity as a number: cores, or bytes."""
    units = {"n": 1e-9, "m": 1e-3, "Ki": 2**10, "Mi": 2**20}
    unit = next((unit for unit in ("Ki", "Mi", "n", "m") if text.endswith(unit)), "")
    return float(text.removesuffix(unit)) * units.get(unit, 1)


def is_true(thing: dict[str, Any], kind: str) -> bool:
    """Return whether a thing's condition of this kind is true."""
    return any(one["type"] == kind and one["status"] == "True" for one in thing["status"].get("conditions", ()))


def lives(pod: dict[str, Any]) -> bool:
    """Return whether a pod counts against its namespace's quota."""
    return pod["status"]["phase"] not in ("Failed", "Succeeded") and "deletionTimestamp" not in pod["metadata"]


async def test_what_is_wrong_is_what_the_truth_says(client):
    """Other tests compare the bot's answers with the truth, so the objects have to say the same."""
    truth = client.cluster.world.truth()
    jobs, cronjobs = await items(client, "/apis/batch/v1/jobs"), await items(client, "/apis/batch/v1/cronjobs")
    assert sorted(name for name, one in jobs.items() if is_true(one, "Failed")) == truth["jobs_failed"] != []
    assert sorted(name for name, one in cronjobs.items() if one["spec"]["suspend"]) == truth["cronjobs_suspended"] != []
    claims = await items(client, "/api/v1/persistentvolumeclaims")
    assert sorted(name for name, one in claims.items() if one["status"]["phase"] == "Pending") == truth["pvc_pending"] != []
    scalers = await items(client, "/apis/autoscaling/v2/horizontalpodautoscalers")
    assert sorted(n for n, one in scalers.items() if is_true(one, "ScalingLimited")) == truth["hpa_maxed"] != []
    assert sorted(n for n, one in scalers.items() if not is_true(one, "ScalingActive")) == truth["hpa_blind"] != []
    budgets = await items(client, "/apis/policy/v1/poddisruptionbudgets")
    assert sorted(n for n, one in budgets.items() if one["status"]["disruptionsAllowed"] == 0) == truth["pdb_blocking"] != []
    spaces = await items(client, "/api/v1/namespaces")
    assert (
        [n for n, one in spaces.items() if one["status"]["phase"] == "Terminating"] == truth["namespaces_terminating"] != []
    )


async def test_nodes_say_what_is_the_matter_with_them(client):
    """Conditions, taints and the cordon are read by `nodes`."""
    truth, nodes = client.cluster.world.truth(), await items(client, "/api/v1/nodes")
    assert [name for name, one in nodes.items() if not is_true(one, "Ready")] == truth["nodes_notready"]
    assert [name for name, one in nodes.items() if is_true(one, "MemoryPressure")] == truth["nodes_pressed"]
    assert [name for name, one in nodes.items() if one["spec"].get("unschedulable")] == truth["nodes_cordoned"]
    taints = {name: {taint["key"].split("/")[1] for taint in one["spec"].get("taints", ())} for name, one in nodes.items()}
    assert [name for name, keys in taints.items() if "unreachable" in keys] == truth["nodes_notready"]
    assert [name for name, keys in taints.items() if "unschedulable" in keys] == truth["nodes_cordoned"]


async def test_no_node_has_promised_more_than_it_has(client):
    """A scheduler would not have placed these pods otherwise."""
    nodes, requested = await items(client, "/api/v1/nodes"), defaultdict[str, Counter[str]](Counter)
    for pod in (await items(client, "/api/v1/pods")).values():
        for box in pod["spec"]["containers"] if "nodeName" in pod["spec"] else ():
            for name, text in box["resources"]["requests"].items():
                requested[pod["spec"]["nodeName"]][name] += amount(text)
    for name, sums in requested.items():
        room = nodes[name]["status"]["allocatable"]
        assert sums["cpu"] < amount(room["cpu"])
        assert sums["memory"] < amount(room["memory"])


async def test_a_quota_counts_what_its_pods_ask_for(client):
    """One of them is nearly full, and one can see what fills it."""
    quotas, pods = await items(client, "/api/v1/resourcequotas"), await items(client, "/api/v1/pods")
    full = []
    for name, quota in quotas.items():
        live = [pod for pod in pods.values() if pod["metadata"]["namespace"] == name.split("/")[0] and lives(pod)]
        used, hard = quota["status"]["used"], quota["status"]["hard"]
        boxes = [box["resources"] for pod in live for box in pod["spec"]["containers"]]
        assert int(used["pods"]) == len(live)
        assert amount(used["requests.cpu"]) == pytest.approx(sum(amount(box["requests"]["cpu"]) for box in boxes))
        assert amount(used["limits.memory"]) == pytest.approx(sum(amount(box["limits"]["memory"]) for box in boxes))
        if amount(used["requests.cpu"]) / amount(hard["requests.cpu"]) > 0.9:
            full.append(name)
    assert full == client.cluster.world.truth()["quota_nearly_full"]


async def test_autoscalers_agree_with_what_they_scale_in_both_versions(client):
    """A cluster shows the same autoscaler through each version of the API."""
    first = await items(client, "/apis/autoscaling/v1/horizontalpodautoscalers")
    second = await items(client, "/apis/autoscaling/v2/horizontalpodautoscalers")
    deployments = await items(client, "/apis/apps/v1/deployments")
    for name, one in second.items():
        assert one["status"]["currentReplicas"] == deployments[name]["spec"]["replicas"]
        for room, word in (("spec", "maxReplicas"), ("spec", "minReplicas"), ("status", "currentReplicas")):
            assert first[name][room][word] == one[room][word]
    maxed = second["search/query"]
    assert maxed["status"]["currentReplicas"] == maxed["spec"]["maxReplicas"]
    assert first["search/query"]["status"]["currentCPUUtilizationPercentage"] == 183


async def test_what_is_measured_agrees_with_what_is_scaled_and_runs(client):
    """`top` and the autoscaler must not tell two stories."""
    pods, used = await items(client, "/api/v1/pods"), await items(client, "/apis/metrics.k8s.io/v1beta1/pods")
    assert set(used) < set(pods)
    shares = []
    for name, one in used.items():
        boxes = pods[name]["spec"]["containers"]
        assert [box["name"] for box in one["containers"]] == [box["name"] for box in boxes]
        if pods[name]["metadata"]["labels"]["app"] == "query":
            wanted = sum(amount(box["resources"]["requests"]["cpu"]) for box in boxes)
            shares.append(sum(amount(box["usage"]["cpu"]) for box in one["containers"]) / wanted)
    assert sum(shares) / len(shares) == pytest.approx(1.83, abs=0.02)
    nodes = await items(client, "/apis/metrics.k8s.io/v1beta1/nodes")
    truth = client.cluster.world.truth()
    assert set(nodes) == set(await items(client, "/api/v1/nodes")) - set(truth["nodes_notready"])
    assert amount(nodes[truth["nodes_pressed"][0]]["usage"]["memory"]) > 0.95 * amount("62660732Ki")


async def test_templates_tell_what_changed_from_image_to_image_and_who_did_it(client):
    """`rollouts` compares ReplicaSets and ControllerRevisions, and reads the field managers."""
    history = await items(client, "/apis/apps/v1/controllerrevisions")
    shards = sorted((one for name, one in history.items() if "/shards-" in name), key=lambda one: one["revision"])
    images = [one["data"]["spec"]["template"]["spec"]["containers"][0]["image"] for one in shards]
    assert len(set(images)) == 2
    assert shards[1]["metadata"]["creationTimestamp"] == "2027-01-15T07:10:00Z"
    (stateful,) = (
        one for name, one in (await items(client, "/apis/apps/v1/statefulsets")).items() if name == "search/shards"
    )
    assert stateful["status"]["updateRevision"] == shards[1]["metadata"]["name"]
    assert stateful["spec"]["template"]["spec"]["containers"][0]["image"] == images[1]
    bad = (await items(client, "/apis/apps/v1/deployments"))["payments/checkout"]
    managers = {
        one["manager"]: one["time"] for one in bad["metadata"]["managedFields"] if one.get("subresource") != "status"
    }
    assert managers["kubectl-edit"] == "2027-01-15T07:46:00Z"
    assert managers["argocd-controller"] < managers["kubectl-edit"]


async def test_events_are_about_every_kind_of_thing(client):
    """`events --for KIND/NAME` finds them all, in both forms of the API."""
    core, notes = await items(client, "/api/v1/events"), await items(client, "/apis/events.k8s.io/v1/events")
    assert set(core) == set(notes)
    seen = {(one["involvedObject"]["kind"], one["reason"]) for one in core.values()}
    assert {("Node", "NodeNotReady"), ("Deployment", "ScalingReplicaSet"), ("PersistentVolumeClaim", "ProvisioningFailed"),
            ("Job", "BackoffLimitExceeded"), ("CronJob", "SuccessfulCreate"), ("Pod", "BackOff"),
            ("HorizontalPodAutoscaler", "FailedGetExternalMetric")} <= seen  # fmt: skip
    planned = next(one for one in core.values() if one["reason"] == "FailedScheduling")
    assert (planned["lastTimestamp"], "count" in planned, planned["series"]["count"] > 1) == (None, False, True)
    about = {"fieldSelector": "regarding.kind=Node"}
    _, told = await client.ask("/apis/events.k8s.io/v1/events", **about)
    assert {one["regarding"]["kind"] for one in told["items"]} == {"Node"}


async def test_an_old_server_offers_the_old_versions_and_not_the_new():
    """A client has to find out by discovery; guessing leads to a 404."""
    async with DemoCluster(World(400, now=Clock(NOON), version=OLD)) as cluster, aiohttp.ClientSession() as session:
        client = Client(cluster, session)
        for path in ("/apis/batch/v1beta1/cronjobs", "/apis/policy/v1beta1/poddisruptionbudgets",
                     "/apis/autoscaling/v2beta2/horizontalpodautoscalers", "/apis/events.k8s.io/v1/events"):  # fmt: skip
            found = await items(client, path)
            assert found
            listed = await client.ask(path.rpartition("/")[0])
            assert path.rpartition("/")[2] in {one["name"] for one in listed[1]["resources"]}
        for path in ("/apis/batch/v1/cronjobs", "/apis/policy/v1/poddisruptionbudgets", "/apis/autoscaling/v2/x"):
            assert (await client.ask(path))[0] == 404
        assert (
            "lastSuccessfulTime" not in next(iter((await items(client, "/apis/batch/v1beta1/cronjobs")).values()))["status"]
        )


async def test_without_metrics_server_its_api_is_not_there_and_nothing_is_scaled_by_cpu():
    """Half of all small clusters lack it; `top` has to say so."""
    async with DemoCluster(World(400, now=Clock(NOON), metrics=False)) as cluster, aiohttp.ClientSession() as session:
        client = Client(cluster, session)
        async with session.get(f"{cluster.url}/apis/metrics.k8s.io/v1beta1/nodes") as answer:
            assert (answer.status, await answer.text()) == (404, "404 page not found\n")
        assert "metrics.k8s.io" not in {group["name"] for group in (await client.ask("/apis"))[1]["groups"]}
        scalers = await items(client, "/apis/autoscaling/v2/horizontalpodautoscalers")
        blind = sorted(name for name, one in scalers.items() if not is_true(one, "ScalingActive"))
        assert blind == cluster.world.truth()["hpa_blind"]
        assert cluster.world.truth()["hpa_maxed"] == []


@pytest.mark.parametrize(
    ("path", "plural", "group"),
    [
        ("/apis/autoscaling/v2/horizontalpodautoscalers", "horizontalpodautoscalers", "autoscaling"),
        ("/apis/metrics.k8s.io/v1beta1/pods", "pods", "metrics.k8s.io"),
        ("/api/v1/resourcequotas", "resourcequotas", ""),
    ],
)
async def test_each_kind_can_be_forbidden(client, path, plural, group):
    """A part that is forbidden is named by the bot, the rest stands."""
    client.cluster.rights.forbid(plural)
    status, told = await client.ask(path)
    assert status == 403
    assert f'cannot list resource "{plural}" in API group "{group}" at the cluster scope' in told["message"]
