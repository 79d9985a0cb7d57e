"""The incident that unfolds in the demo's three clusters, and the pace at which it does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml
from demo_kubernetes import NOON, Client, Clock

from playground.democonfig import Demo, demo_config, write_config
from playground.kubernetes import Fleet, Site
from playground.kubernetes.pace import Pace
from playground.kubernetes.states import State

SMALL = (
    Site("prod", 500, 7, "v1.29.4", eventful=True),
    Site("staging", 400, 8, "v1.30.2"),
    Site("eu-west", 400, 9, "v1.24.17", latency=0.01),
)
CHECKOUT = "/apis/apps/v1/namespaces/payments/deployments/checkout"


@pytest.fixture
def clock() -> Clock:
    """The worlds' clock."""
    return Clock(NOON)


@pytest.fixture
async def fleet(clock: Clock) -> AsyncIterator[Fleet]:
    """Three small clusters."""
    async with Fleet(SMALL, clock) as fleet:
        yield fleet


@pytest.fixture
async def prod(fleet: Fleet) -> AsyncIterator[Client]:
    """A client of the cluster in which the incident unfolds."""
    async with aiohttp.ClientSession() as session:
        yield Client(fleet.clusters["prod"], session)


def names(fleet: Fleet) -> list[str]:
    """Return what the story has come to."""
    return [chapter.name for chapter in fleet.chapters]


async def undo(client: Client) -> None:
    """Roll `checkout` back to the good image, as a colleague with kubectl would."""
    box = {"name": "app", "image": "registry.example.com/payments/checkout:v1.4.0"}
    template = {"metadata": {"labels": {"version": "v1.4.0"}}, "spec": {"containers": [box]}}
    headers = {"Content-Type": "application/strategic-merge-patch+json"}
    patch = {"spec": {"template": template}}
    async with client.session.patch(client.cluster.url + CHECKOUT, headers=headers, json=patch) as answer:
        assert answer.status == 200, await answer.text()


async def test_it_begins_calm(fleet):
    """The first minute is for looking round: whatever fails later has begun since."""
    for cluster in fleet.clusters.values():
        truth = cluster.world.truth()
        assert set(truth["counts"]) == {"Running", "Succeeded"}
        assert truth["workloads_unhealthy"] == truth["nodes_notready"] == truth["hpa_maxed"] == truth["jobs_failed"] == []
    assert names(fleet) == []


async def test_the_bad_rollout_crash_loops_and_stops_at_what_may_be_unavailable(fleet, prod, clock):
    """Three quarters of the old pods go on serving: that is why nobody noticed at once."""
    clock.at += 150
    truth = fleet.clusters["prod"].world.truth()
    assert len(truth["CrashLoopBackOff"]) == 12
    assert "payments/checkout" in truth["workloads_unhealthy"]
    _, told = await prod.ask(CHECKOUT)
    assert (told["status"]["readyReplicas"], told["spec"]["replicas"]) == (18, 24)
    managers = {one["manager"]: one["time"] for one in told["metadata"]["managedFields"]}
    assert managers["kubectl-edit"] == "2027-01-15T08:00:30Z"
    assert names(fleet) == ["rollout", "queue"]
    clock.at += 700
    _, told = await prod.ask(CHECKOUT)
    assert {c["type"]: c["reason"] for c in told["status"]["conditions"]}["Progressing"] == "ProgressDeadlineExceeded"
    for other in ("staging", "eu-west"):
        assert fleet.clusters[other].world.truth()["workloads_unhealthy"] == []


async def test_restarts_of_a_crash_loop_come_slower_and_slower(fleet, clock):
    """The kubelet's back-off doubles; a demo that counts on evenly looks wrong to whoever has seen a real one."""
    world, seen = fleet.clusters["prod"].world, []
    clock.at += 80
    name = world.truth()["CrashLoopBackOff"][0].split("/")
    for _ in range(8):
        pod = world.find(*name)
        assert pod is not None
        seen.append(pod.crashes(clock.at)[0])
        clock.at += 60
    steps = [after - before for before, after in pairwise(seen)]
    assert seen[0] >= 1
    assert max(steps[:2]) > max(steps[-2:])
    assert 5 <= seen[-1] <= 9


