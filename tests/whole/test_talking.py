"""People write to the bot in their own words: it is answered, the line is shown, and one goes on from there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from playground.slack import Message

if TYPE_CHECKING:
    from staging import Stage

Words = Callable[[Message], str]


async def test_a_plain_question_is_answered_and_its_line_shown(prod: Stage, words: Words) -> None:
    """People learn the commands by asking without them."""
    await prod.slack.dm("ana", "what is broken in payments?")
    [answer] = await prod.answered(prod.slack.direct["ana"])
    assert "failing" in answer.text
    assert "pods failed -n payments" in words(answer)


async def test_a_greeting_is_answered_with_questions_to_press(prod: Stage, words: Words) -> None:
    """The first message that somebody ever writes to the bot is rarely a command."""
    channel = prod.slack.direct["ana"]
    await prod.slack.dm("ana", "hello!")
    [greeting] = await prod.answered(channel)
    assert "You may ask everything" in words(greeting)
    await prod.slack.click("ana", greeting.ts, "What is broken?", channel)
    _, answer = await prod.answered(channel, count=2)
    assert "pods failing" in answer.text


async def test_a_direct_message_goes_on_from_the_last_answer(stage: Stage, words: Words) -> None:
    """“and in staging?” keeps the command and the namespace; “the logs of the second” knows the list."""
    for target in ("prod", "staging"):
        await stage.cluster(target)
    await stage.bot()
    channel = stage.slack.direct["ana"]
    for count, said in enumerate(("pods failed -n payments @prod", "and in staging?", "and in prod?", "why?"), start=1):
        await stage.slack.dm("ana", said)
        await stage.answered(channel, count=count)
    _, elsewhere, back, why = stage.answers(channel)
    assert "pods failed -n payments @staging" in words(elsewhere)
    assert "pods failed -n payments @prod" in words(back)
    assert "workload checkout -n payments @prod" in words(why)


async def test_a_thread_under_an_answer_is_a_conversation(prod: Stage, words: Words) -> None:
    """Several incidents in a channel do not get mixed up."""
    await prod.slack.slash("ana", "incidents", "pods failed")
    [answer] = await prod.answered()
    await prod.slack.mention("ben", "incidents", "@srehub the logs of the first", thread_ts=answer.ts)
    _, logs = await prod.answered(count=2)
    assert logs.thread_ts == answer.ts
    assert "asked as" in words(logs)
    assert "logs " in words(logs)


async def test_what_would_change_something_is_offered_at_most(prod: Stage) -> None:
    """A guess begins no watch and restarts nothing."""
    channel = prod.slack.direct["ana"]
    await prod.slack.dm("ana", "keep an eye on payments")
    [offer] = await prod.answered(channel)
    assert "guess" in offer.text
    await prod.slack.click("ana", offer.ts, "watch pods failed -n payments", channel)
    _, watch = await prod.answered(channel, count=2)
    assert "watch" in str(watch.blocks).lower()


@pytest.mark.redis
async def test_another_replica_goes_on_with_the_conversation(stage: Stage, redis_url: str, words: Words) -> None:
    """The next message may reach any of them, and the one that answered may be gone."""
    await stage.cluster("prod")
    first = await stage.bot(cache={"url": redis_url})
    channel = stage.slack.direct["ana"]
    await stage.slack.dm("ana", "pods failed -n payments")
    await stage.answered(channel)
    first.stop.set()
    await first.task
    await stage.bot(cache={"url": redis_url})
    await stage.slack.dm("ana", "what changed there?")
    _, answer = await stage.answered(channel, count=2)
    assert "rollouts -n payments" in words(answer)
