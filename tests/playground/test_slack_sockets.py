"""Socket Mode as it is: tickets, lost acks, retries, cuts, and Slack away altogether."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import ManualClock, Slack


async def ticket(slack: Slack) -> str:
    """Return the URL of a new socket."""
    client = AsyncWebClient(base_url=slack.api_url)
    opened = await client.apps_connections_open(app_token=slack.app_token)
    return str(opened["url"])


async def test_a_ticket_opens_one_socket_and_says_hello(slack: Slack) -> None:
    """A client that tries a spent ticket again is refused for ever: it needs a new one."""
    url = await ticket(slack)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as ws:
            hello = await ws.receive_json()
            assert (hello["type"], hello["num_connections"]) == ("hello", 1)
            with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
                await session.ws_connect(url)
            assert caught.value.status == 408
        await slack.wait(lambda: slack.connections == 0)


async def test_a_ticket_expires(timeless: Slack, clock: ManualClock) -> None:
    """One that was kept for later is worth nothing."""
    url = await ticket(timeless)
    clock.advance(31)
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_the_eleventh_socket_is_told_that_there_are_too_many(slack: Slack) -> None:
    """Ten connections an app: ghosts count."""
    async with aiohttp.ClientSession() as session:
        sockets = [await session.ws_connect(await ticket(slack)) for _ in range(10)]
        hellos = [await ws.receive_json() for ws in sockets]
        assert [hello["num_connections"] for hello in hellos] == list(range(1, 11))
        ws = await session.ws_connect(await ticket(slack))
        assert (await ws.receive_json())["reason"] == "too_many_websockets"
        assert (await ws.receive()).type is aiohttp.WSMsgType.CLOSE
        assert slack.connections == 10


async def test_without_a_socket_a_command_fails_at_once(slack: Slack) -> None:
    """The person sees `dispatch_failed`."""
    assert (await slack.slash("ana", "incidents", "x")).failed == "dispatch_failed"


async def test_a_command_without_an_ack_fails_after_three_seconds_and_is_not_tried_again(
    timeless: Slack, clock: ManualClock
) -> None:
    """The person sees `operation_timeout`; nothing comes again."""
    async with aiohttp.ClientSession() as session, session.ws_connect(await ticket(timeless)) as ws:
        await ws.receive_json()
        action = asyncio.create_task(timeless.slash("ana", "incidents", "x"))
        assert (await ws.receive_json())["type"] == "slash_commands"
        clock.advance(3)
        delivery = await action
        assert (delivery.acked, delivery.failed) == (False, "operation_timeout")
        assert clock.waiting == 0


async def test_an_event_without_an_ack_comes_again_at_once_after_a_minute_and_after_five(
    timeless: Slack, clock: ManualClock
) -> None:
    """The same event_id each time, in another envelope: what has been answered must not be answered again."""
    async with aiohttp.ClientSession() as session, session.ws_connect(await ticket(timeless)) as ws:
        await ws.receive_json()
        action = asyncio.create_task(timeless.mention("ana", "incidents", "ping"))
        frames = []
        for pause in (0, 60, 300, 0):
            frames.append(await ws.receive_json())
            clock.advance(3)
            if pause:
                await clock.busy()
                clock.advance(pause)
        assert (await action).failed == "operation_timeout"
    assert [frame["retry_attempt"] for frame in frames] == [0, 1, 2, 3]
    assert {frame["retry_reason"] for frame in frames[1:]} == {"timeout"}
    assert len({frame["payload"]["event_id"] for frame in frames}) == 1
    assert len({frame["envelope_id"] for frame in frames}) == 4


async def test_an_event_is_delivered_again_when_its_ack_was_lost(slack: Slack, connect: Any) -> None:
    """`redeliver` and `copies` make the doubles that Slack makes, on two connections."""
    one, two = await connect(slack), await connect(slack)
    await slack.mention("ana", "incidents", "ping", redeliver=True)
    await slack.wait(lambda: len(one.got) == len(two.got) == 1)
    assert one.got[0]["event_id"] == two.got[0]["event_id"]
    await slack.mention("ana", "incidents", "pong", copies=2)
    await slack.wait(lambda: len(one.got) == len(two.got) == 2)
    assert one.got[1]["event_id"] == two.got[1]["event_id"]


async def test_each_payload_goes_to_one_connection_only(slack: Slack, connect: Any) -> None:
    """Two replicas share the work without knowing of each other."""
    one, two = await connect(slack), await connect(slack)
    for _ in range(4):
        await slack.slash("ana", "incidents", "quietly")
    assert (len(one.got), len(two.got)) == (2, 2)


async def test_a_cut_socket_sees_no_close_frame(slack: Slack) -> None:
    """A line that breaks says nothing: the client has to notice."""
    async with aiohttp.ClientSession() as session:
        ws = await session.ws_connect(await ticket(slack))
        await ws.receive_json()
        await slack.drop()
        assert slack.connections == 0
        assert (await ws.receive()).type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)
        assert ws.close_code == aiohttp.WSCloseCode.ABNORMAL_CLOSURE


async def test_a_refresh_warns_first_and_closes_later(timeless: Slack, clock: ManualClock) -> None:
    """Ten seconds to open another connection before this one goes."""
    async with aiohttp.ClientSession() as session:
        ws = await session.ws_connect(await ticket(timeless))
        await ws.receive_json()
        await timeless.refresh(ahead=10)
        assert (await ws.receive_json())["reason"] == "warning"
        clock.advance(10)
        assert (await ws.receive_json())["reason"] == "refresh_requested"
        assert (await ws.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_an_app_survives_a_refresh(slack: Slack, bare: Any) -> None:
    """Bolt opens another socket as soon as it is asked."""
    await slack.refresh(ahead=0)
    await slack.wait(lambda: slack.connections == 0)
    await slack.wait(lambda: slack.connections == 1)
    assert (await slack.slash("ana", "incidents", "quietly")).acked


async def test_slack_goes_away_and_comes_back_on_the_same_address(slack: Slack, bare: Any) -> None:
    """Connections are refused meanwhile; afterwards everything is as it was."""
    address = slack.api_url
    await slack.down()
    assert slack.connections == 0
    with pytest.raises(aiohttp.ClientConnectorError):
        await bare.client.auth_test()
    await slack.up()
    assert slack.api_url == address
    assert (await bare.client.auth_test())["ok"]


async def test_a_call_that_hangs_is_let_go_by_clear(slack: Slack, client: AsyncWebClient) -> None:
    """A black hole: neither done nor refused."""
    slack.faults.hang("chat.postMessage")
    impatient = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, timeout=0.05, retry_handlers=[])
    with pytest.raises(TimeoutError):
        await impatient.chat_postMessage(channel="ops", text="x")
    slack.faults.clear()
    await client.chat_postMessage(channel="ops", text="y")
    assert [said.text for said in slack.messages("ops")] == ["y"]
