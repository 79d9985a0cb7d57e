"""Two digests, and what tests ask of the stores that keep them."""

from __future__ import annotations

from msgspec.structs import replace

from bot.digests.digest import Digest, Run
from bot.digests.ledger import Claim
from bot.digests.memory import MemoryDigests
from bot.digests.redis import SharedDigests

MORNING = Digest(name="morning", channel="C0OPS", cron="0 9 * * *", commands=("pods failed",))
"""One of the configuration."""
EVENING = replace(MORNING, name="evening", cron="0 18 * * *", maker="U0ANA", team="T0")
"""One made in chat."""

Store = MemoryDigests | SharedDigests
ROOM = {"C0OPS": 9}


async def due(store: Store, name: str = "morning") -> Run:
    """Return a run that is due just now."""
    glance = await store.glance()
    return Run(digest=glance.digests[name].digest, due=float(int(glance.now)))


async def claimed(store: Store, *runs: Run) -> list[Claim]:
    """Return what is ours of these."""
    return list(await store.claim(runs, 9, ROOM, (await store.glance()).life))
