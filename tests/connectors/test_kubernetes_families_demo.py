"""Nodes, workloads, rollouts and events of the demo cluster, and with rights that are missing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from connectors._deadline import Deadline
from connectors._errors import Forbidden
from connectors._events import unobserved
from connectors._kube.events.records import About
from connectors.kubernetes import Kubernetes, KubernetesSettings, Scope, open_kubernetes
from playground.kubernetes import DemoCluster, World

HOURS = 3600.0


@asynccontextmanager
async def opened(demo: DemoCluster, folder: Path, *namespaces: str) -> AsyncIterator[Kubernetes]:
    """Open the demo cluster as the bot does, confined to these namespaces if any are given."""
    settings = KubernetesSettings(kubeconfig=str(demo.kubeconfig(folder / "config")), namespaces=namespaces)
    async with open_kubernetes("demo", settings, unobserved) as cluster:
        yield cluster


@pytest.fixture
async def demo() -> AsyncIterator[DemoCluster]:
    """A demo cluster in which an incident is unfolding."""
    async with DemoCluster(World(pods=400)) as running:
        yield running


def soon() -> Deadline:
    """Return the deadline of one question."""
    return Deadline.after(30)


@pytest.mark.parametrize("version", ["v1.20.2", "v1.29.4"])
async def test_rollouts_of_all_kinds_are_found_with_those_who_made_them(tmp_path: Path, version: str) -> None:
    """A DaemonSet's new network plugin breaks more than a Deployment does."""
    async with DemoCluster(World(pods=400, version=version)) as demo, opened(demo, tmp_path) as cluster:
        found = await cluster.rollouts.find(Scope(), 6 * HOURS, deadline=soon())
    by_kind = {one.kind: one for one in found.rollouts}
    assert set(by_kind) == {"Deployment", "StatefulSet", "DaemonSet"}
    assert all(one.manager and one.changes and not one.first for one in found.rollouts)
    assert by_kind["Deployment"].name == "checkout"
    assert found.unread == ()
    moments = [one.at for one in found.rollouts]
    assert moments == sorted(moments, reverse=True)


async def test_a_kind_that_is_forbidden_is_named_and_costs_no_more(demo: DemoCluster, tmp_path: Path) -> None:
    """A role that was written for Deployments alone is common."""
    demo.rights.forbid("daemonsets")
    demo.rights.forbid("controllerrevisions")
    async with opened(demo, tmp_path) as cluster:
        workloads = await cluster.workloads.find(Scope(), "all", deadline=soon())
        rollouts = await cluster.rollouts.find(Scope(), 6 * HOURS, deadline=soon())
    assert [where.namespace for where in workloads.unread] == ["daemonsets"]
    assert {one.kind for one in workloads.workloads} == {"Deployment", "StatefulSet"}
    assert [where.namespace for where in rollouts.unread] == ["controllerrevisions"]
    assert {one.kind for one in rollouts.rollouts} == {"Deployment"}


async def test_who_may_see_nothing_is_told_so(demo: DemoCluster, tmp_path: Path) -> None:
    """No workloads and no rollouts would be a lie."""
    demo.rights.forbid("*")
    async with opened(demo, tmp_path) as cluster:
        with pytest.raises(Forbidden):
            await cluster.workloads.find(Scope(), "unhealthy", deadline=soon())
        with pytest.raises(Forbidden):
            await cluster.rollouts.find(Scope(), HOURS, deadline=soon())
        with pytest.raises(Forbidden):
            await cluster.nodes.find("all", deadline=soon())
        with pytest.raises(Forbidden):
            await cluster.events.find("", "all", HOURS, deadline=soon())


async def test_a_namespace_whose_rollouts_are_forbidden_is_named(demo: DemoCluster, tmp_path: Path) -> None:
    """What changed there may be what broke."""
    demo.rights.forbid("replicasets", "payments")
    async with opened(demo, tmp_path) as cluster:
        found = await cluster.rollouts.find(Scope(), 6 * HOURS, deadline=soon())
    assert "payments" in {where.namespace for where in found.unread}
    assert "Deployment" not in {one.kind for one in found.rollouts}


async def test_rollouts_are_found_without_the_namespaces_names(demo: DemoCluster, tmp_path: Path) -> None:
    """Then one table over all has to carry the metadata."""
    async with opened(demo, tmp_path) as cluster:
        wanted = await cluster.rollouts.find(Scope(), 6 * HOURS, deadline=soon())
        demo.rights.forbid("namespaces")
        found = await cluster.rollouts.find(Scope(), 6 * HOURS, deadline=soon())
    assert [(one.namespace, one.name, one.at) for one in found.rollouts] == [
        (one.namespace, one.name, one.at) for one in wanted.rollouts
    ]


