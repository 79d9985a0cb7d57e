"""The demo API asked and ordered about by kubectl itself, which trusts nothing that a real server would not say."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from demo_kubernetes import NOON, Clock
from servers import real

from playground.kubernetes import DemoCluster, World
from playground.kubernetes.surroundings import MINIMA

Kubectl = Callable[..., Awaitable[str]]


@pytest.fixture
def clock() -> Clock:
    """The world's clock."""
    return Clock(NOON)


@pytest.fixture
async def cluster(clock: Clock) -> AsyncIterator[DemoCluster]:
    """A demo cluster."""
    async with DemoCluster(World(400, now=clock)) as cluster:
        yield cluster


@pytest.fixture
def kubectl(cluster: DemoCluster, tmp_path: Path) -> Kubectl:
    """Run kubectl on the cluster, and return what it prints; it has to succeed."""
    program = real("kubectl (in PATH)", shutil.which("kubectl"))
    config = cluster.kubeconfig(tmp_path / "kubeconfig")
    environ = {**os.environ, "KUBECONFIG": str(config), "HOME": str(tmp_path)}

    async def run(line: str) -> str:
        process = await asyncio.create_subprocess_exec(
            program, *line.split(), env=environ, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        said, _ = await process.communicate()
        assert process.returncode == 0, said.decode()
        return said.decode()

    return run


async def test_it_reads_everything_that_there_is(kubectl):
    """Each kind as a table, as kubectl prints it."""
    kinds = "nodes,pods,deploy,rs,sts,ds,jobs,cj,pvc,hpa,quota,pdb,events,controllerrevisions,storageclasses"
    said = await kubectl(f"get {kinds} --all-namespaces")
    for word in ("NotReady", "Ready,SchedulingDisabled", "CrashLoopBackOff", "183%/70%", "Pending"):
        assert word in said
    assert "Terminating" in await kubectl("get namespaces")
    assert "98%" in await kubectl("top nodes")
    assert "indexer" in await kubectl("top pods -n search")


async def test_it_rolls_back_restarts_and_scales(kubectl, cluster, clock):
    """What a colleague does with kubectl has to work here as it does there."""
    assert "20/24" in await kubectl("get deployment checkout -n payments")
    assert "rolled back" in await kubectl("rollout undo deployment/checkout -n payments")
    clock.at += 180
    assert "24/24" in await kubectl("get deployment checkout -n payments")
    assert "restarted" in await kubectl("rollout restart statefulset/ledger-db -n payments")
    clock.at += 180
    assert "scaled" in await kubectl("scale deployment/refunds -n payments --replicas=2")
    clock.at += 60
    assert "2/2" in await kubectl("get deployment refunds -n payments")
    names = {pod.revision.hash for pod in cluster.world.pods if pod.workload.name == "ledger-db"}
    assert len(names) == 1


async def test_it_tries_to_drain_a_node(kubectl, cluster):
    """Cordon, evictions, what belongs to DaemonSets left alone: several requests that have to fit together."""
    pods = (pod for pod in cluster.world.pods if pod.node == 2 and pod.workload.kind == "Deployment")
    pod = next(pod for pod in pods if (pod.namespace, pod.workload.name) not in MINIMA)
    said = await kubectl(f"drain node-002 --ignore-daemonsets --dry-run=server --pod-selector=app={pod.workload.app}")
    assert f"evicting pod {pod.key} (server dry run)" in said
    assert "node-002" not in cluster.world.truth()["nodes_cordoned"]
    assert "cordoned" in await kubectl("cordon node-002")
    assert "node-002" in cluster.world.truth()["nodes_cordoned"]


async def test_it_reads_logs(kubectl, cluster):
    """By the name of a workload too: it finds the pods by their labels."""
    said = await kubectl("logs deployment/ledger -n payments -c app --tail=3")
    assert [line for line in said.splitlines() if line.startswith("2027-01-15 07:59:")] == said.splitlines()[-3:]
    pod = cluster.world.truth()["CrashLoopBackOff"][-1].partition("/")[2]
    assert "Traceback" in await kubectl(f"logs {pod} -n payments -c app --previous")
