"""Redis refuses, hangs and restarts; answers go on, and say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from servers import RedisServer

from playground.slack import Message

if TYPE_CHECKING:
    from staging import Stage

pytestmark = pytest.mark.redis
Words = Callable[[Message], str]


@pytest.fixture
async def cached(stage: Stage, redis_url: str) -> Stage:
    """A bot with a Redis, in which an answer stands."""
    await stage.cluster("prod")
    await stage.bot(cache={"url": redis_url})
    await stage.slack.slash("ana", "incidents", "pods failed")
    await stage.answered()
    return stage


async def test_a_repeated_question_costs_no_upstream_call(cached: Stage) -> None:
    """Within the TTL the cluster is left in peace."""
    asked = len(cached.clusters["prod"].requests)
    await cached.slack.slash("ben", "incidents", "pods failed @prod")
    await cached.answered(count=2)
    assert len(cached.clusters["prod"].requests) == asked


@pytest.mark.parametrize("trouble", ["refuses", "hangs"])
async def test_answers_go_on_without_redis_and_the_footer_says_so(
    cached: Stage, redis_server: RedisServer, words: Words, trouble: str
) -> None:
    """A cache is there to help; its death is a note, never an error."""
    redis_server.stop() if trouble == "refuses" else redis_server.pause()
    await cached.slack.slash("ana", "incidents", "pods failed -n payments")
    await cached.answered(count=2)
    await cached.slack.slash("ana", "incidents", "pods failed -n checkout")
    answer = (await cached.answered(count=3))[-1]
    assert "cache" in words(answer).lower()
    assert "away" in words(answer).lower()


async def test_redis_is_used_again_by_itself(cached: Stage, redis_server: RedisServer, words: Words) -> None:
    """Nobody restarts the bot because Redis was restarted."""
    redis_server.restart()

    def stored() -> bool:
        """Return whether an answer is in it again; what else the bot keeps there is back earlier."""
        with redis_server.client() as client:
            return bool(client.keys("srehub:v1:value:*"))

    for count in range(2, 30):
        await cached.slack.slash("ana", "incidents", "pods failed --fresh")
        await cached.answered(count=count)
        if stored():
            break
    await cached.slack.slash("ana", "incidents", "pods failed")
    last = (await cached.answered(count=count + 1))[-1]
    assert "away" not in words(last).lower()
