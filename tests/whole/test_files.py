"""Long lists: the whole as a file in the thread, and pages where Slack has none."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from playground.slack import Message

if TYPE_CHECKING:
    from staging import Stage


def rows(stage: Stage, message: Message) -> list[dict[str, str]]:
    """Return the rows of the CSV file that a message shares."""
    [file] = message.files
    return list(csv.DictReader(StringIO(stage.slack.files[file]["content"].decode(), newline=""), strict=True))


@pytest.fixture
async def large(stage: Stage) -> Stage:
    """A cluster of 2,000 pods, of which some hundreds fail."""
    await stage.cluster("prod", pods=2000)
    await stage.bot()
    return stage


async def test_the_whole_list_is_one_click_away(large: Stage) -> None:
    """The message shows workloads; the file has every pod, and stands in the thread of the message."""
    await large.slack.slash("ana", "incidents", "pods failed")
    [answer] = await large.answered()
    number = int(answer.text.split()[1].replace(",", ""))
    await large.slack.click("ana", answer.ts, "All rows as CSV", "incidents")
    _, brief, shared = await large.answered(count=3)
    assert [brief.thread_ts, shared.thread_ts] == [answer.ts, answer.ts]
    assert len(rows(large, shared)) == number
    assert [block["type"] for block in brief.blocks] == ["rich_text", "context"]


async def test_a_list_and_its_file_cost_one_sweep_and_say_the_same(large: Stage) -> None:
    """Asked for at once, they are of one moment; the second form of it costs nothing more."""
    await large.slack.slash("ana", "incidents", "pods failed --file csv")
    answer, shared = await large.answered(count=2)
    asked = Counter(seen.path for seen in large.clusters["prod"].requests)
    assert set(asked.values()) == {1}
    assert f"{len(rows(large, shared)):,} pods failing" in answer.text
    await large.slack.slash("ben", "incidents", "pods failed --file text")
    await large.answered(count=4)
    assert Counter(seen.path for seen in large.clusters["prod"].requests) == asked


async def test_refresh_brings_no_file(large: Stage) -> None:
    """It is the picture that is refreshed; a file was asked for once."""
    await large.slack.slash("ana", "incidents", "pods failed --file csv")
    answer, _ = await large.answered(count=2)
    await large.slack.click("ana", answer.ts, "Refresh", "incidents")
    await large.slack.wait(lambda: large.answers()[0].edited == 1)
    assert len(large.answers()) == 2


async def test_where_the_bot_is_no_member_it_says_why_there_is_no_file(large: Stage) -> None:
    """The response URL brings the answer and takes no file; what is missing is not passed over."""
    await large.slack.slash("ana", "random", "pods failed --file csv")
    answer, told = await large.answered("random", count=2)
    assert "pods failing" in answer.text
    assert told.ephemeral_to == large.slack.users["ana"]
    assert "no member" in told.text


async def test_a_file_is_had_in_a_direct_message_and_from_a_thread(large: Stage) -> None:
    """Wherever one can ask, one can have it."""
    channel = large.slack.direct["ana"]
    await large.slack.dm("ana", "pods failed --file csv")
    answer, shared = await large.answered(channel, count=2)
    assert shared.thread_ts == answer.ts
    await large.slack.mention("ben", "incidents", "ping")
    [root] = await large.answered()
    await large.slack.mention("ben", "incidents", "pods --file=text", thread_ts=root.ts)
    assert [one.thread_ts for one in (await large.answered(count=3))[1:]] == [root.ts, root.ts]


async def test_an_answer_without_a_list_says_so(large: Stage) -> None:
    """Rather than to bring an empty file, or nothing without a word."""
    await large.slack.slash("ana", "incidents", "pods failed -n kube-system --file csv")
    [answer] = await large.answered()
    assert "no list" in str(answer.blocks) or large.slack.files


async def test_pages_are_turned_in_place_where_slack_has_none(stage: Stage) -> None:
    """Older Slacks get a part at a time; whoever turns the page is asked for their rights like anybody."""
    await stage.cluster("prod", pods=2000)
    stage.slack.faults.unknown_blocks("data_table")
    await stage.bot()
    await stage.slack.slash("ana", "incidents", "pods")
    [first] = await stage.answered()
    await stage.slack.click("ben", first.ts, "Next", "incidents")
    second = await stage.slack.wait(lambda: next((one for one in stage.answers() if one.edited), None))
    assert second.ts == first.ts
    assert "26 to 50" in str(second.blocks)
    await stage.slack.click("ben", first.ts, "Previous", "incidents")
    back = await stage.slack.wait(lambda: next((one for one in stage.answers() if one.edited == 2), None))
    assert "1 to 25" in str(back.blocks)


@pytest.mark.kubernetes
async def test_a_file_from_a_real_cluster_has_every_pod(stage: Stage, kubeconfig: Path, truth: dict[str, Any]) -> None:
    """As many rows as were seeded, whatever their number, and no pod twice."""
    rig = {"kubernetes": {"rig": {"kubeconfig": str(kubeconfig), "timeout": 30}}}
    await stage.bot(connectors=rig, answer_timeout=60)
    await stage.slack.slash("ana", "incidents", "pods --file csv")
    _, shared = await stage.answered(count=2, seconds=60)
    found = {(row["Namespace"], row["Pod"]) for row in rows(stage, shared)}
    assert len(found) == len(rows(stage, shared)) == sum(truth["counts"].values())
    assert {"/".join(pod) for pod in found} >= set(truth["CrashLoopBackOff"])
