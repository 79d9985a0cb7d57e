"""The demo API over HTTP: who may come in, and the ways in which it fails."""

from __future__ import annotations

import asyncio
import json
import shutil
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import yaml
from demo_kubernetes import NOON, Client, Clock, demo_client
from servers import real

from playground.kubernetes import DemoCluster, World, make_certificate

REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"


@pytest.fixture
def clock() -> Clock:
    """The world's clock."""
    return Clock(NOON)


@pytest.fixture
async def client(clock: Clock) -> AsyncIterator[Client]:
    """A client of a demo cluster."""
    async with demo_client(clock) as client:
        yield client


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