async def test_a_bot_that_is_confined_adds_up_what_it_may_see(demo: DemoCluster, tmp_path: Path) -> None:
    """Each namespace has a list of its own, and events of both are one answer."""
    async with opened(demo, tmp_path, "payments", "search") as cluster:
        events = await cluster.events.find("", "all", HOURS, deadline=soon())
        workloads = await cluster.workloads.find(Scope(), "all", deadline=soon())
        rollouts = await cluster.rollouts.find(Scope(), 6 * HOURS, deadline=soon())
    for found in (events.groups, workloads.workloads, rollouts.rollouts):
        assert {one.namespace for one in found} - {""} == {"payments", "search"}  # "": the nodes


async def test_a_node_whose_pods_are_forbidden_is_told_without_them(demo: DemoCluster, tmp_path: Path) -> None:
    """Its conditions are what was asked about."""
    demo.rights.forbid("pods")
    async with opened(demo, tmp_path) as cluster:
        detail = await cluster.nodes.one("node-003", deadline=soon())
    assert detail.bad
    assert (detail.shares, detail.failing) == ((), ())
    assert "pods" in detail.pods_unread


async def test_events_about_a_deployment_are_those_of_its_replica_sets_and_pods(demo: DemoCluster, tmp_path: Path) -> None:
    """The Deployment itself says little."""
    async with opened(demo, tmp_path) as cluster:
        found = await cluster.events.find("payments", "all", HOURS, About("Deployment", "checkout"), deadline=soon())
        warnings = await cluster.events.find("payments", "warning", HOURS, About("Deployment", "checkout"), deadline=soon())
    assert {group.name for group in found.groups} == {"checkout"}
    assert {group.kind for group in found.groups} >= {"Deployment", "Pod"}
    assert {group.type for group in warnings.groups} == {"Warning"}
    assert warnings.looked_at < found.looked_at


@pytest.mark.parametrize("kind", ["500", "cut"])
async def test_one_bad_answer_costs_nothing_and_counts_nothing_twice(demo: DemoCluster, tmp_path: Path, kind: str) -> None:
    """What came before the answer broke off comes once more."""

    def strike(only: str) -> None:
        if kind == "500":
            demo.faults.status(500, times=1, only=only)
        else:
            demo.faults.cut(times=1, only=only)

    async with opened(demo, tmp_path) as cluster:
        whole = await cluster.events.find("", "all", HOURS, deadline=soon())
        strike("/events")
        again = await cluster.events.find("", "all", HOURS, deadline=soon())
        assert (again.looked_at, again.found) == (whole.looked_at, whole.found)
        workloads = await cluster.workloads.find(Scope(), "all", deadline=soon())
        strike("/deployments")
        assert (await cluster.workloads.find(Scope(), "all", deadline=soon())).looked_at == workloads.looked_at
        rollouts = await cluster.rollouts.find(Scope(), 6 * HOURS, deadline=soon())
        strike("/replicasets?")
        assert (await cluster.rollouts.find(Scope(), 6 * HOURS, deadline=soon())).looked_at == rollouts.looked_at


async def test_who_is_confined_to_namespaces_hears_of_the_nodes_too(demo: DemoCluster, tmp_path: Path) -> None:
    """Their events are in `default`, and a node that goes away is what explains the pods."""
    async with opened(demo, tmp_path) as everywhere, opened(demo, tmp_path, "payments") as confined:
        all_of_them = await everywhere.events.find("", "all", HOURS, deadline=soon())
        node = next(About("Node", one.name) for one in all_of_them.groups if one.kind == "Node")
        told = await everywhere.events.find("", "all", HOURS, node, deadline=soon())
        found = await confined.events.find("", "all", HOURS, deadline=soon())
        named = await confined.events.find("", "all", HOURS, node, deadline=soon())
        asked = await confined.events.find("payments", "all", HOURS, deadline=soon())
    assert told.groups
    assert {(one.kind == "Node", one.namespace) for one in found.groups} == {(True, ""), (False, "payments")}
    assert named.groups == told.groups
    assert {one.namespace for one in asked.groups} == {"payments"}


async def test_events_of_nodes_that_a_confined_bot_may_not_read_are_named(demo: DemoCluster, tmp_path: Path) -> None:
    """A Role for one namespace is common; what it hides must not look like peace."""
    demo.rights.forbid("events", "default")
    async with opened(demo, tmp_path, "payments") as cluster:
        found = await cluster.events.find("", "all", HOURS, deadline=soon())
        assert [where.namespace for where in found.unread] == ["events of nodes"]
        assert {one.namespace for one in found.groups} == {"payments"}
        with pytest.raises(Forbidden):
            await cluster.events.find("", "all", HOURS, About("Node", "node-1"), deadline=soon())
