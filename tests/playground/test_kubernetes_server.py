"""The demo API over HTTP: lists, pages, selectors, tables, logs."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
from demo_kubernetes import NOON, Client, Clock, demo_client

from playground.kubernetes import DemoCluster, World

TABLE = {"Accept": "application/json;as=Table;v=v1;g=meta.k8s.io"}
PARTIAL = {"Accept": "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io"}


@pytest.fixture
def clock() -> Clock:
    """The world's clock."""
    return Clock(NOON)


@pytest.fixture
async def client(clock: Clock) -> AsyncIterator[Client]:
    """A client of a demo cluster."""
    async with demo_client(clock) as client:
        yield client


async def test_pages_put_together_are_the_whole_list(client):
    """A page that loses or repeats a pod makes a wrong count."""
    whole, paged, token = await client.names("/api/v1/pods"), [], ""
    for _ in range(9):
        _, told = await client.ask("/api/v1/pods", limit="60", **({"continue": token} if token else {}))
        paged += [f"{one['metadata']['namespace']}/{one['metadata']['name']}" for one in told["items"]]
        token = told["metadata"].get("continue", "")
        assert told["metadata"].get("remainingItemCount", 0) == 400 - len(paged)
        if not token:
            break
    assert paged == whole
    assert len(whole) == 400


async def test_pages_of_one_namespace_stay_in_it(client):
    """The token of a namespaced list holds no namespace: the path does."""
    whole = await client.names("/api/v1/namespaces/search/pods")
    _, first = await client.ask("/api/v1/namespaces/search/pods", limit="5")
    rest = await client.names("/api/v1/namespaces/search/pods", **{"continue": first["metadata"]["continue"]})
    assert len(whole) == 5 + len(rest)
    assert {name.split("/")[0] for name in whole} == {"search"}


async def test_the_watch_cache_ignores_the_limit(client):
    """A client that pages with resourceVersion=0 gets everything at once, as from a real server."""
    _, told = await client.ask("/api/v1/pods", limit="5", resourceVersion="0")
    assert len(told["items"]) == 400
    assert "continue" not in told["metadata"]


async def test_an_old_continue_token_has_expired(client, clock):
    """410 is what a slow reader gets; the new token goes on from there."""
    _, told = await client.ask("/api/v1/pods", limit="5")
    clock.at += 600
    status, gone = await client.ask("/api/v1/pods", limit="5", **{"continue": told["metadata"]["continue"]})
    assert (status, gone["reason"]) == (410, "Expired")
    status, told = await client.ask("/api/v1/pods", limit="5", **{"continue": gone["metadata"]["continue"]})
    assert status == 200


@pytest.mark.parametrize(
    ("selector", "keeps"),
    [
        ("app=checkout", lambda m: m.get("app") == "checkout"),
        ("app==checkout,team=payments", lambda m: (m.get("app"), m.get("team")) == ("checkout", "payments")),
        ("app!=checkout", lambda m: m.get("app") != "checkout"),
        ("app in (web,checkout)", lambda m: m.get("app") in ("web", "checkout")),
        ("job-name", lambda m: "job-name" in m),
        ("!job-name,app notin (web, checkout)", lambda m: "job-name" not in m and m["app"] not in ("web", "checkout")),
        ("app=nobody", lambda m: m.get("app") == "nobody"),
    ],
)
async def test_a_label_selector_keeps_exactly_what_it_says(client, selector, keeps):
    """Compared with the labels of the whole list."""
    _, whole = await client.ask("/api/v1/pods")
    wanted = [one["metadata"]["name"] for one in whole["items"] if keeps(one["metadata"]["labels"])]
    found = [name.split("/")[1] for name in await client.names("/api/v1/pods", labelSelector=selector)]
    assert found == wanted


