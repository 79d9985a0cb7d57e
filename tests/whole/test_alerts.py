"""Alerts come in: from Alertmanager's webhook through the whole bot into Slack, one message a group."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import time
from typing import Any

import pytest
from alerting import TOKEN, alert, post, webhook
from servers import RedisServer, free_port
from staging import Stage

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


def evict(server: RedisServer, pattern: str) -> None:
    """Drop the keys of the alerts' store that fit, as a Redis without memory does."""
    client = server.client()
    for key in client.scan_iter(f"srehub:v1:{pattern}"):
        client.delete(key)
    client.close()


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


async def standing(stage: Stage, text: str) -> Message:
    """Return the bot's only root message, once it begins with the text."""
    [found] = await stage.slack.wait(lambda: [one for one in roots(stage) if one.text.startswith(text)], seconds=15)
    assert len(roots(stage)) == 1
    return found


async def test_acknowledging_is_seen_by_all_and_can_be_undone(stage: Stage, words: Words) -> None:
    """Who looks after it is what the second person wants to know first."""
    port = await alerting(stage)
    await post(port, webhook(alert(time(), alertname="Down", severity="critical")))
    message = await standing(stage, "🔥 Down")
    assert "Nobody looks after it yet" in words(message)
    await stage.slack.click("ana", message.ts, "Acknowledge", "incidents")
    await stage.slack.wait(lambda: "looks after it since" in words(roots(stage)[0]))
    assert f'"user_id": "{stage.slack.users["ana"]}"' in repr(roots(stage)[0].blocks).replace("'", '"')
    await stage.slack.click("ben", message.ts, "Give it back", "incidents")
    await stage.slack.wait(lambda: "Nobody looks after it yet" in words(roots(stage)[0]))
    await stage.slack.wait(lambda: len(replies(stage)) == 2)
    assert "acknowledged it" in words(replies(stage)[0])


@pytest.mark.parametrize("way", ["elsewhere", "guest", "shared"])
async def test_what_changes_something_is_refused_where_and_to_whom_it_is_not_allowed(
    stage: Stage, words: Words, way: str
) -> None:
    """A button is state and not authority: it is looked at on every click."""
    channel = "external" if way == "shared" else "incidents"
    here = stage.slack.channels[channel]
    allowed = stage.slack.channels["general"] if way == "elsewhere" else here
    port = await alerting(stage, slack={"incident_channels": [allowed]}, alerts={"default_channel": here})
    await post(port, webhook(alert(time(), alertname="Down", severity="critical")))
    [message] = await stage.slack.wait(lambda: stage.answers(channel))
    who = next(iter(stage.slack.users)) if way != "guest" else guest(stage)
    await stage.slack.click(who, message.ts, "Acknowledge", channel)
    refusal = await stage.slack.wait(
        lambda: next((one for one in stage.slack.messages(channel) if one.ephemeral_to is not None), None)
    )
    assert refusal.text.startswith("⛔")
    assert "Nobody looks after it yet" in words(stage.answers(channel)[0])


def guest(stage: Stage) -> str:
    """Return the name of somebody who is a guest."""
    return next(user.name for user in stage.slack._state.workspace.people if user.restricted)


async def test_only_a_rise_in_severity_is_told_to_the_channel(stage: Stage, words: Words) -> None:
    """A broadcast is for what changes who has to look."""
    port, began = await alerting(stage), time()
    await post(port, webhook(alert(began, alertname="Slow", severity="warning", pod="a")))
    await standing(stage, "🟠 Slow")
    worse = webhook(
        alert(began, alertname="Slow", severity="warning", pod="a"),
        alert(began + 1, alertname="Slow", severity="critical", pod="b"),
    )
    await post(port, worse)
    told = await stage.slack.wait(lambda: next((one for one in replies(stage) if one.broadcast), None))
    assert "severity rises to critical" in words(told)
    await standing(stage, "🔥 Slow")


async def test_after_a_lost_redis_the_message_is_found_again(stage: Stage, redis_server: RedisServer, words: Words) -> None:
    """The metadata carry the key and who looks after it: no second message, and nothing forgotten."""
    redis_server.make_well()
    port, began = await alerting(stage, cache={"url": redis_server.url}), time() - 100
    await post(port, webhook(alert(began, alertname="Down", severity="critical")))
    message = await standing(stage, "🔥 Down")
    await stage.slack.click("ana", message.ts, "Acknowledge", "incidents")
    await stage.slack.wait(lambda: "looks after it since" in words(roots(stage)[0]))
    redis_server.make_well()  # empty
    await post(port, webhook(alert(began, time(), alertname="Down", severity="critical")))
    over = await standing(stage, "🟢 Down")
    assert over.ts == message.ts
    assert "looked after it from" in words(over)


