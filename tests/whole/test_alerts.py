"""Alerts come in: from Alertmanager's webhook through the whole bot into Slack, one message a group."""

from __future__ import annotations

from collections.abc import Callable
from time import time
from typing import Any

import pytest
from alerting import TOKEN, alert, post, webhook
from conftest import Stage
from servers import RedisServer, free_port

from playground.slack import Message

Words = Callable[[Message], str]


@pytest.fixture(params=["memory", "redis"])
def cache(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Both places where the state may be."""
    if request.param == "memory":
        return {}
    server: RedisServer = request.getfixturevalue("redis_server")
    server.make_well()
    return {"cache": {"url": server.url}}


async def alerting(stage: Stage, **sections: Any) -> int:
    """Start a bot that takes webhooks into #incidents; return its port."""
    port, channel = free_port(), stage.slack.channels["incidents"]
    usual = {
        "slack": {"incident_channels": [channel]},
        "http": {"host": "127.0.0.1", "port": port},
        "webhooks": {"alertmanager": {"token": TOKEN}},
        "alerts": {"default_channel": channel},
    }
    await stage.bot(**(usual | sections))
    return port


def roots(stage: Stage) -> list[Message]:
    """Return the bot's messages in the channel that are no replies."""
    return [one for one in stage.answers() if one.thread_ts is None]


def replies(stage: Stage) -> list[Message]:
    """Return what the bot said in threads."""
    return [one for one in stage.answers() if one.thread_ts is not None and one.ephemeral_to is None]


async def test_a_group_is_one_message_that_is_edited_until_it_is_resolved(
    stage: Stage, cache: dict[str, Any], words: Words
) -> None:
    """The message stays true, and the thread tells how it came about."""
    port, began = await alerting(stage, **cache), time() - 360
    down = {"alertname": "CheckoutErrors", "namespace": "payments", "severity": "critical"}
    notes = {"summary": "12 % of checkouts fail."}
    assert await post(port, webhook(alert(began, None, notes, pod="a", **down))) == 200
    [first] = await stage.slack.wait(lambda: roots(stage))
    assert first.text.startswith("🔥 CheckoutErrors · payments · critical · firing since ")
    assert "12 % of checkouts fail." in words(first)
    assert first.metadata is not None
    assert first.metadata["event_type"] == "srehub_alert"
    more = webhook(alert(began, None, notes, pod="a", **down), alert(began + 60, None, notes, pod="b", **down))
    assert await post(port, more) == 200
    await stage.slack.wait(lambda: "2 alerts" in roots(stage)[0].text)
    over = [alert(began, time(), notes, pod=pod, **down) for pod in "ab"]
    assert await post(port, webhook(*over)) == 200
    [last] = await stage.slack.wait(lambda: [one for one in roots(stage) if one.text.startswith("🟢")])
    assert last.ts == first.ts
    assert "resolved after 6 min" in last.text
    assert not [block for block in last.blocks if block["type"] == "actions"]
    said = await stage.slack.wait(lambda: replies(stage) if "resolved after" in words(replies(stage)[-1]) else None)
    assert all(one.thread_ts == first.ts and not one.broadcast for one in said)
