"""Patches as the demo API applies them, beside a real API server: the same object comes of the same patch."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from servers_kubernetes import Server, before, demo_server, real_server

from playground.kubernetes.patches import json_patch, merge_patch, strategic_patch

pytestmark = pytest.mark.kubernetes
PLACE = "/apis/apps/v1/namespaces/default/deployments"
BOX = {"name": "app", "image": "app:v1", "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}],
       "ports": [{"containerPort": 80, "name": "http"}], "command": ["run", "fast"]}  # fmt: skip
SPEC = {
    "replicas": 2, "selector": {"matchLabels": {"app": "patched"}},
    "template": {"metadata": {"labels": {"app": "patched"}, "annotations": {"a": "1"}},
                 "spec": {"containers": [BOX, {"name": "proxy", "image": "proxy:v1"}], "nodeSelector": {"disk": "fast"}}},
}  # fmt: skip
TEMPLATE = "/spec/template/spec"


def strategic(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a patch of the template's `spec`."""
    return {"spec": {"template": {"spec": spec}}}


PATCHES = [
    ("strategic-merge", strategic({"containers": [{"name": "app", "image": "app:v2"}]})),
    ("strategic-merge", strategic({"containers": [{"name": "app", "env": [{"name": "B", "value": "3"}]}]})),
    ("strategic-merge", strategic({"containers": [{"name": "app", "env": [{"name": "A", "$patch": "delete"}]}]})),
    ("strategic-merge", strategic({"containers": [{"name": "proxy", "$patch": "delete"}]})),
    ("strategic-merge", strategic({"containers": [{"name": "app", "command": ["walk"]}]})),
    ("strategic-merge", strategic({"nodeSelector": {"zone": "a"}})),
    ("strategic-merge", strategic({"nodeSelector": {"$patch": "replace", "zone": "a"}})),
    ("strategic-merge", strategic({"nodeSelector": None})),
    ("strategic-merge", {"spec": {"strategy": {"$retainKeys": ["type"], "type": "Recreate"}}}),
    ("strategic-merge", {"spec": {"template": {"metadata": {"annotations": {"b": "2"}}}}}),
    ("merge", {"spec": {"replicas": 5, "template": {"metadata": {"annotations": {"a": None, "b": "2"}}}}}),
    ("merge", strategic({"nodeSelector": {"zone": "a"}})),
    ("merge", {"metadata": {"labels": {"tier": "gold"}}}),
    ("json", [{"op": "replace", "path": "/spec/replicas", "value": 7}]),
    ("json", [{"op": "test", "path": "/spec/replicas", "value": 2}, {"op": "remove", "path": f"{TEMPLATE}/nodeSelector"}]),
    ("json", [{"op": "add", "path": f"{TEMPLATE}/containers/0/env/1", "value": {"name": "C", "value": "3"}}]),
    ("json", [{"op": "add", "path": f"{TEMPLATE}/containers/0/command/-", "value": "now"}]),
    ("json", [{"op": "remove", "path": f"{TEMPLATE}/containers/0/env/0"}]),
    ("json", [{"op": "replace", "path": f"{TEMPLATE}/containers/1/image", "value": "proxy:v2"}]),
    ("json", [{"op": "move", "from": f"{TEMPLATE}/nodeSelector/disk", "path": f"{TEMPLATE}/nodeSelector/disk~1kind"}]),
    ("json", [{"op": "copy", "from": f"{TEMPLATE}/containers/0/image", "path": f"{TEMPLATE}/containers/1/image"}]),
]
APPLY = {"strategic-merge": strategic_patch, "merge": merge_patch, "json": json_patch}


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


@pytest.fixture
async def patched(real: Server) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """The path of a Deployment on the real server, which is only there for this test, and the Deployment."""
    body = {"metadata": {"name": "patched"}, "spec": SPEC}
    async with real.session.post(real.url + PLACE, json=body) as answer:
        assert answer.status == 201, await answer.text()
        made = await answer.json()
    yield f"{PLACE}/patched", made
    async with real.session.delete(f"{real.url}{PLACE}/patched") as answer:
        assert answer.status == 200


async def patch(server: Server, path: str, kind: str, body: Any) -> dict[str, Any]:
    """Return what a server says would come of a patch."""
    headers = {"Content-Type": f"application/{kind}-patch+json"}
    url = f"{server.url}{path}?dryRun=All"
    async with server.session.patch(url, data=json.dumps(body), headers=headers) as answer:
        told: dict[str, Any] = await answer.json()
        assert answer.status == 200, told
        return told


@pytest.mark.parametrize(("kind", "body"), PATCHES)
async def test_the_same_comes_of_the_same_patch(real, patched, kind, body):
    """A rollback that is patched in wrongly rolls out something that nobody has asked for."""
    path, made = patched
    theirs, ours = await patch(real, path, kind, body), APPLY[kind](made, body)
    assert ours["spec"] == theirs["spec"]
    assert ours["metadata"].get("labels") == theirs["metadata"].get("labels")


async def test_answers_to_orders_have_their_keys_in_the_real_servers_order(real, demo):
    """As lists do: a client that reads the stream as it comes relies on what comes first."""
    restart = {"spec": {"template": {"metadata": {"annotations": {"kubectl.kubernetes.io/restartedAt": "now"}}}}}
    theirs, ours = set[tuple[str, str, str]](), set[tuple[str, str, str]]()
    for server, seen in ((real, theirs), (demo, ours)):
        name = (await server.read("/apis/apps/v1/namespaces/payments/deployments?limit=1"))["items"][0]["metadata"]["name"]
        path = f"/apis/apps/v1/namespaces/payments/deployments/{name}"
        seen |= before(await patch(server, path, "strategic-merge", restart))
        seen |= before(await patch(server, f"{path}/scale", "merge", {"spec": {"replicas": 3}}))
        seen |= before(await patch(server, "/api/v1/nodes/node-001", "merge", {"spec": {"unschedulable": True}}))
        pod = (await server.read("/api/v1/namespaces/payments/pods?limit=1&fieldSelector=status.phase=Running"))["items"][0]
        async with server.session.delete(
            f"{server.url}/api/v1/namespaces/payments/pods/{pod['metadata']['name']}?dryRun=All"
        ) as answer:
            seen |= before(await answer.json())
    assert not {(place, b, a) for place, a, b in ours} & theirs
