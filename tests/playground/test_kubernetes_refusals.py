"""Orders that the demo API refuses, beside a real API server: the same status, the same words."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from servers_kubernetes import Server, demo_server, real_server

pytestmark = pytest.mark.kubernetes
DEPLOYMENTS, PODS = "/apis/apps/v1/namespaces/payments/deployments", "/api/v1/namespaces/payments/pods"
ORDERS = [
    ("PATCH", "{deployment}", "application/json", {}),
    ("PATCH", "{deployment}", "application/merge-patch+json", {"metadata": {"resourceVersion": "1", "labels": {"a": "b"}}}),
    ("PATCH", "{deployment}", "application/merge-patch+json", {"metadata": {"name": "other"}}),
    ("PATCH", "{deployment}", "application/merge-patch+json", {"spec": {"replicas": -1}}),
    ("PATCH", "{deployment}", "application/merge-patch+json", {"spec": {"selector": {"matchLabels": {"app": "other"}}}}),
    ("PATCH", "{deployment}", "application/json-patch+json", [{"op": "replace", "path": "/spec/nope/x", "value": 1}]),
    ("PATCH", "{deployment}", "application/json-patch+json", [{"op": "test", "path": "/spec/replicas", "value": 99}]),
    ("PATCH", "{deployment}", "application/json-patch+json", {"op": "test"}),
    ("PATCH", "{deployment}?dryRun=Some", "application/merge-patch+json", {}),
    ("PATCH", "{deployment}?fieldManager=" + "m" * 129, "application/merge-patch+json", {}),
    ("PATCH", "{deployment}-nope", "application/merge-patch+json", {}),
    ("PATCH", "{deployment}/scale", "application/merge-patch+json", {"spec": {"replicas": -1}}),
    ("PATCH", "{deployment}/scale", "application/merge-patch+json", {"metadata": {"resourceVersion": "1"}}),
    ("GET", "{deployment}-nope/scale", "application/json", None),
    ("POST", "{deployment}", "application/json", {}),
    ("DELETE", "{pod}-nope", "application/json", None),
    ("DELETE", "{pod}?dryRun=Some", "application/json", None),
    ("DELETE", "{pod}", "application/json", {"preconditions": {"uid": "x"}}),
    ("DELETE", "{pod}", "application/json", {"preconditions": {"resourceVersion": "1"}}),
    ("POST", "{pod}-nope/eviction", "application/json", {"metadata": {"name": "NAME-nope"}}),
    ("POST", "{pod}/eviction", "application/json", {"metadata": {"name": "other"}}),
    ("PATCH", "/api/v1/nodes/nope", "application/merge-patch+json", {}),
    ("PUT", "/version", "application/json", {}),
]


@pytest.fixture
async def real(kubeconfig: Path) -> AsyncIterator[Server]:
    """The real API server."""
    async with real_server(kubeconfig) as server:
        yield server


@pytest.fixture
async def demo() -> AsyncIterator[Server]:
    """The demo, of the same version as the real one in the tests."""
    async with demo_server() as server:
        yield server


async def refused(server: Server, method: str, path: str, media: str, body: Any) -> tuple[int, str]:
    """Return the answer to an order about the server's first Deployment or running pod, with words put for its own."""
    deployment = (await server.read(f"{DEPLOYMENTS}?limit=1"))["items"][0]
    pod = (await server.read(f"{PODS}?limit=1&fieldSelector=status.phase=Running"))["items"][0]
    marks = deployment["spec"]["template"]["metadata"]["labels"]
    name = pod["metadata"]["name"]
    url = server.url + path.format(deployment=f"{DEPLOYMENTS}/{deployment['metadata']['name']}", pod=f"{PODS}/{name}")
    text = None if body is None else json.dumps(body).replace("NAME", name)
    async with server.session.request(method, url, data=text, headers={"Content-Type": media}) as answer:
        told = await answer.text()
    own = [", ".join(f'\\"{key}\\":\\"{value}\\"' for key, value in sorted(marks.items()))]
    for thing in (pod, deployment):
        own += [thing["metadata"]["name"], thing["metadata"]["uid"], f"({thing['metadata']['resourceVersion']})"]
    for number, word in enumerate(own):
        told = told.replace(word, f"OWN-{number}")
    return answer.status, told


@pytest.mark.parametrize(("method", "path", "media", "body"), ORDERS)
async def test_orders_are_refused_in_the_real_servers_words(real, demo, method, path, media, body):
    """But for names, labels, UIDs and versions, which are each server's own."""
    assert await refused(demo, method, path, media, body) == await refused(real, method, path, media, body)