async def test_a_click_after_a_lost_redis_finds_its_alert(stage: Stage, redis_server: RedisServer, words: Words) -> None:
    """The button is older than the state."""
    redis_server.make_well()
    port = await alerting(stage, cache={"url": redis_server.url})
    await post(port, webhook(alert(time(), None, {"summary": "All is dark."}, alertname="Down", severity="critical")))
    message = await standing(stage, "🔥 Down")
    redis_server.make_well()
    await stage.slack.click("ana", message.ts, "Acknowledge", "incidents")
    await stage.slack.wait(lambda: "looks after it since" in words(roots(stage)[0]))
    assert "All is dark." in words(roots(stage)[0])


async def test_what_explains_an_alert_is_added_once_its_message_stands(stage: Stage, words: Words) -> None:
    """Pods, rollouts and logs of the labels' workload, out of the cluster and its nodes; what failed is named."""
    await stage.cluster("prod")
    port = await alerting(stage)
    labels = {"alertname": "CheckoutErrors", "namespace": "payments", "deployment": "checkout", "severity": "critical"}
    await post(port, webhook(alert(time(), None, **labels)))
    first = await standing(stage, "🔥 CheckoutErrors")

    def said() -> str:
        return " ".join(words(roots(stage)[0]).split())

    await stage.slack.wait(lambda: "Pods:" in said(), seconds=20)
    assert "Pods: payments/checkout · Deployment, stuck" in said()
    assert "app v1.4.0 → v1.5.0" in said().partition("Rollouts:")[2]
    assert "PAYMENT_PROVIDER_URL" in said().partition("Logs:")[2]
    assert [one.ts for one in roots(stage)] == [first.ts]


async def test_evidence_that_does_not_come_is_named_and_the_message_stands(stage: Stage, words: Words) -> None:
    """The cluster that fires is the one that answers least."""
    (await stage.cluster("prod")).faults.hang()
    port = await alerting(stage, alerts={"default_channel": stage.slack.channels["incidents"], "evidence_timeout": 1})
    labels = {"alertname": "CheckoutErrors", "namespace": "payments", "deployment": "checkout", "severity": "critical"}
    await post(port, webhook(alert(time(), None, **labels)))
    first = await standing(stage, "🔥 CheckoutErrors")
    await stage.slack.wait(lambda: "no answer within 1 s" in words(roots(stage)[0]), seconds=20)
    assert [one.ts for one in roots(stage)] == [first.ts]


@pytest.mark.parametrize("pattern", ["alert:*", "alerts:due", "alerts:roster:*", "alerts:known:*", "alerts:lease:*"])
async def test_what_redis_evicts_is_found_again_and_not_posted_twice(
    stage: Stage, redis_server: RedisServer, words: Words, pattern: str
) -> None:
    """A Redis that is short of memory drops single keys; the others say all along that nothing was lost."""
    redis_server.make_well()
    port, began = await alerting(stage, cache={"url": redis_server.url}), time() - 100
    await post(port, webhook(alert(began, alertname="Down", severity="critical")))
    message = await standing(stage, "🔥 Down")
    await stage.slack.click("ana", message.ts, "Acknowledge", "incidents")
    await stage.slack.wait(lambda: "looks after it since" in words(roots(stage)[0]))
    evict(redis_server, pattern)
    await post(port, webhook(alert(began, time(), alertname="Down", severity="critical")))
    over = await standing(stage, "🟢 Down")
    assert over.ts == message.ts
    assert "looked after it from" in words(over)


async def test_a_click_on_an_alert_that_redis_evicted_finds_it(
    stage: Stage, redis_server: RedisServer, words: Words
) -> None:
    """The message stands there; that its state does not is nobody's business."""
    redis_server.make_well()
    port = await alerting(stage, cache={"url": redis_server.url})
    await post(port, webhook(alert(time(), alertname="Down", severity="critical")))
    message = await standing(stage, "🔥 Down")
    evict(redis_server, "alert:*")
    await stage.slack.click("ana", message.ts, "Acknowledge", "incidents")
    await stage.slack.wait(lambda: "looks after it since" in words(roots(stage)[0]))
    assert len(roots(stage)) == 1


