"""Alerts come in: from Alertmanager's webhook through the whole bot into Slack, one message a group."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import time
from typing import Any

import pytest
from alarms import alerting, replies, roots, standing
from alerting import alert, post, webhook
from staging import Stage

from playground.slack import Message

Words = Callable[[Message], str]


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
