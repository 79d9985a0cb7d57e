"""The demo Kubernetes API in a process of its own: `python -m benchmarks.demo_process PODS KUBECONFIG`."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.serving import serve
from playground.kubernetes import DemoCluster, World


class Asked:
    """What clients have asked for."""

    def __init__(self, cluster: DemoCluster) -> None:
        self._cluster = cluster

    async def requests(self) -> dict[str, Any]:
        """Return how often each path with its query was asked since the last look, and forget it."""
        counts = Counter(seen.path for seen in self._cluster.requests)
        self._cluster.requests.clear()
        return {"counts": dict(counts)}


async def main(pods: int, kubeconfig: Path) -> None:
    """Serve until standard input ends."""
    async with DemoCluster(World(pods)) as cluster:
        await cluster.warm()
        cluster.kubeconfig(kubeconfig)
        await serve({"requests": Asked(cluster).requests})


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
