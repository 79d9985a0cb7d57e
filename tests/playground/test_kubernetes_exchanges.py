"""What the demo cluster tells of the requests that it got."""

from __future__ import annotations

import asyncio

import aiohttp

from playground.kubernetes import DemoCluster, World

PODS = "/api/v1/namespaces/payments/pods"


async def test_a_request_is_told_with_its_answer_and_who_asked() -> None:
    """The panel under the bonnet shows what the bot asked and how long it waited."""
    async with DemoCluster(World(pods=400)) as cluster, aiohttp.ClientSession(cluster.url) as http:
        await (await http.get(f"{PODS}?limit=1", headers={"User-Agent": "kubectl/v1"})).read()
        await (await http.get("/api/v1/namespaces/nowhere/pods/none")).read()
        found, missing = cluster.exchanges.listing()
    assert (found.method, found.path, found.agent, found.outcome) == ("GET", f"{PODS}?limit=1", "kubectl/v1", "200")
    assert found.seconds is not None
    assert found.seconds > 0
    assert missing.outcome == "404"
    assert (cluster.exchanges.begun, cluster.exchanges.ended) == (2, 2)


async def test_a_request_under_way_is_told_and_then_that_its_caller_has_gone() -> None:
    """A hanging cluster is seen to hang, and the bot to give up."""
    async with DemoCluster(World(pods=400)) as cluster, aiohttp.ClientSession(cluster.url) as http:
        cluster.faults.hang()
        asking = asyncio.ensure_future(http.get(PODS))
        await cluster.asked(PODS)
        assert [(one.outcome, one.seconds) for one in cluster.exchanges.listing()] == [("", None)]
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        async with asyncio.timeout(5):
            while not cluster.exchanges.ended:  # noqa: ASYNC110 - the server has no event for it
                await asyncio.sleep(0)
        assert cluster.exchanges.listing()[0].outcome == "given up"


async def test_one_fault_can_end_while_another_lasts() -> None:
    """What was slow before a switch was put on and off is slow afterwards."""
    async with DemoCluster(World(pods=400)) as cluster, aiohttp.ClientSession(cluster.url) as http:
        refusing = cluster.faults.status(403)
        cluster.faults.status(404, only="payments")
        cluster.faults.end(refusing)
        assert (await http.get("/api/v1/nodes")).status == 200
        assert (await http.get(PODS)).status == 404
