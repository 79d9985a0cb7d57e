"""Servers of other versions than the real one at hand: what they serve is found by discovery, and read as it is there."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from api_stand_in import ApiServer, Lists
from kube_stand_in import serving

from connectors._deadline import Deadline
from connectors._errors import Forbidden, Missing
from connectors._events import unobserved
from connectors._kube.records import Scope
from connectors.kubernetes import Kubernetes, KubernetesSettings, open_kubernetes

ALL = Scope()
CRON = {"metadata": {"name": "nightly", "namespace": "batch", "creationTimestamp": "2026-01-01T00:00:00Z"},
        "spec": {"schedule": "0 3 * * *"}, "status": {"lastScheduleTime": "2026-01-02T03:00:00Z"}}  # fmt: skip
JOBS = "/apis/batch/v1/jobs"


@asynccontextmanager
async def opened(server: ApiServer, folder: Path) -> AsyncIterator[Kubernetes]:
    """Serve, and open the server as the bot does."""
    async with (
        serving(server.application(), folder) as config,
        open_kubernetes("rig", KubernetesSettings(kubeconfig=str(config)), unobserved) as cluster,
    ):
        yield cluster


def soon() -> Deadline:
    """Return a deadline that no good answer misses."""
    return Deadline.after(10)


def job(name: str, ended: str, at: str = "2026-01-02T03:01:00Z") -> dict[str, Any]:
    """Return a Job of the CronJob that has ended in this condition."""
    owner = {"kind": "CronJob", "name": "nightly", "controller": True}
    meta = {"name": name, "namespace": "batch", "creationTimestamp": at, "ownerReferences": [owner]}
    condition = {"type": ended, "status": "True", "reason": "DeadlineExceeded", "lastTransitionTime": at}
    return {"metadata": meta, "status": {"conditions": [condition], "completionTime": at if ended == "Complete" else None}}


@pytest.mark.parametrize("version", ["v1", "v1beta1"])
async def test_cronjobs_are_read_in_the_version_that_there_is(tmp_path: Path, version: str) -> None:
    """The newest Job decides how a CronJob does; an older success is told as such."""
    jobs = [job("old", "Complete", "2026-01-01T03:01:00Z"), job("new", "Failed")]
    server = ApiServer({f"/apis/batch/{version}/cronjobs": [CRON], JOBS: jobs})
    async with opened(server, tmp_path) as cluster:
        answer = await cluster.cron_jobs.all(ALL, deadline=soon())
    [cron] = answer.crons
    assert (cron.state, cron.reason) == ("failing", "DeadlineExceeded")
    assert cron.succeeded is not None
    assert cron.failed is not None
    assert cron.succeeded < cron.failed


async def test_a_server_that_is_upgraded_meanwhile_is_asked_anew(tmp_path: Path) -> None:
    """The bot outlives many upgrades of what it asks."""
    server = ApiServer({"/apis/batch/v1beta1/cronjobs": [CRON], JOBS: []})
    async with opened(server, tmp_path) as cluster:
        await cluster.cron_jobs.all(ALL, deadline=soon())
        server.lists["/apis/batch/v1/cronjobs"] = server.lists.pop("/apis/batch/v1beta1/cronjobs")
        answer = await cluster.cron_jobs.all(ALL, deadline=soon())
    assert [cron.name for cron in answer.crons] == ["nightly"]


async def test_what_is_served_nowhere_is_named(tmp_path: Path) -> None:
    """One sentence, with the versions that were looked for."""
    async with opened(ApiServer({JOBS: []}), tmp_path) as cluster:
        with pytest.raises(Missing, match="does not serve cronjobs of batch/v1 or batch/v1beta1"):
            await cluster.cron_jobs.all(ALL, deadline=soon())


async def test_who_may_not_ask_what_there_is_learns_how_he_could(tmp_path: Path) -> None:
    """Everybody who is known may, unless somebody has taken that away."""
    async with opened(ApiServer({JOBS: []}, frozenset({"/apis"})), tmp_path) as cluster:
        with pytest.raises(Forbidden, match="system:discovery"):
            await cluster.scalers.maxed(ALL, deadline=soon())


async def test_cronjobs_stand_though_their_jobs_are_hidden(tmp_path: Path) -> None:
    """The right to list one does not bring the other."""
    server = ApiServer({"/apis/batch/v1/cronjobs": [CRON], JOBS: []}, frozenset({JOBS}))
    async with opened(server, tmp_path) as cluster:
        answer = await cluster.cron_jobs.all(ALL, deadline=soon())
    assert answer.crons[0].state == "ok"
    assert "403" in answer.jobs_unread


TOO_MANY = {"type": "ScalingLimited", "status": "True", "reason": "TooManyReplicas", "message": "too many",
            "lastTransitionTime": "2026-01-01T00:00:00Z"}  # fmt: skip
META = {"name": "web", "namespace": "shop"}
REF = {"kind": "Deployment", "name": "web"}


def scaler(version: str, current: int = 5, conditions: tuple[dict[str, str], ...] = (TOO_MANY,)) -> dict[str, Any]:
    """Return an autoscaler of up to five pods, as this version writes it."""
    replicas = {"currentReplicas": current, "desiredReplicas": current}
    if version == "v1":
        notes = {"autoscaling.alpha.kubernetes.io/conditions": json.dumps(conditions)}
        return {
            "metadata": META | {"annotations": notes},
            "spec": {"scaleTargetRef": REF, "maxReplicas": 5, "targetCPUUtilizationPercentage": 70},
            "status": replicas | {"currentCPUUtilizationPercentage": 180},
        }
    asked = {"type": "Resource", "resource": {"name": "cpu", "target": {"averageUtilization": 70}}}
    told = {"type": "Resource", "resource": {"name": "cpu", "current": {"averageUtilization": 180, "averageValue": "9"}}}
    return {
        "metadata": META,
        "spec": {"scaleTargetRef": REF, "maxReplicas": 5, "metrics": [asked]},
        "status": replicas | {"currentMetrics": [told], "conditions": list(conditions)},
    }


@pytest.mark.parametrize("version", ["v2", "v2beta2", "v1"])
async def test_an_autoscaler_reads_the_same_in_every_version(tmp_path: Path, version: str) -> None:
    """`v1` hides the conditions in an annotation; people see no difference."""
    server = ApiServer({f"/apis/autoscaling/{version}/horizontalpodautoscalers": [scaler(version)]})
    async with opened(server, tmp_path) as cluster:
        [found] = (await cluster.scalers.maxed(ALL, deadline=soon())).scalers
    assert (found.state, found.reason, found.metrics) == ("maxed", "TooManyReplicas", ("cpu 180 % of 70 %",))
    assert found.since is not None


@pytest.mark.parametrize(
    ("kind", "reason", "state"),
    [
        ("ScalingActive", "FailedGetResourceMetric", "blind"),
        ("AbleToScale", "FailedGetScale", "stuck"),
        ("ScalingActive", "ScalingDisabled", None),
    ],
)
async def test_an_autoscaler_that_cannot_work_is_told_apart(
    tmp_path: Path, kind: str, reason: str, state: str | None
) -> None:
    """One that is switched off on purpose is no news."""
    condition = {"type": kind, "status": "False", "reason": reason}
    server = ApiServer({"/apis/autoscaling/v2/horizontalpodautoscalers": [scaler("v2", 2, (condition,))]})
    async with opened(server, tmp_path) as cluster:
        found = (await cluster.scalers.maxed(ALL, deadline=soon())).scalers
    assert [one.state for one in found] == ([state] if state else [])


def metrics(name: str, cpu: str, memory: str) -> dict[str, Any]:
    """Return what metrics-server says of a pod of two containers."""
    usage = {"cpu": cpu, "memory": memory}
    return {"metadata": {"name": name, "namespace": "shop"}, "containers": [{"usage": usage}, {"usage": {"cpu": "0"}}]}


async def test_pods_are_measured_against_what_they_request(tmp_path: Path) -> None:
    """187 % of the request is nothing; 94 % of the limit is the next OOM kill."""
    given = {"requests": {"cpu": "500m", "memory": "256Mi"}, "limits": {"memory": "512Mi"}}
    pod = {
        "metadata": {"name": "web-0", "namespace": "shop"},
        "spec": {"nodeName": "n1", "containers": [{"resources": given}]},
    }
    lists: Lists = {
        "/apis/metrics.k8s.io/v1beta1/pods": [metrics("idle", "1m", "1Mi"), metrics("web-0", "1200000000n", "480Mi")],
        "/api/v1/pods": [pod],
    }
    async with opened(ApiServer(lists), tmp_path) as cluster:
        answer = await cluster.usage.pods(ALL, deadline=soon())
    first, second = answer.uses
    assert (first.name, first.cpu, first.memory >> 20, first.node) == ("web-0", 1200, 480, "n1")
    assert (first.cpu_of, first.memory_of >> 20, first.memory_limit >> 20) == (500, 256, 512)
    assert (second.name, second.cpu_of) == ("idle", 0)  # it went meanwhile, and is told all the same
    assert (answer.looked_at, answer.cpu) == (2, 1201)


async def test_nodes_are_measured_against_what_they_have(tmp_path: Path) -> None:
    """The fullest comes first; where nodes may not be listed, what is used stands alone."""
    lists: Lists = {
        "/apis/metrics.k8s.io/v1beta1/nodes": [
            {"metadata": {"name": name}, "usage": {"cpu": cpu, "memory": "6Gi"}}
            for name, cpu in (("a", "1"), ("b", "3500m"))
        ],
        "/api/v1/nodes": [{"metadata": {"name": n}, "status": {"allocatable": {"cpu": "4", "memory": "8Gi"}}} for n in "ab"],
    }
    async with opened(ApiServer(lists), tmp_path) as cluster:
        answer = await cluster.usage.nodes(ALL, deadline=soon())
    assert [(use.name, use.cpu, use.cpu_of) for use in answer.uses] == [("b", 3500, 4000), ("a", 1000, 4000)]
    async with opened(ApiServer(lists, frozenset({"/api/v1/nodes"})), tmp_path) as cluster:
        answer = await cluster.usage.nodes(ALL, deadline=soon())
    assert "403" in answer.compared
    assert answer.uses[0].cpu_of == 0


async def test_claims_stand_though_their_events_are_hidden(tmp_path: Path) -> None:
    """That it cannot be said why is said."""
    claim = {"metadata": {"name": "data", "namespace": "shop"}, "spec": {}, "status": {"phase": "Pending"}}
    bound = {"metadata": {"name": "ok", "namespace": "shop"}, "spec": {}, "status": {"phase": "Bound"}}
    server = ApiServer({"/api/v1/persistentvolumeclaims": [claim, bound]}, frozenset({"/api/v1/namespaces/shop/events"}))
    async with opened(server, tmp_path) as cluster:
        answer = await cluster.claims.pending(ALL, deadline=soon())
    assert (answer.found, answer.looked_at, answer.claims[0].reason) == (1, 2, "")
    assert "403" in answer.events_unread
