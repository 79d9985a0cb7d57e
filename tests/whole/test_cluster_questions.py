"""The whole bot asked about nodes, workloads, rollouts, events and the whole picture of a demo cluster."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from staging import Stage

from playground.slack import Message

Words = Callable[[Message], str]


@pytest.mark.parametrize(
    ("line", "title", "within"),
    [
        ("status", "not ready", "warning events within 30 min"),
        ("nodes", "nodes not ready", "NodeStatusUnknown"),
        ("nodes notready", "nodes not ready", "not ready"),
        ("nodes pressure", "under pressure", "MemoryPressure"),
        ("node node-003", "node-003", "NodeStatusUnknown"),
        ("workloads", "workloads", "payments/checkout"),
        ("workloads unhealthy", "workloads unhealthy", "ProgressDeadlineExceeded"),
        ("workload deploy/checkout -n payments", "payments/checkout", "v1.4.0 → v1.5.0"),
        ("rollouts --since 6h", "rollouts", "→"),
        ("events -n payments", "events", "payments/checkout"),
        ("events warning --since 1h", "warning events", "BackOff"),
        ("events --for deploy/checkout -n payments", "events", "ScalingReplicaSet"),
    ],
)
async def test_a_question_is_answered_in_the_channel(prod: Stage, words: Words, line: str, title: str, within: str) -> None:
    """From Slack through the cluster and back, with blocks that Slack takes."""
    await prod.slack.slash("ana", "incidents", line)
    [answer] = await prod.answered()
    assert title in answer.text
    assert within in words(answer)


async def test_the_whole_picture_leads_deeper(prod: Stage, words: Words) -> None:
    """Each line has its button; what is behind it stands in the thread."""
    await prod.slack.slash("ana", "incidents", "status")
    [answer] = await prod.answered()
    for place, (button, title) in enumerate((("Nodes", "not ready"), ("Workloads", "unhealthy"), ("Pods", "failing"))):
        await prod.slack.click("ben", answer.ts, button, "incidents")
        deeper = (await prod.answered(count=place + 2))[-1]
        assert deeper.thread_ts == answer.ts
        assert title in deeper.text


async def test_the_whole_picture_of_several_clusters_stands_without_one(stage: Stage, words: Words) -> None:
    """One dead cluster never costs the answer."""
    await stage.cluster("prod")
    (await stage.cluster("staging")).faults.hang()
    await stage.bot(answer_timeout=4)
    await stage.slack.slash("ana", "incidents", "status @all")
    [answer] = await stage.answered(seconds=20)
    assert "not ready" in answer.text
    assert "staging did not answer" in answer.text


async def test_a_pod_leads_to_its_workload_and_its_node(prod: Stage) -> None:
    """One pod is seldom the whole story."""
    await prod.slack.slash("ana", "incidents", "pods failed -n payments")
    [answer] = await prod.answered()
    menu = next(one for block in answer.blocks for one in block.get("elements", []) if one.get("type") == "static_select")
    line = next(one["value"] for one in menu["options"] if "checkout-" in one["value"])
    await prod.slack.slash("ana", "incidents", line)
    pod = (await prod.answered(count=2))[-1]
    for place, (button, title) in enumerate((("Deployment", "payments/checkout"), ("Node", "node-"))):
        await prod.slack.click("ben", pod.ts, button, "incidents")
        deeper = (await prod.answered(count=place + 3))[-1]
        assert title in deeper.text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("workload", "needs KIND/NAME"),
        ("workload pod/web-0", "is no kind of workload"),
        ("node 'a b'", "cannot be a name"),
        ("rollouts --since 5", "no time to look back"),
        ("events --for web", "names no object"),
        ("nodes -n payments", "has no option -n"),
    ],
)
async def test_what_is_wrong_with_a_line_is_said_to_its_writer(prod: Stage, line: str, said: str) -> None:
    """And what would be right."""
    await prod.slack.slash("ana", "incidents", line)
    [usage] = await prod.answered()
    assert said in usage.text
    assert usage.ephemeral_to == prod.slack.users["ana"]


async def test_what_is_not_there_is_said_plainly(prod: Stage) -> None:
    """A name that was pasted from yesterday."""
    await prod.slack.slash("ana", "incidents", "workload deploy/nobody")
    [answer] = await prod.answered()
    assert "there is no Deployment 'nobody'" in answer.text
