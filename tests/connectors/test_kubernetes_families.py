"""Nodes, workloads, rollouts and events of a real API server, and what it was seeded with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from connectors._deadline import Deadline
from connectors._errors import Invalid, Missing
from connectors._events import Event, RequestDone
from connectors._kube.events.records import About
from connectors.kubernetes import Kubernetes, KubernetesSettings, Scope, open_kubernetes

pytestmark = pytest.mark.kubernetes

LONG_AGO = 90 * 86_400.0
"""Seconds in which the server has been seeded, and in which it has told its events before it forgets them."""


def soon() -> Deadline:
    """Return the deadline of one question."""
    return Deadline.after(60)


@pytest.fixture
def requests() -> list[RequestDone]:
    """What was asked of the server."""
    return []


@pytest.fixture
async def cluster(kubeconfig: Path, requests: list[RequestDone]) -> AsyncIterator[Kubernetes]:
    """The real server, opened as the bot opens it; a pod that is not ready fails at once, as the seeded ones are young."""

    def observe(event: Event) -> None:
        if isinstance(event, RequestDone):
            requests.append(event)

    settings = KubernetesSettings(kubeconfig=str(kubeconfig), not_ready_after=0.0)
    async with open_kubernetes("rig", settings, observe) as opened:
        yield opened


async def test_exactly_the_nodes_that_are_not_ready_are_found(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """A node too many is a call at night for nothing; one too few is half an hour lost."""
    found = await cluster.nodes.find("notready", deadline=soon())
    assert [node.name for node in found.nodes] == truth["nodes_notready"]
    assert (found.found, found.not_ready, found.looked_at) == (2, 2, 60)
    assert all(node.reason == "NodeStatusUnknown" and node.since for node in found.nodes)


async def test_unwell_nodes_lead_the_list_of_all(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """Sixty rows are read from the top."""
    found = await cluster.nodes.find("all", deadline=soon())
    assert [node.name for node in found.nodes[:3]] == [*truth["nodes_notready"], "node-011"]
    assert found.found == len(found.nodes) == 60
    pressed = await cluster.nodes.find("pressure", deadline=soon())
    assert [(node.name, node.troubles) for node in pressed.nodes] == [("node-011", ("MemoryPressure",))]


async def test_nodes_are_picked_by_their_labels(cluster: Kubernetes) -> None:
    """A zone that is out is one selector."""
    found = await cluster.nodes.find("all", "topology.kubernetes.io/zone=z1", deadline=soon())
    assert {int(node.name[-3:]) % 3 for node in found.nodes} == {1}
    with pytest.raises(Invalid):
        await cluster.nodes.find("all", "a in (", deadline=soon())


async def test_a_node_adds_up_what_its_pods_ask_for(cluster: Kubernetes) -> None:
    """Whether it is full is asked right after whether it is well; each seeded pod asks for 200m and 256Mi."""
    detail = await cluster.nodes.one("node-011", deadline=soon())
    shares = {share.resource: share for share in detail.shares}
    counted = shares["pods"].requested
    assert 0 < counted <= detail.pods
    assert shares["cpu"].requested == 200 * counted
    assert shares["memory"].requested == (256 << 20) * counted
    assert (shares["cpu"].allocatable, shares["memory"].allocatable, shares["pods"].allocatable) == (15_000, 60 << 30, 110)
    assert detail.bad == ("MemoryPressure",)


async def test_a_node_names_the_pods_that_fail_on_it(cluster: Kubernetes) -> None:
    """They are the reason why somebody looks at a node."""
    failing = await cluster.pods(Scope(), "failed", deadline=soon())
    node = next(pod.node for pod in failing.pods if pod.node)
    detail = await cluster.nodes.one(node, deadline=soon())
    assert {(pod.namespace, pod.name) for pod in detail.failing} == {
        (pod.namespace, pod.name) for pod in failing.pods if pod.node == node
    }


async def test_a_node_that_is_not_there_is_missing(cluster: Kubernetes) -> None:
    """It may have been replaced a minute ago."""
    with pytest.raises(Missing):
        await cluster.nodes.one("node-999", deadline=soon())


async def test_exactly_the_unhealthy_workloads_are_found(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """The list decides whom to wake."""
    found = await cluster.workloads.find(Scope(), "unhealthy", deadline=soon())
    assert sorted(f"{one.namespace}/{one.name}" for one in found.workloads) == truth["workloads_unhealthy"]
    assert found.looked_at == 440
    assert found.unread == ()


async def test_the_stuck_rollout_leads_and_says_why(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """It does not mend itself; the others may."""
    found = await cluster.workloads.find(Scope(), "unhealthy", deadline=soon())
    worst = found.workloads[0]
    assert f"{worst.namespace}/{worst.name}" == truth["bad_rollout"]
    assert (worst.state, worst.reason) == ("stuck", "ProgressDeadlineExceeded")
    assert worst.since
    assert [one.state for one in found.workloads[1:]] == ["short"] * (found.found - 1)


async def test_one_namespace_and_a_selector_narrow_the_workloads(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """In an incident people ask about their own."""
    namespace, name = truth["bad_rollout"].split("/")
    found = await cluster.workloads.find(Scope(namespace, f"app={name}"), "all", deadline=soon())
    assert [(one.namespace, one.name) for one in found.workloads] == [(namespace, name)]
    with pytest.raises(Missing, match="no namespace 'paymets'"):
        await cluster.workloads.find(Scope("paymets"), "all", deadline=soon())


async def test_a_workload_is_found_by_its_name_alone_or_by_its_kind(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """People know `svc-014`, not what kind it is."""
    namespace, name = truth["bad_rollout"].split("/")
    for kind in ("", "Deployment"):
        (named,) = await cluster.workloads.named(kind, name, namespace, deadline=soon())
        assert (named.standing.kind, named.selector, named.images[0].container) == ("Deployment", f"app={name}", "app")
    assert len(await cluster.workloads.named("", name, deadline=soon())) == 22
    with pytest.raises(Missing, match="no DaemonSet"):
        await cluster.workloads.named("DaemonSet", name, namespace, deadline=soon())


async def test_the_bad_rollout_is_told_from_image_to_image(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """What changed is the first question of every incident."""
    namespace, name = truth["bad_rollout"].split("/")
    found = await cluster.rollouts.find(Scope(), LONG_AGO, deadline=soon())
    newest, oldest = (one for one in found.rollouts if (one.namespace, one.name) == (namespace, name))
    (change,) = newest.changes
    assert change.container == "app"
    assert (change.before, change.after) == (oldest.changes[0].after, f"registry.example.com/{name}:v1.{newest.revision}.0")
    assert newest.standing
    assert (newest.standing.state, newest.current, newest.first) == ("stuck", True, False)
    assert (oldest.current, oldest.first, oldest.standing) == (False, True, None)
    assert newest.manager == "Python"  # the seeder's own name: what the server makes of its User-Agent
    assert found.looked_at == found.found == 880


async def test_rollouts_of_one_workload_are_its_whole_history(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """`workload` shows them whatever their age."""
    namespace, name = truth["bad_rollout"].split("/")
    (named,) = await cluster.workloads.named("Deployment", name, namespace, deadline=soon())
    history = await cluster.rollouts.of(named, deadline=soon())
    assert [one.revision for one in history] == [int(named.standing.revision), int(named.standing.revision) - 1]


async def test_what_was_not_rolled_out_lately_is_not_read(cluster: Kubernetes, requests: list[RequestDone]) -> None:
    """A ReplicaSet is large, and most are old: the server's table says which are, at a fraction of the bytes.

    In a cluster that was filled at once both templates of a Deployment look equally old: its Deployments tell the rest.
    """
    every = await cluster.rollouts.find(Scope(), LONG_AGO, deadline=soon())
    whole = sum(request.bytes for request in requests)
    requests.clear()
    none = await cluster.rollouts.find(Scope(), 0.001, deadline=soon())
    assert (none.found, none.looked_at) == (0, every.looked_at)
    assert {request.what for request in requests} == {
        "namespaces", "replicasets table", "controllerrevisions table", "deployments"
    }  # fmt: skip
    assert sum(request.bytes for request in requests) < whole / 2


async def test_events_are_grouped_by_what_happened_to_whom(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """A server forgets events after an hour, so there may be none; what there is, is about pods that were seeded as bad."""
    found = await cluster.events.find("", "warning", LONG_AGO, deadline=soon())
    assert {f"{group.namespace}/{group.name}" for group in found.groups} <= set(truth["workloads_unhealthy"])
    assert found.times == sum(group.times for group in found.groups)
    assert found.found == sum(group.objects for group in found.groups)
    moments = [group.last or 0.0 for group in found.groups]
    assert moments == sorted(moments, reverse=True)
    narrow = await cluster.events.find("", "all", 1.0, deadline=soon())
    assert (narrow.found, narrow.looked_at) == (0, found.looked_at)


async def test_events_about_a_workload_are_those_of_its_pods(cluster: Kubernetes, truth: dict[str, Any]) -> None:
    """Nobody asks pod by pod."""
    namespace, name = truth["bad_rollout"].split("/")
    every = await cluster.events.find(namespace, "all", LONG_AGO, deadline=soon())
    about = await cluster.events.find(namespace, "all", LONG_AGO, About("Deployment", name), deadline=soon())
    assert about.groups == tuple(group for group in every.groups if group.name == name)
    for group in about.groups:
        pod = await cluster.events.find(namespace, "all", LONG_AGO, About("Pod", group.sample), deadline=soon())
        assert {one.sample for one in pod.groups} == {group.sample}


async def test_a_namespace_that_is_not_there_has_no_quiet_events(cluster: Kubernetes) -> None:
    """“No warnings” of a misspelt namespace would be a lie."""
    with pytest.raises(Missing):
        await cluster.events.find("paymets", "warning", 3600.0, deadline=soon())
    with pytest.raises(Missing):
        await cluster.rollouts.find(Scope("paymets"), 3600.0, deadline=soon())