async def test_a_node_is_lost_and_its_pods_come_back_elsewhere_and_then_it_returns(fleet, prod, clock):
    """Five minutes pass before anything is moved: the toleration that every pod has."""
    clock.at += 250
    world = fleet.clusters["prod"].world
    assert world.truth()["nodes_notready"] == ["node-005"]
    stricken = [pod.key for pod in world.pods if pod.node == 5 and pod.workload.kind == "Deployment"]
    assert stricken
    assert set(stricken) <= set(world.truth()["NotReady"]) | set(world.truth()["CrashLoopBackOff"])
    clock.at += 400
    assert set(stricken) <= set(world.truth()["NodeLost"])
    _, node = await prod.ask("/api/v1/nodes/node-005")
    assert {taint["effect"] for taint in node["spec"]["taints"]} == {"NoSchedule", "NoExecute"}
    reasons = {c["type"]: c["status"] for c in node["status"]["conditions"]}
    assert reasons["Ready"] == "Unknown"
    unhealthy = world.truth()["workloads_unhealthy"]
    assert unhealthy == ["payments/checkout"]
    clock.at += 1500
    truth = world.truth()
    assert (truth["nodes_notready"], truth.get("NodeLost")) == ([], None)
    assert "repaired" in names(fleet)


async def test_the_queue_grows_until_its_workers_are_at_their_most_and_drains_after_the_rollback(fleet, prod, clock):
    """One failure has another behind it, and both end with the rollback."""
    path = "/apis/autoscaling/v2/namespaces/orders/horizontalpodautoscalers/orders-worker"
    _, first = await prod.ask(path)
    clock.at += 900
    _, scaler = await prod.ask(path)
    assert scaler["status"]["currentReplicas"] == scaler["spec"]["maxReplicas"] > first["status"]["currentReplicas"]
    assert {c["type"]: c["status"] for c in scaler["status"]["conditions"]}["ScalingLimited"] == "True"
    assert fleet.clusters["prod"].world.truth()["hpa_maxed"] == ["orders/orders-worker"]
    await undo(prod)
    clock.at += 120
    assert fleet.clusters["prod"].world.truth()["workloads_unhealthy"] == []
    assert names(fleet)[-1] == "recovered"
    clock.at += 600
    _, scaler = await prod.ask(path)
    assert scaler["status"]["currentReplicas"] == first["status"]["currentReplicas"]
    assert fleet.clusters["prod"].world.truth()["hpa_maxed"] == []


async def test_a_pause_stops_what_happens_and_faster_brings_it_on(fleet, clock):
    """People read slowly or have three minutes; the times that are shown stay those of the reader's clock."""
    fleet.run(0)
    clock.at += 1000
    assert names(fleet) == []
    fleet.run(10)
    clock.at += 15
    assert names(fleet)[0] == "rollout"
    assert fleet.chapters[0].at == NOON + 1003
    assert fleet.speed == 10
    assert all(pod.created <= clock.at for pod in fleet.clusters["prod"].world.pods)
    with pytest.raises(ValueError, match="not negative"):
        fleet.run(-1)


async def test_what_is_skipped_is_dated_back(fleet, clock):
    """A picture of an incident that is ten minutes old need not be waited for, and nothing in it lies in the future."""
    fleet.skip(600)
    assert names(fleet) == ["rollout", "queue", "node"]
    assert fleet.chapters[0].at == NOON - 570
    pods = fleet.clusters["prod"].world.pods
    assert len([pod for pod in pods if pod.state is State.CRASH_LOOP]) >= 12
    assert all(max(pod.created, pod.since) <= NOON for pod in pods)


async def test_a_restart_begins_with_a_calm_world(fleet, prod, clock):
    """The story can be told again, on the same address."""
    clock.at += 300
    assert names(fleet) != []
    fleet.restart()
    assert names(fleet) == []
    _, told = await prod.ask(CHECKOUT)
    assert told["status"]["readyReplicas"] == told["spec"]["replicas"]
    clock.at += 130
    assert names(fleet) == ["rollout", "queue"]


