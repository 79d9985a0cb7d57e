"""What Redis holds of digests that were due while every bot was away, so that nobody has to wait for a minute to come."""

from __future__ import annotations

from collections.abc import Mapping
from time import gmtime, time

from servers import RedisServer

from bot.digests.redis import PREFIX

AGO, DAY = 240.0, 86_400.0


def lately() -> float:
    """Return a whole minute that is over: late, and well within everybody's grace. Seconds since 1970."""
    return (time() - AGO) // 60 * 60


def daily(at: float) -> str:
    """Return the crontab that comes at that time of every day, in UTC."""
    there = gmtime(at)
    return f"{there.tm_min} {there.tm_hour} * * *"


def settled_until(server: RedisServer, until: Mapping[str, float]) -> None:
    """Let the runs of digests, by name, be settled until then and no longer, in a life of Redis that is not young."""
    with server.client() as client, client.pipeline() as step:
        step.hset(f"{PREFIX}-settled", mapping={name: str(at) for name, at in until.items()})
        step.hset(f"{PREFIX}-life", mapping={"life": "before", "born": "1", "server": client.info("server")["run_id"]})
        step.hincrby(f"{PREFIX}-life", "changes")
        step.execute()
