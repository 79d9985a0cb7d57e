"""The demo API over HTTP: lists, pages, selectors, tables, rights, logs, and the ways in which it fails."""

from __future__ import annotations

import asyncio
import json
import shutil
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml
from servers import real

from playground.kubernetes import DemoCluster, World, make_certificate

TABLE = {"Accept": "application/json;as=Table;v=v1;g=meta.k8s.io"}
PARTIAL = {"Accept": "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io"}
NOON = 1_800_000_000.0
REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, at: float) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


class Client:
    """Asks a demo cluster."""

    def __init__(self, cluster: DemoCluster, session: aiohttp.ClientSession) -> None:
        self.cluster, self.session = cluster, session

    async def ask(self, path: str, headers: dict[str, str] | None = None, **query: str) -> tuple[int, Any]:
        """Return the status and the decoded body."""
        async with self.session.get(self.cluster.url + path, headers=headers, params=query) as answer:
            return answer.status, json.loads(await answer.read())

    async def names(self, path: str, **query: str) -> list[str]:
        """Return `namespace/name` of what a list holds."""
        status, told = await self.ask(path, **query)
        assert status == 200, told
        return [f"{one['metadata']['namespace']}/{one['metadata']['name']}" for one in told["items"]]


@pytest.fixture
def clock() -> Clock:
    """The world's clock."""
    return Clock(NOON)


@pytest.fixture
async def client(clock: Clock) -> AsyncIterator[Client]:
    """A client of a demo cluster of 400 pods."""
    async with DemoCluster(World(400, now=clock)) as cluster, aiohttp.ClientSession() as session:
        yield Client(cluster, session)


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
     "/apis/apps/v1/statefulsets", "/apis/apps/v1/daemonsets", "/apis/batch/v1/jobs"],
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


async def test_a_wrong_token_is_unauthorized_and_none_is_anonymous(client):
    """The two look different on a real server, and mean different things to do."""
    client.cluster.rights.replace_token("right")
    status, told = await client.ask("/api/v1/pods", {"Authorization": "Bearer wrong"})
    assert (status, told["message"]) == (401, "Unauthorized")
    status, told = await client.ask("/api/v1/pods")
    assert (status, told["details"]) == (403, {"kind": "pods"})
    assert 'User "system:anonymous" cannot list resource "pods"' in told["message"]
    assert (await client.ask("/api/v1/pods", {"Authorization": "Bearer right"}, limit="1"))[0] == 200
    assert (await client.ask("/version"))[0] == 200


async def test_what_was_forbidden_is_refused_and_reviewed_so(client):
    """`check` asks for its rights before anything is refused."""
    client.cluster.rights.forbid("pods", "payments")
    status, told = await client.ask("/api/v1/namespaces/payments/pods")
    assert (status, told["reason"]) == (403, "Forbidden")
    assert told["message"].endswith('cannot list resource "pods" in API group "" in the namespace "payments"')
    allowed = {}
    for namespace in ("payments", "search"):
        spec = {"resourceAttributes": {"verb": "list", "resource": "pods", "namespace": namespace}}
        async with client.session.post(client.cluster.url + REVIEWS, json={"spec": spec}) as answer:
            assert answer.status == 201
            allowed[namespace] = (await answer.json())["status"]["allowed"]
    assert allowed == {"payments": False, "search": True}


async def test_a_crashed_containers_log_ends_with_its_last_words(client):
    """They are what one looks for first."""
    pod = client.cluster.world.truth()["CrashLoopBackOff"][-1].split("/")
    path = f"{client.cluster.url}/api/v1/namespaces/{pod[0]}/pods/{pod[1]}/log"
    async with client.session.get(path) as answer:
        assert answer.status == 400
        assert "choose one of: [app proxy]" in await answer.text()
    async with client.session.get(path, params={"container": "app", "tailLines": "2", "previous": "true"}) as answer:
        lines = (await answer.text()).splitlines()
    assert len(lines) == 2
    assert lines[-1].startswith("ERROR ")


