"""The demo API beside a real API server: the same shapes, the same order of keys, the same words."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from servers_kubernetes import Server, before, demo_server, real_server

from playground.kubernetes import DemoCluster, World
from playground.kubernetes.printers import print_pod
from playground.kubernetes.tables import PRINTERS

TABLE = {"Accept": "application/json;as=Table;v=v1;g=meta.k8s.io"}
CORE = ("pods", "nodes", "namespaces", "events", "persistentvolumeclaims", "resourcequotas")
APPS = ("deployments", "replicasets", "statefulsets", "daemonsets", "controllerrevisions")
OTHERS = ("/apis/batch/v1/jobs", "/apis/batch/v1beta1/cronjobs", "/apis/policy/v1beta1/poddisruptionbudgets",
          "/apis/storage.k8s.io/v1/storageclasses", "/apis/events.k8s.io/v1/events",
          "/apis/autoscaling/v1/horizontalpodautoscalers", "/apis/autoscaling/v2beta2/horizontalpodautoscalers")  # fmt: skip
PATHS = [*(f"/api/v1/{name}" for name in CORE), *(f"/apis/apps/v1/{name}" for name in APPS), *OTHERS]
pytestmark = pytest.mark.kubernetes


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


@pytest.mark.parametrize("path", PATHS)
async def test_keys_stand_in_the_order_of_the_real_servers(real, demo, path):
    """A client that reads the stream as it comes relies on what comes first."""
    theirs = before(await real.read(f"{path}?limit=300"))
    ours = before(await demo.read(path))
    assert not {(place, b, a) for place, a, b in ours} & theirs


@pytest.mark.parametrize("path", PATHS)
async def test_tables_begin_with_the_real_servers_columns(real, demo, path):
    """Byte for byte, up to the first row."""
    wanted = f"{path}?limit=1&includeObject=None"
    heads = [(await server.ask(wanted, TABLE))[1].split(b'"columnDefinitions":')[1] for server in (real, demo)]
    rows = [head.split(b',"rows":[')[0] for head in heads]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("include", ["None", "Metadata", "Object"])
async def test_rows_have_the_real_servers_form(real, demo, include):
    """Which keys a row has, and what kind of object it carries."""
    path = f"/api/v1/namespaces/payments/pods?limit=1&includeObject={include}"
    forms = []
    for server in (real, demo):
        told = await server.read(path, TABLE)
        row = told["rows"][0]
        thing = row["object"] and (row["object"]["kind"], row["object"]["apiVersion"], list(row["object"]))
        forms.append((list(told), sorted(told["metadata"]), list(row), thing, [type(cell) for cell in row["cells"]]))
    assert forms[0] == forms[1]


async def test_the_printer_makes_the_real_servers_cells_of_its_own_pods(real):
    """Ready, Status, Restarts, IP, Node: computed here from their objects, compared with what they say of them."""
    seen = set()
    told = await real.read("/api/v1/namespaces/payments/pods?includeObject=Object", TABLE)
    for row in told["rows"]:
        cells = print_pod(row["object"]).cells(0.0, restarts_as_number=True)
        assert cells[:4] + cells[5:] == row["cells"][:4] + row["cells"][5:]
        assert list(print_pod(row["object"]).conditions) == row.get("conditions", [])
        seen.add(cells[2])
    assert {"Running", "CrashLoopBackOff", "Completed"} <= seen


@pytest.mark.parametrize("path", [path for path in PATHS if not path.endswith("/pods")])
async def test_the_other_printers_make_the_real_servers_cells(real, path):
    """All but the ages, which depend on the moment."""
    told = await real.read(f"{path}?includeObject=Object&limit=50", TABLE)
    ages = {
        n for n, one in enumerate(told["columnDefinitions"]) if one["name"] in ("Age", "Duration", "Last Seen", "First Seen")
    }
    for row in told["rows"]:
        ours = PRINTERS[path.rsplit("/", 1)[1]](row["object"], 0.0)
        assert [c for n, c in enumerate(ours) if n not in ages] == [c for n, c in enumerate(row["cells"]) if n not in ages]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/namespaces/payments/pods/nope",
        "/api/v1/nodes/nope",
        "/apis/apps/v1/namespaces/payments/deployments/nope",
        "/apis/batch/v1/namespaces/payments/jobs/nope",
        "/api/v1/namespaces/payments/pods/nope/log",
        "/api/v1/foo",
        "/apis/apps/v1/foo",
        "/api/v1/namespaces/payments/foo",
        "/apis/nope/v1/things",
        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        "/api/v1/pods?limit=x",
        "/api/v1/pods?resourceVersion=x",
        "/api/v1/pods?fieldSelector=spec.foo=1",
        "/api/v1/pods?fieldSelector=a",
        "/api/v1/pods?fieldSelector=a=b=c",
        "/api/v1/nodes?fieldSelector=status.phase=x",
        "/api/v1/events?fieldSelector=involvedObject.foo=x",
        "/apis/apps/v1/deployments?fieldSelector=status.x=x",
        "/apis/apps/v1/replicasets?fieldSelector=status.x=x",
        "/apis/apps/v1/statefulsets?fieldSelector=status.x=x",
        "/apis/apps/v1/daemonsets?fieldSelector=status.x=x",
        "/apis/batch/v1/jobs?fieldSelector=status.x=x",
        "/apis/batch/v1beta1/cronjobs?fieldSelector=status.x=x",
        "/apis/apps/v1/controllerrevisions?fieldSelector=status.x=x",
        "/api/v1/persistentvolumeclaims?fieldSelector=status.x=x",
        "/api/v1/resourcequotas?fieldSelector=status.x=x",
        "/apis/storage.k8s.io/v1/storageclasses?fieldSelector=status.x=x",
        "/apis/autoscaling/v1/horizontalpodautoscalers?fieldSelector=status.x=x",
        "/apis/autoscaling/v2beta2/horizontalpodautoscalers?fieldSelector=status.x=x",
        "/apis/policy/v1beta1/poddisruptionbudgets?fieldSelector=status.x=x",
        "/apis/events.k8s.io/v1/events?fieldSelector=involvedObject.kind=Pod",
        "/apis/autoscaling/v2beta2/namespaces/payments/horizontalpodautoscalers/nope",
        "/apis/autoscaling/v2/horizontalpodautoscalers",
        "/apis/policy/v1/poddisruptionbudgets",
        "/apis/batch/v1/cronjobs",
        "/apis/batch/v2",
        "/apis/metrics.k8s.io/v1beta1/nodes",
        "/api/v1/namespaces?fieldSelector=status.x=x",
        "/api/v1/pods?labelSelector=app%20in%20(svc-000",
        "/api/v1/pods?labelSelector=app%20in%20(a%20b)",
        "/api/v1/pods?labelSelector=app%20in",
        "/api/v1/pods?labelSelector=app%3Da%20b",
        "/api/v1/pods?labelSelector=-x%3D1",
        "/api/v1/pods?labelSelector=app%3D%3D%3D",
        "/api/v1/pods?labelSelector=app%3Da,",
        "/api/v1/pods?labelSelector=app%3D!",
        "/api/v1/pods?labelSelector=,",
        "/api/v1/pods?labelSelector=!",
        "/api/v1/pods?labelSelector=app%20near%20here",
        "/api/v1/pods?labelSelector=app%3Ex",
        "/api/v1/pods?labelSelector=app%3Da@b",
    ],
)
async def test_refusals_are_the_real_servers_word_for_word(real, demo, path):
    """The bot turns them into sentences, so it has to meet them as they are."""
    assert await demo.ask(path) == await real.ask(path)


async def test_what_is_offered_is_offered_by_the_real_server_too(real, demo):
    """Groups, preferred versions, resources, their names and scopes; a client that discovers must find the same."""
    theirs = {group["name"]: group for group in (await real.read("/apis"))["groups"]}
    for group in (await demo.read("/apis"))["groups"]:
        assert group["preferredVersion"] == theirs[group["name"]]["preferredVersion"]
        for path in (f"/apis/{version['groupVersion']}" for version in group["versions"]):
            known = {one["name"]: one for one in (await real.read(path))["resources"]}
            for one in (await demo.read(path))["resources"]:
                for word in ("singularName", "namespaced", "kind", "shortNames", "categories"):
                    assert one.get(word) == known[one["name"]].get(word), (path, one["name"], word)


@pytest.mark.parametrize(
    "options",
    ["tailLines=-1", "tailLines=x", "sinceSeconds=0", "limitBytes=0", "sinceTime=yesterday", "container=nope", "x=y",
     "sinceSeconds=1&sinceTime=2026-01-01T00:00:00Z"],
)  # fmt: skip
async def test_log_options_are_refused_in_the_real_servers_words(real, demo, options):
    """The names of the pods differ, and what the containers are called."""
    said = []
    for server in (real, demo):
        pods = (await server.read("/api/v1/namespaces/payments/pods?fieldSelector=status.phase=Running"))["items"]
        name, boxes = pods[0]["metadata"]["name"], " ".join(box["name"] for box in pods[0]["spec"]["containers"])
        status, body = await server.ask(f"/api/v1/namespaces/payments/pods/{name}/log?{options}")
        said.append((status, body.decode().replace(name, "POD").replace(boxes, "BOXES")))
    assert said[0] == said[1]


@pytest.mark.parametrize("headers", [{"Accept": "text/html"}, TABLE])
async def test_refusals_are_pretty_where_the_real_servers_are(real, demo, headers):
    """Some come indented; a reader of lines would stumble."""
    path = "/api/v1/namespaces/payments/pods/nope?includeObject=None"
    assert await demo.ask(path, headers) == await real.ask(path, headers)


async def test_an_empty_list_is_the_real_servers_byte_for_byte(real, demo):
    """But for its resource version; a namespace that does not exist is no error."""
    path = "/api/v1/namespaces/nope/pods"
    bodies = [await server.ask(path) for server in (real, demo)]
    assert [status for status, _ in bodies] == [200, 200]
    versions = [json.loads(body)["metadata"]["resourceVersion"].encode() for _, body in bodies]
    without = {body.replace(version, b"") for (_, body), version in zip(bodies, versions, strict=True)}
    assert len(without) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/api",
        "/apis",
        "/api/v1/pods",
        "/api/v1/namespaces/payments/pods/x",
        "/api/v1/namespaces/a/pods/x/log",
        "/apis/apps/v1/deployments",
    ],
)
async def test_nobody_is_refused_in_the_real_servers_words(real, path):
    """A kubeconfig without credentials is a common mistake; what it leads to has to be recognised."""
    anonymous = {"Authorization": ""}
    async with DemoCluster(World(400), token="secret") as cluster, aiohttp.ClientSession() as session:
        ours = await Server(cluster.url, session).ask(path)
    assert ours == await real.ask(path, anonymous)
