"""What Redis loses, evicts or does not take, and what Slack does not say: each alert has its one message all the same."""

from __future__ import annotations

from collections.abc import Callable
from time import time
from typing import Any

import pytest
from alarms import alerting, roots, standing
from alerting import alert, post, webhook
from servers import RedisServer
from staging import Stage

from playground.slack import Message

Words = Callable[[Message], str]


def evict(server: RedisServer, pattern: str) -> None:
    """Drop the keys of the alerts' store that fit, as a Redis without memory does."""
    client = server.client()
    for key in client.scan_iter(f"srehub:v1:{pattern}"):
        client.delete(key)
    client.close()


async def is_found_again(stage: Stage, server: RedisServer, words: Words, lose: Callable[[], None]) -> None:
    """An alert fires and is acknowledged, Redis loses something, the alert is over: all of it in one message."""
    server.make_well()
    port, began = await alerting(stage, cache={"url": server.url}), time() - 100
    await post(port, webhook(alert(began, alertname="Down", severity="critical")))
    message = await standing(stage, "🔥 Down")
    await stage.slack.click("ana", message.ts, "Acknowledge", "incidents")
    await stage.slack.wait(lambda: "looks after it since" in words(roots(stage)[0]))
    lose()
    await post(port, webhook(alert(began, time(), alertname="Down", severity="critical")))
    over = await standing(stage, "🟢 Down")
    assert over.ts == message.ts
    assert "looked after it from" in words(over)


async def test_after_a_lost_redis_the_message_is_found_again(stage: Stage, redis_server: RedisServer, words: Words) -> None:
    """The metadata carry the key and who looks after it: no second message, and nothing forgotten."""
    await is_found_again(stage, redis_server, words, redis_server.make_well)


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


@pytest.mark.parametrize("pattern", ["alert:*", "alerts:due", "alerts:roster:*", "alerts:known:*", "alerts:lease:*"])
async def test_what_redis_evicts_is_found_again_and_not_posted_twice(
    stage: Stage, redis_server: RedisServer, words: Words, pattern: str
) -> None:
    """A Redis that is short of memory drops single keys; the others say all along that nothing was lost."""
    await is_found_again(stage, redis_server, words, lambda: evict(redis_server, pattern))


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
