"""What is used, measured by a server behind the real API server's aggregator, as metrics-server is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from aiohttp import web
from certificates import Authority, server_tls
from servers import free_port

from connectors._deadline import Deadline
from connectors._errors import Missing, UpstreamError
from connectors._events import unobserved
from connectors._kube.records import Scope
from connectors.kubernetes import Kubernetes, KubernetesSettings, open_kubernetes

pytestmark = pytest.mark.kubernetes

ROOT = "/apis/metrics.k8s.io/v1beta1"
REGISTERED = "/apis/apiregistration.k8s.io/v1/apiservices"
SERVICES = "/api/v1/namespaces/default/services"
MIB = 1 << 20


def soon() -> Deadline:
    """Return a deadline that no good answer misses."""
    return Deadline.after(30)


class Measuring:
    """Answers `metrics.k8s.io/v1beta1` as metrics-server does. https://github.com/kubernetes/metrics

    Args:
        pods: the pods that it has measured, as `namespace/name`, each with the CPU of each of its two containers.
        nodes: the nodes, each with its CPU.
    """

    def __init__(self, pods: dict[str, str], nodes: dict[str, str]) -> None:
        self._pods, self._nodes = pods, nodes

    def application(self) -> web.Application:
        """Return it as a web application."""
        app = web.Application()
        app.router.add_get(ROOT, self._resources)
        app.router.add_get(f"{ROOT}/nodes", self._node_list)
        app.router.add_get(f"{ROOT}/pods", self._pod_list)
        app.router.add_get(f"{ROOT}/namespaces/{{namespace}}/pods", self._pod_list)
        return app

    async def _resources(self, _: web.Request) -> web.Response:
        resources = [
            {"name": name, "singularName": "", "namespaced": namespaced, "kind": kind, "verbs": ["get", "list"]}
            for name, namespaced, kind in (("nodes", False, "NodeMetrics"), ("pods", True, "PodMetrics"))
        ]
        told = {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "metrics.k8s.io/v1beta1"}
        return web.json_response(told | {"resources": resources})

    async def _node_list(self, _: web.Request) -> web.Response:
        items = [{"metadata": {"name": name}, "usage": {"cpu": cpu, "memory": "2Gi"}} for name, cpu in self._nodes.items()]
        return web.json_response({"kind": "NodeMetricsList", "apiVersion": "metrics.k8s.io/v1beta1", "items": items})

    async def _pod_list(self, request: web.Request) -> web.Response:
        wanted = request.match_info.get("namespace", "")
        items: list[dict[str, Any]] = []
        for pod, cpu in self._pods.items():
            namespace, name = pod.split("/")
            containers = [{"name": one, "usage": {"cpu": cpu, "memory": "64Mi"}} for one in ("app", "sidecar")]
            if wanted in ("", namespace):
                items.append({"metadata": {"namespace": namespace, "name": name}, "containers": containers})
        return web.json_response({"kind": "PodMetricsList", "apiVersion": "metrics.k8s.io/v1beta1", "items": items})


@asynccontextmanager
async def registered(admin: httpx.AsyncClient, port: int) -> AsyncIterator[None]:
    """Have the API server hand on what is asked of `metrics.k8s.io` to this port, until the context is left."""
    name = f"measuring-{port}"
    outside = {"type": "ExternalName", "externalName": "localhost", "ports": [{"port": port}]}
    service = {"namespace": "default", "name": name, "port": port}
    spec = {
        "group": "metrics.k8s.io", "version": "v1beta1", "service": service, "insecureSkipTLSVerify": True,
        "groupPriorityMinimum": 100, "versionPriority": 100,
    }  # fmt: skip
    api = {"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService", "metadata": {"name": "v1beta1.metrics.k8s.io"}}
    (await admin.post(SERVICES, json={"metadata": {"name": name}, "spec": outside})).raise_for_status()
    try:
        (await admin.post(REGISTERED, json=api | {"spec": spec})).raise_for_status()
        try:
            yield
        finally:
            (await admin.delete(f"{REGISTERED}/v1beta1.metrics.k8s.io")).raise_for_status()
    finally:
        (await admin.delete(f"{SERVICES}/{name}")).raise_for_status()


async def answers(admin: httpx.AsyncClient, status: int) -> None:
    """Wait until the API server answers so for what it hands on."""
    async with asyncio.timeout(60):
        while (await admin.get(f"{ROOT}/nodes")).status_code != status:
            continue


@pytest.fixture
async def admin(kubeconfig: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The way to register something at the server; skipped where something measures already."""
    config = yaml.safe_load(kubeconfig.read_text())  # noqa: ASYNC240 (a small file, before anything runs)
    server, token = config["clusters"][0]["cluster"]["server"], config["users"][0]["user"]["token"]
    async with httpx.AsyncClient(base_url=server, headers={"authorization": f"Bearer {token}"}, verify=False) as client:
        if (await client.get(ROOT)).status_code != 404:
            pytest.skip("the server has a metrics server of its own")
        yield client


@asynccontextmanager
async def opened(kubeconfig: Path) -> AsyncIterator[Kubernetes]:
    """Open the real server as the bot does."""
    async with open_kubernetes("rig", KubernetesSettings(kubeconfig=str(kubeconfig)), unobserved) as cluster:
        yield cluster


async def test_what_is_used_comes_through_the_aggregator(
    kubeconfig: Path, truth: dict[str, Any], admin: httpx.AsyncClient, tmp_path: Path
) -> None:
    """Found by discovery, measured by one server, compared with the requests that the other has; and gone when that is."""
    loud, quiet = truth["CrashLoopBackOff"][:2]
    measuring = Measuring({loud: "300m", quiet: "5m"}, {"node-001": "1500m", "node-002": "3"})
    runner, port = web.AppRunner(measuring.application()), free_port()
    tls = server_tls(Authority(tmp_path).issue("metrics", names="DNS:localhost"))
    await runner.setup()
    try:
        await web.TCPSite(runner, "localhost", port, ssl_context=tls).start()
        async with registered(admin, port):
            await answers(admin, 200)
            async with opened(kubeconfig) as cluster:
                pods, nodes = [await ask(Scope(), deadline=soon()) for ask in (cluster.usage.pods, cluster.usage.nodes)]
                narrow = await cluster.usage.pods(Scope(quiet.split("/")[0]), deadline=soon())
                await runner.cleanup()
                with pytest.raises(UpstreamError) as caught:
                    await cluster.usage.nodes(Scope(), deadline=soon())
        assert not isinstance(caught.value, Missing)
        await answers(admin, 404)
        async with opened(kubeconfig) as cluster:
            with pytest.raises(Missing, match="install metrics-server"):
                await cluster.usage.nodes(Scope(), deadline=soon())
    finally:
        await runner.cleanup()
    first, second = pods.uses
    assert (f"{first.namespace}/{first.name}", first.cpu, first.memory) == (loud, 600, 128 * MIB)
    assert (first.cpu_of, first.memory_of, first.memory_limit) == (200, 256 * MIB, 1024 * MIB)  # as every pod was seeded
    assert f"{second.namespace}/{second.name}" == quiet
    assert [(use.name, use.cpu) for use in nodes.uses] == [("node-002", 3000), ("node-001", 1500)]
    assert all(use.cpu_of > use.cpu for use in nodes.uses)
    assert quiet in {f"{use.namespace}/{use.name}" for use in narrow.uses}