async def test_while_redis_is_away_alertmanager_is_told_to_come_again(stage: Stage, redis_server: RedisServer) -> None:
    """Nothing is taken that could be lost."""
    redis_server.make_well()
    port, body = await alerting(stage, cache={"url": redis_server.url}), webhook(alert(time(), alertname="Down"))
    redis_server.stop()
    assert await post(port, body) == 503
    redis_server.start()
    for _ in range(200):
        if await post(port, body) == 200:
            break
    await standing(stage, "🟠 Down")


async def test_without_redis_alertmanager_waits_until_slack_has_the_message(stage: Stage) -> None:
    """What is only in memory is not safe."""
    port = await alerting(stage)
    stage.slack.faults.refuse("chat.postMessage", "is_archived", times=None)
    body = webhook(alert(time(), alertname="Down"))
    assert await post(port, body) == 503
    stage.slack.faults.clear()


async def test_a_post_that_slack_made_without_saying_so_is_not_made_again(stage: Stage, cache: dict[str, Any]) -> None:
    """In doubt the channel is read."""
    port = await alerting(stage, **cache)
    stage.slack.faults.lose_answer("chat.postMessage")
    assert await post(port, webhook(alert(time(), alertname="Down", severity="critical"))) == 200
    await standing(stage, "🔥 Down")


async def test_a_deleted_message_of_a_firing_alert_is_posted_anew(stage: Stage) -> None:
    """Somebody tidied up too early."""
    port, began = await alerting(stage), time()
    await post(port, webhook(alert(began, alertname="Down", severity="critical", pod="a")))
    first = await standing(stage, "🔥 Down")
    stage.slack.faults.refuse("chat.update", "message_not_found")
    body = webhook(alert(began, alertname="Down", severity="critical", pod="a"), alert(began + 1, alertname="Down", pod="b"))
    await post(port, body)
    found = await stage.slack.wait(lambda: [one for one in roots(stage) if one.ts != first.ts])
    assert "2 alerts" in found[0].text


async def test_a_storm_gathers_in_one_digest_and_each_can_be_opened(stage: Stage, cache: dict[str, Any]) -> None:
    """Forty messages tell less than one; and none is lost."""
    channel = stage.slack.channels["incidents"]
    port = await alerting(stage, alerts={"default_channel": channel, "storm": 3}, **cache)
    began = time()
    bodies = [
        webhook(
            alert(began, alertname=f"Down{number:02}", severity="critical" if number == 7 else "warning", service="shop")
        )
        for number in range(12)
    ]
    for body in bodies[:3]:
        assert await post(port, body) == 200
    await stage.slack.wait(lambda: len(roots(stage)) == 3)
    await asyncio.gather(*(post_until_taken(port, body) for body in bodies[3:]))  # each group has a sender of its own
    digest = await stage.slack.wait(
        lambda: next((one for one in roots(stage) if "9 alerts fire" in one.text), None), seconds=20
    )
    assert digest.text.startswith("🔥 9 alerts fire, 1 service")
    assert len(roots(stage)) == 4
    menu = next(one for block in digest.blocks for one in block.get("elements", []) if one.get("type") == "static_select")
    assert menu["options"][0]["text"]["text"] == "Down07 · shop"
    await stage.slack.click("ana", digest.ts, menu["options"][0]["value"], "incidents")
    await stage.slack.wait(lambda: [one for one in roots(stage) if one.text.startswith("🔥 Down07")], seconds=15)
    over = {"status": "resolved", "endsAt": bodies[0]["alerts"][0]["startsAt"]}
    resolved = [body | {"alerts": [body["alerts"][0] | over]} for body in bodies]
    await asyncio.gather(*(post_until_taken(port, body) for body in resolved))
    await stage.slack.wait(lambda: all(one.text.startswith("🟢") for one in roots(stage)), seconds=20)


async def post_until_taken(port: int, body: Any) -> None:
    """Post as Alertmanager does: again until it is taken."""
    while await post(port, body) != 200:
        pass


@pytest.mark.parametrize(
    "line",
    [
        "alert ack 0a1b2c3d4e5f6071", "alert release 0a1b2c3d4e5f6071", "alert silence 0a1b2c3d4e5f6071 2h",
        "alert unsilence 0a1b2c3d4e5f6071", "alert open 0a1b2c3d4e5f6071",
    ],
)  # fmt: skip
async def test_an_alert_that_is_not_known_is_said_to_be_so(stage: Stage, line: str) -> None:
    """Lines are typed, too, and buttons live longer than alerts; only who asked is told."""
    await alerting(stage)
    await stage.slack.slash("ana", "incidents", line)
    said = await stage.slack.wait(lambda: next((one for one in stage.answers() if one.ephemeral_to), None), seconds=10)
    assert "not known any more" in said.text
