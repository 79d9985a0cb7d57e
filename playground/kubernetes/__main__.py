"""Runs the demo API alone: `python -m playground.kubernetes --pods 100000 --port 8001`; Ctrl-C ends it."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import tempfile
from pathlib import Path

from playground.kubernetes.server import DemoCluster
from playground.kubernetes.world import World


async def _serve(pods: int, port: int, seed: int, token: str) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with tempfile.TemporaryDirectory(prefix="demo-kubernetes-") as folder:
        async with DemoCluster(World(pods, seed), port=port, token=token) as cluster:
            await cluster.warm()
            path = cluster.kubeconfig(Path(folder) / "kubeconfig")
            sys.stdout.write(f"{path}\n")
            sys.stdout.flush()
            await stop.wait()


def main() -> None:
    """Serve until told to stop; print the path of the kubeconfig, on a line of its own, once it is ready."""
    parser = argparse.ArgumentParser(prog="python -m playground.kubernetes", description=__doc__)
    parser.add_argument("--pods", type=int, default=2000, help="how many pods (default: %(default)s)")
    parser.add_argument("--port", type=int, default=0, help="where to listen on 127.0.0.1 (default: a free port)")
    parser.add_argument("--seed", type=int, default=7, help="the same seed makes the same names (default: %(default)s)")
    parser.add_argument("--token", default="", help="a bearer token that clients have to show (default: none)")
    given = parser.parse_args()
    if given.pods < World.SMALLEST:
        parser.error(f"--pods: at least {World.SMALLEST}")
    asyncio.run(_serve(given.pods, given.port, given.seed, given.token))


if __name__ == "__main__":
    main()