async def test_field_selectors_keep_exactly_what_they_say(client):
    """They are how one reads the failed pods, a node's pods, and an object's events."""
    truth = client.cluster.world.truth()
    failed = await client.names("/api/v1/pods", fieldSelector="status.phase=Failed")
    assert failed == sorted(truth["Failed"] + truth["Evicted"])
    assert await client.names("/api/v1/pods", fieldSelector="spec.nodeName=,status.phase!=Running") == truth["Unschedulable"]
    namespace, name = truth["CrashLoopBackOff"][0].split("/")
    about = {"fieldSelector": f"involvedObject.name={name},type=Warning"}
    _, told = await client.ask(f"/api/v1/namespaces/{namespace}/events", **about)
    assert [one["reason"] for one in told["items"]] == ["BackOff"]


async def test_a_cells_only_table_is_the_same_however_it_is_asked_for(client, clock):
    """The fast path and the plain one must never differ, also after time has passed."""
    for at in (NOON, NOON + 30, NOON + 400, NOON + 7200):
        clock.at = at
        _, fast = await client.ask("/api/v1/pods", TABLE, includeObject="None", resourceVersion="0")
        _, plain = await client.ask("/api/v1/pods", TABLE, includeObject="None", labelSelector="app")
        assert fast["rows"] == plain["rows"]
        assert len(fast["rows"]) == 400
    crashing = next(row["cells"] for row in fast["rows"] if row["cells"][2] == "CrashLoopBackOff")
    assert " ago)" in crashing[3]


async def test_an_old_server_shows_restarts_as_a_number():
    """Both forms are in use, and a client has to read both."""
    async with DemoCluster(World(400, now=Clock(NOON), version="v1.20.2")) as cluster, aiohttp.ClientSession() as session:
        _, told = await Client(cluster, session).ask("/api/v1/pods", TABLE, includeObject="None")
    assert {type(row["cells"][3]) for row in told["rows"]} == {int}
    assert next(c["type"] for c in told["columnDefinitions"] if c["name"] == "Restarts") == "integer"


@pytest.mark.parametrize(
    "path",
    ["/api/v1/nodes", "/api/v1/namespaces", "/api/v1/events", "/apis/apps/v1/deployments", "/apis/apps/v1/replicasets",
     "/apis/apps/v1/statefulsets", "/apis/apps/v1/daemonsets", "/apis/batch/v1/jobs", "/apis/batch/v1/cronjobs",
     "/api/v1/persistentvolumeclaims", "/api/v1/resourcequotas", "/apis/storage.k8s.io/v1/storageclasses",
     "/apis/apps/v1/controllerrevisions", "/apis/events.k8s.io/v1/events", "/apis/policy/v1/poddisruptionbudgets",
     "/apis/autoscaling/v1/horizontalpodautoscalers", "/apis/autoscaling/v2/horizontalpodautoscalers",
     "/apis/metrics.k8s.io/v1beta1/nodes", "/apis/metrics.k8s.io/v1beta1/pods"],
)  # fmt: skip
async def test_every_resource_has_objects_tables_and_single_things(client, path):
    """`cells` fit the columns, rows fit the objects, and each object is found by its own name."""
    _, told = await client.ask(path)
    _, table = await client.ask(path, TABLE)
    _, partial = await client.ask(path, PARTIAL)
    assert len(told["items"]) == len(table["rows"]) == len(partial["items"]) > 0
    assert all(len(row["cells"]) == len(table["columnDefinitions"]) for row in table["rows"])
    assert [row["object"]["metadata"] for row in table["rows"]] == [one["metadata"] for one in told["items"]]
    meta = told["items"][-1]["metadata"]
    single = path.rsplit("/", 1)
    place = f"{single[0]}/namespaces/{meta['namespace']}/{single[1]}" if "namespace" in meta else path
    status, one = await client.ask(f"{place}/{meta['name']}")
    assert status == 200
    assert {key: value for key, value in one.items() if key not in ("kind", "apiVersion")} == told["items"][-1]


async def test_a_large_answer_is_compressed_only_for_who_accepts_it(client):
    """A real server does so from 128 KiB on, and it costs time on both sides."""
    url = client.cluster.url + "/api/v1/pods"
    async with client.session.get(url, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        zipped = await answer.read()
    async with client.session.get(url, headers={"Accept-Encoding": "identity"}) as answer:
        assert "Content-Encoding" not in answer.headers
        assert json.loads(await answer.read())["items"] == json.loads(zipped)["items"]
