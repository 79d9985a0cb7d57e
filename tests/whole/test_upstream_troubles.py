"""Clusters fail in every way they can; people get one true sentence, and what was true last."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from playground.kubernetes import DemoCluster
from playground.slack import Message

if TYPE_CHECKING:
    from staging import Stage

Words = Callable[[Message], str]

AWAY: dict[str, Callable[[DemoCluster], object]] = {
    "500": lambda cluster: cluster.faults.status(500, times=None),
    "429": lambda cluster: cluster.faults.status(429, times=None, retry_after=30),
    "half a body": lambda cluster: cluster.faults.cut(),
    "not JSON": lambda cluster: cluster.faults.garbage(),
    "hangs": lambda cluster: cluster.faults.hang(),
}


@pytest.mark.parametrize("trouble", AWAY)
async def test_the_last_good_answer_stands_in_while_the_cluster_is_unwell(prod: Stage, words: Words, trouble: str) -> None:
    """What was true four minutes ago, labelled as such, is worth more in an incident than an apology."""
    await prod.slack.slash("ana", "incidents", "pods failed")
    await prod.answered()
    AWAY[trouble](prod.clusters["prod"])
    await prod.slack.slash("ana", "incidents", "pods failed --fresh")
    _, second = await prod.answered(count=2, seconds=20)
    assert "prod" in second.text
    assert "does not answer" in second.text
    assert "pods failing" in words(second)


@pytest.mark.parametrize("trouble", AWAY)
async def test_without_a_last_good_answer_one_sentence_says_what_is_wrong(prod: Stage, trouble: str) -> None:
    """The target, the reason and what to do, in one line."""
    AWAY[trouble](prod.clusters["prod"])
    await prod.slack.slash("ana", "incidents", "pods failed")
    [answer] = await prod.answered(seconds=20)
    assert "prod" in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(("status", "said"), [(401, "does not accept our credentials"), (403, "refused")])
async def test_a_refusal_is_said_and_not_hidden_behind_old_data(prod: Stage, words: Words, status: int, said: str) -> None:
    """Rights were taken away: what one could see before is not to be seen now."""
    await prod.slack.slash("ana", "incidents", "pods failed")
    await prod.answered()
    prod.clusters["prod"].faults.status(status, times=None)
    await prod.slack.slash("ana", "incidents", "pods failed --fresh")
    answers = await prod.answered(count=2, seconds=20)
    assert "pods failing" not in words(answers[1])
    assert said in f"{answers[1].text} {words(answers[1])}"


async def test_a_hanging_cluster_does_not_cost_the_others_answer(stage: Stage, words: Words) -> None:
    """Two of three answer within the deadline, and the third is named with its reason."""
    for target in ("prod", "staging", "eu-west"):
        await stage.cluster(target, pods=400)
    await stage.bot(answer_timeout=3)
    stage.clusters["eu-west"].faults.hang()
    await stage.slack.slash("ana", "incidents", "pods failed @all")
    [answer] = await stage.answered(seconds=10)
    assert "eu-west did not answer" in answer.text
    assert "prod, staging" in answer.text
    assert "eu-west" in words(answer)
    assert "timed out" in words(answer)


async def test_the_breaker_opens_after_repeated_failures_and_closes_by_itself(prod: Stage) -> None:
    """A dead cluster is not asked again and again; when it is back it is found by one probe."""
    cluster = prod.clusters["prod"]
    await cluster.faults.down()
    for count in range(1, 4):
        await prod.slack.slash("ana", "incidents", "pods failed --fresh")
        await prod.answered(count=count, seconds=20)
    asked = len(cluster.requests)
    assert asked == 0
    assert "looked at again" in prod.answers()[-1].text or "tried again" in prod.answers()[-1].text


async def test_what_the_cluster_says_is_shown_as_plain_text_and_never_refused(prod: Stage) -> None:
    """Hostile names, annotations and messages in the demo cluster are part of every answer, and break none."""
    for count, line in enumerate(("pods failed", "pods restarting", "pods pending", "pods"), start=1):
        await prod.slack.slash("ana", "incidents", line)
        await prod.answered(count=count)
    assert [call.error for call in prod.slack.calls if call.error] == []
    for answer in prod.answers():
        assert "<!channel>" not in answer.text
