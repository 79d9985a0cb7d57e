"""`status` on a real cluster, held against the slowest of its parts asked alone."""

from __future__ import annotations

import random
from statistics import median

from benchmarks.asking import asker
from benchmarks.figures import seconds
from benchmarks.real_cluster import real_cluster
from benchmarks.recording import size
from benchmarks.result import Row, Section
from benchmarks.run import Run

ROUNDS = 24
MOST = 1.2
PARTS = ("nodes", "pods failed", "workloads unhealthy", "events warning")
WHOLE = "status"


async def measure(run: Run) -> Section:
    """Measure it. Raises Skipped where there is no server."""
    with real_cluster(run) as kubeconfig:
        pods = f"{await size(kubeconfig):,} pods"
        section = Section(f"`status`, {pods}, a real API server")
        async with asker(run.config("picture", kubeconfig), run.folder) as bot:
            took: dict[str, list[float]] = {line: [] for line in (WHOLE, *PARTS)}
            turns, order = list(took), random.Random(7)
            for line in turns:
                await bot.cold(line)
            for number in range(run.rounds(ROUNDS)):
                run.say(f"status: round {number + 1}")
                order.shuffle(turns)  # whose turn the server's cleaning up falls into must be nobody's lot
                for line in turns:
                    took[line].append(await bot.cold(line))
            for line in (WHOLE, *PARTS):
                await bot.cold(line, watch=True)
        slowest = max(PARTS, key=lambda line: median(took[line]))
        ratio = median(took[WHOLE]) / median(took[slowest])
        beside = f"its slowest part, `{slowest}`: {seconds(took[slowest])}"
        section.rows = [
            Row(f"`{WHOLE}`", seconds(took[WHOLE]), beside, f"{ratio:.2f}", f"at most {MOST:.2f}", ratio <= MOST),
            *(Row(f"`{line}` alone", seconds(took[line])) for line in PARTS),
            bot.memory(pods),
            bot.loop(pods),
        ]
    section.remarks = ["Cold answers. The parts of `status` are asked at once, of one server on the same two cores."]
    return section
