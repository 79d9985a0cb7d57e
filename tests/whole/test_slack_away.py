"""Slack is away for a while, with answers owed in several places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.slack import Call

if TYPE_CHECKING:
    from staging import Stage

PLACES = ("incidents", "ops", "general")


def refused(stage: Stage, method: str) -> list[Call]:
    """Return the calls of a method that Slack answered with 503."""
    return [call for call in stage.slack.calls if call.method == method and call.status == 503]


async def test_answers_owed_to_several_places_all_arrive_once(prod: Stage) -> None:
    """Away means: no connection at first, then 503 for everything while Slack comes up. Nothing is lost or said twice."""
    cluster = prod.clusters["prod"]
    await prod.slack.wait(lambda: prod.slack.connections == 2)
    cluster.faults.hang()
    for place in PLACES:
        await prod.slack.slash("ana", place, "pods failed")
    await prod.slack.dm("ben", "pods failed")
    await cluster.asked()
    await prod.slack.down()
    cluster.faults.clear()
    prod.slack.faults.refuse("*", status=503, times=None)
    await prod.slack.up()
    await prod.slack.wait(lambda: len(refused(prod, "chat.postMessage")) >= 4 and refused(prod, "apps.connections.open"))
    prod.slack.faults.clear()
    await prod.slack.wait(lambda: prod.slack.connections == 2, seconds=2)
    for place in (*PLACES, prod.slack.direct["ben"]):
        [answer] = await prod.answered(place)
        assert "pods failing" in answer.text
    assert (await prod.slack.slash("ana", "incidents", "ping")).acked
    await prod.answered(count=2)
    assert [len(prod.answers(place)) for place in PLACES] == [2, 1, 1]


async def test_one_channel_that_slack_slows_down_holds_up_no_other(prod: Stage) -> None:
    """Slack's limits are a channel's own; the incident next door does not wait."""
    for _ in range(6):
        await prod.slack.slash("ana", "ops", "ping")
    await prod.slack.wait(lambda: any(call.error == "ratelimited" for call in prod.slack.calls))
    await prod.slack.slash("ana", "incidents", "ping")
    await prod.answered()
    assert len(await prod.answered("ops", count=6, seconds=15)) == 6
