"""Many demo clusters in one process, each farther away than the last: `python -m benchmarks.fleet_process COUNT FOLDER`.

The kubeconfigs stand in the folder as `cluster-00.kubeconfig` and so on.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from benchmarks.serving import serve
from playground.kubernetes import DemoCluster, World

PODS = 400
NEAREST, FARTHEST = 0.01, 0.30
"""Seconds that a request is under way."""


class Fleet:
    """The clusters."""

    def __init__(self, clusters: list[DemoCluster]) -> None:
        self._clusters = clusters
        for place, cluster in enumerate(clusters):
            share = place / max(1, len(clusters) - 1)
            cluster.faults.slow(NEAREST + share * (FARTHEST - NEAREST))

    async def trouble(self, hanging: int, refusing: int) -> dict[str, Any]:
        """Let the nearest ones hang, and the next ones refuse every connection."""
        for cluster in self._clusters[:hanging]:
            cluster.faults.clear()
            cluster.faults.hang()
        for cluster in self._clusters[hanging : hanging + refusing]:
            await cluster.faults.down()
        return {"troubled": hanging + refusing}


async def main(count: int, folder: Path) -> None:
    """Serve until standard input ends."""
    async with AsyncExitStack() as stack:
        clusters = [await stack.enter_async_context(DemoCluster(World(PODS, seed=seed))) for seed in range(count)]
        for place, cluster in enumerate(clusters):
            await cluster.warm()
            cluster.kubeconfig(folder / f"cluster-{place:02d}.kubeconfig")
        await serve({"trouble": Fleet(clusters).trouble})


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
