"""One replica's cache in a process of its own: it puts questions when told to, and prints what it got.

usage: cache_replica.py REDIS_URL ASKERS SECONDS; SECONDS is how long a call takes. Calls are counted in Redis under `calls`.
"""

from __future__ import annotations

import asyncio
import json
import sys

from cache_rig import FAILED, LONG, Pods

from bot.cache.cache import Cache
from bot.store.redis import connect
from connectors._deadline import Deadline


def say(line: str) -> None:
    """Tell the test."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def main(url: str, askers: int, seconds: float) -> None:
    """Open the cache, wait for a line of input, ask, print one JSON line and end."""
    counter = connect(url)

    async def load(deadline: Deadline) -> Pods:
        number = await counter.incr("calls")
        await asyncio.sleep(seconds)
        return Pods(number)

    async with Cache(url) as cache:
        say("open")
        await asyncio.to_thread(sys.stdin.readline)
        questions = (
            cache.through(FAILED, Pods, load, ttl=60, fresh=False, deadline=Deadline.after(LONG)) for _ in range(askers)
        )
        found = await asyncio.gather(*questions)
        say(json.dumps({"numbers": [f.records.number for f in found], "origins": sorted({f.origin for f in found})}))
    await counter.aclose()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
