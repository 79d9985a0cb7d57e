"""The connector against the demo cluster, where everything that goes wrong with pods goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from connectors._deadline import Deadline
from connectors._events import unobserved
from connectors.kubernetes import Kubernetes, KubernetesSettings, Scope, open_kubernetes
from playground.kubernetes import DemoCluster, World


@asynccontextmanager
async def opened(demo: DemoCluster, folder: Path) -> AsyncIterator[Kubernetes]:
    """Open the demo cluster as the bot does."""
    settings = KubernetesSettings(kubeconfig=str(demo.kubeconfig(folder / "config")))
    async with open_kubernetes("demo", settings, unobserved) as cluster:
        yield cluster


@pytest.mark.parametrize("version", ["v1.20.2", "v1.29.4"])
async def test_a_pod_of_a_lost_node_fails(tmp_path: Path, version: str) -> None:
    """Its deletion waits for a node that is gone: the cell says Unknown, its phase Running, and no selector finds it."""
    async with DemoCluster(World(pods=2000, version=version)) as demo, opened(demo, tmp_path) as cluster:
        answer = await cluster.pods(Scope(), "failed", deadline=Deadline.after(30))
        wanted = demo.world.truth()["NodeLost"]
    lost = [pod for pod in answer.pods if pod.reason == "NodeLost"]
    assert wanted
    assert sorted(f"{pod.namespace}/{pod.name}" for pod in lost) == wanted
    assert all(pod.status == "Unknown" and pod.since and pod.message for pod in lost)


async def test_one_pod_tells_its_events(tmp_path: Path) -> None:
    """Why it cannot start stands nowhere else; a real server has forgotten the seeded events after an hour."""
    async with DemoCluster(World(pods=400)) as demo, opened(demo, tmp_path) as cluster:
        namespace, name = demo.world.truth()["CrashLoopBackOff"][0].split("/")
        answer = await cluster.pod(namespace, name, deadline=Deadline.after(30))
    assert answer.detail
    assert "BackOff" in {event.reason for event in answer.detail.events}
    assert all(event.at and event.count and event.message for event in answer.detail.events)