async def test_the_same_moments_show_the_same_world(clock):
    """A failure that was seen once can be seen again, also where things have moved; how often one looks is nothing to it."""
    worlds = []
    for looks in (1, 30):
        at = Clock(NOON)
        async with Fleet(SMALL[:1], at) as fleet:
            for _ in range(looks):
                at.at += 600 / looks
                fleet.clusters["prod"].world.truth()
            worlds.append([(p.key, p.state, p.created, p.since, p.node) for p in fleet.clusters["prod"].world.pods])
    assert worlds[0] == worlds[1]


async def test_one_kubeconfig_leads_to_all_three(fleet, tmp_path: Path):
    """The first is what a configuration without a context gets."""
    told = yaml.safe_load(fleet.kubeconfig(tmp_path / "kubeconfig").read_text())
    assert told["current-context"] == "prod"
    assert [one["name"] for one in told["contexts"]] == ["prod", "staging", "eu-west"]
    servers = [one["cluster"]["server"] for one in told["clusters"]]
    assert servers == [fleet.clusters[name].url for name in ("prod", "staging", "eu-west")]


def test_a_configuration_keeps_what_is_the_users_own_and_gets_the_demos_targets():
    """Only the clusters are pretended; the cache and the rules are as they were written."""
    own: dict[str, Any] = {
        "cache": {"url": "${REDIS_URL:-}"},
        "connectors": {"kubernetes": {"prod": {"timeout": 3}}, "loki": {}},
    }
    told = demo_config(own, Demo(("prod", "eu-west")))
    assert told["cache"] == own["cache"]
    assert told["connectors"]["loki"] == {}
    assert told["connectors"]["kubernetes"]["eu-west"] == {"kubeconfig": "${KUBECONFIG}", "context": "eu-west"}
    assert list(told["connectors"]["kubernetes"]) == ["prod", "eu-west"]
    assert "digests" not in told


def test_the_demos_monitoring_stands_in_the_place_of_the_users_own():
    """One incident, told alike by every system; of theirs stay the expressions, and no way in."""
    prometheus = {"url": "https://mine.example", "token": "t", "graphs": {"errors": {"query": "up"}}}
    own = {"connectors": {"prometheus": {"prod": prometheus}, "alertmanager": {"mine": {"url": "https://mine.example"}}}}
    told = demo_config(own, Demo(("prod",), "prod", "C0INCIDENTS", "S0SRE", "C0OPS"))["connectors"]
    assert told["prometheus"] == {"prod": {"url": "${PROMETHEUS_URL}", "graphs": {"errors": {"query": "up"}}}}
    assert told["alertmanager"] == {"prod": {"url": "${ALERTMANAGER_URL}"}}
    assert told["loki"] == {"prod": {"url": "${LOKI_URL}"}}


def test_where_slack_is_pretended_a_digest_comes():
    """A newcomer sees one without making it; it names commands that every bot has."""
    [digest] = demo_config({"digests": []}, Demo(("prod",), "prod", "C0INCIDENTS", "S0SRE", "C0OPS"))["digests"]
    assert (digest["channel"], digest["commands"][0]) == ("C0OPS", "pods failed @all")


@pytest.mark.parametrize("text", [None, "a: [", "- 1"])
def test_a_configuration_that_is_missing_or_broken_is_left_for_the_bot_to_refuse(tmp_path: Path, text):
    """It names the line; the launcher could not."""
    own = tmp_path / "own.yaml"
    if text is not None:
        own.write_text(text)
    assert write_config(tmp_path / "made.yaml", Demo(("prod",)), {"SREHUB_CONFIG": str(own)}) is None


def test_a_pace_counts_no_time_while_it_is_paused():
    """And goes on from where it was."""
    clock = Clock(NOON)
    pace = Pace(clock)
    clock.at += 10
    pace.run(0)
    clock.at += 100
    assert pace.own() == 10
    pace.run(4)
    clock.at += 5
    assert pace.own() == 30
    assert pace.clock(20) == NOON + 112.5
