"""Thirty clusters at once, of which some hang and some refuse: one answer, in time, that can be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from playground.slack import Message

if TYPE_CHECKING:
    from staging import Stage

Words = Callable[[Message], str]

CLUSTERS = [f"cluster-{number:02d}" for number in range(30)]
HANGING, REFUSING = CLUSTERS[3:6], CLUSTERS[10:12]


async def test_thirty_clusters_answer_though_three_hang_and_two_refuse(stage: Stage, words: Words) -> None:
    """Each is asked at once; what did not answer by the deadline is named with its reason, and costs nobody their answer."""
    for name in CLUSTERS:
        await stage.cluster(name)
    await stage.bot(answer_timeout=4)
    for name in HANGING:
        stage.clusters[name].faults.hang()
    for name in REFUSING:
        await stage.clusters[name].faults.down()
    await stage.slack.slash("ana", "incidents", "pods failed @all")
    [answer] = await stage.answered(seconds=20)
    said = words(answer)
    assert "pods failing" in answer.text
    assert "cluster-03, cluster-04, cluster-05 and 2 more did not answer" in answer.text
    assert "25 targets answered in" in said
    assert "cluster-03, cluster-04, cluster-05: timed out" in said
    assert "cluster-10, cluster-11: connection refused" in said
    assert [call.error for call in stage.slack.calls if call.error] == []
    [table] = [block for block in answer.blocks if block["type"] == "data_table"]
    assert {row[1]["text"] for row in table["rows"][1:]} <= set(CLUSTERS) - set(HANGING) - set(REFUSING)
    options = [o for b in answer.blocks for e in b.get("elements", []) if e["type"] == "overflow" for o in e["options"]]
    assert "pods failed @all --file csv" in {option["value"] for option in options}


async def test_thirty_clusters_that_are_all_away_are_said_in_one_message(stage: Stage, words: Words) -> None:
    """A network is down, not thirty clusters; the reason is said once."""
    for name in CLUSTERS:
        await stage.cluster(name)
        await stage.clusters[name].faults.down()
    await stage.bot(answer_timeout=4)
    await stage.slack.slash("ana", "incidents", "pods failed @all")
    [answer] = await stage.answered(seconds=20)
    assert "None of 30 targets answered" in answer.text
    assert words(answer).count("connection refused") == 1
    assert [call.error for call in stage.slack.calls if call.error] == []