async def test_a_large_answer_is_compressed_only_for_who_accepts_it(client):
    """A real server does so from 128 KiB on, and it costs time on both sides."""
    url = client.cluster.url + "/api/v1/pods"
    async with client.session.get(url, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        zipped = await answer.read()
    async with client.session.get(url, headers={"Accept-Encoding": "identity"}) as answer:
        assert "Content-Encoding" not in answer.headers
        assert json.loads(await answer.read())["items"] == json.loads(zipped)["items"]


async def test_a_kubeconfig_leads_to_the_server_and_is_private(client, tmp_path: Path):
    """It may hold a token."""
    path = client.cluster.kubeconfig(tmp_path / "kubeconfig")
    assert path.stat().st_mode & 0o077 == 0
    assert yaml.safe_load(path.read_text())["clusters"][0]["cluster"]["server"] == client.cluster.url


async def test_https_is_served_with_a_token_to_who_trusts_its_certificate(tmp_path: Path):
    """Clients verify a cluster's certificate always, so a demo of it has to be verifiable."""
    real("openssl (in PATH)", shutil.which("openssl"))
    made = await make_certificate(tmp_path)
    trusting = ssl.create_default_context(cafile=str(made.certificate))
    async with DemoCluster(World(400), tls=made, token="secret") as cluster, aiohttp.ClientSession() as session:
        told = yaml.safe_load(cluster.kubeconfig(tmp_path / "kubeconfig").read_text())
        assert told["clusters"][0]["cluster"] == {"server": cluster.url, "certificate-authority": str(made.certificate)}
        headers = {"Authorization": f"Bearer {told['users'][0]['user']['token']}"}
        async with session.get(f"{cluster.url}/api/v1/namespaces", headers=headers, ssl=trusting) as answer:
            assert answer.status == 200
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await session.get(f"{cluster.url}/version")


async def test_requests_are_counted(client):
    """`asked once for 200 people` is proved by this count."""
    await client.ask("/version")
    await client.ask("/api/v1/pods", limit="1")
    assert [(seen.method, seen.path) for seen in client.cluster.requests] == [
        ("GET", "/version"),
        ("GET", "/api/v1/pods?limit=1"),
    ]


async def test_a_hanging_server_answers_when_it_is_well_again(client):
    """What hangs must not leak, nor be lost."""
    client.cluster.faults.hang(only="/pods")
    asked = asyncio.create_task(client.ask("/api/v1/pods", limit="1"))
    assert (await client.ask("/version"))[0] == 200
    await client.cluster.asked("/pods")
    assert not asked.done()
    client.cluster.faults.clear()
    assert (await asked)[0] == 200


async def test_a_fault_strikes_as_often_as_it_was_told_to(client):
    """Retries are tried with a server that gets well after so many failures."""
    client.cluster.faults.status(429, times=2, retry_after=3)
    seen = []
    for _ in range(3):
        async with client.session.get(client.cluster.url + "/version") as answer:
            seen.append((answer.status, answer.headers.get("Retry-After")))
    assert seen == [(429, "3"), (429, "3"), (200, None)]


async def test_half_a_body_is_cut_off(client):
    """The length promised more than came."""
    client.cluster.faults.cut()
    with pytest.raises(aiohttp.ClientPayloadError):
        await client.ask("/api/v1/pods")


async def test_garbage_says_that_it_is_json_and_is_none(client):
    """A proxy's error page comes like that."""
    client.cluster.faults.garbage(times=1)
    with pytest.raises(json.JSONDecodeError):
        await client.ask("/api/v1/pods")


async def test_a_slow_server_waits_before_it_answers(client):
    """With no seconds to wait it still goes through the same gate."""
    client.cluster.faults.slow(0.0)
    assert (await client.ask("/version"))[0] == 200


async def test_a_server_that_is_down_refuses_and_comes_back_on_its_port(client):
    """The breaker closes again by itself only if the address is the same."""
    await client.cluster.faults.down()
    with pytest.raises(aiohttp.ClientConnectorError):
        await client.ask("/version")
    await client.cluster.faults.up()
    assert (await client.ask("/version"))[0] == 200
