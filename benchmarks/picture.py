"""`status` on a real cluster, held against the slowest of its parts asked alone."""

from __future__ import annotations

import random
from statistics import fmean, median

from benchmarks.asking import Asker, asker
from benchmarks.figures import quantile, seconds
from benchmarks.real_cluster import real_cluster
from benchmarks.recording import size
from benchmarks.result import Row, Section
from benchmarks.run import Run

ROUNDS, FEW = 60, 8
MOST, SHARE = 1.2, 0.25
PARTS = ("nodes", "pods failed", "workloads unhealthy", "events warning")
WHOLE = "status"
REMARK = (
    "Cold answers. The parts of `status` are asked at once, of one server on the same two cores. The server cleans up every"
    " few lists, whoever asks, and takes up to a second then: the times lie in two heaps, between which a median jumps. So"
    " the means are held against each other, which have both heaps in them; the lower quartiles are told beside."
)


async def measure(run: Run) -> Section:
    """Measure it. Raises Skipped where there is no server."""
    with real_cluster(run) as kubeconfig:
        pods = f"{await size(kubeconfig):,} pods"
        section = Section(f"`status`, {pods}, a real API server")
        async with asker(run.config("picture", kubeconfig), run.folder) as bot:
            alone = await _taking_turns(run, bot, PARTS, FEW)
            slowest = max(PARTS, key=lambda line: median(alone[line]))
            took = await _taking_turns(run, bot, (WHOLE, slowest), ROUNDS)
            await bot.cold(WHOLE, watch=True)
        section.rows = [
            _row(took[WHOLE], slowest, took[slowest]),
            *(Row(f"`{line}` alone", seconds(alone[line])) for line in PARTS if line != slowest),
            bot.memory(pods),
            bot.loop(pods),
        ]
    section.remarks = [REMARK]
    return section


async def _taking_turns(run: Run, bot: Asker, lines: tuple[str, ...], rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each line's answers."""
    took: dict[str, list[float]] = {line: [] for line in lines}
    turns, order = list(lines), random.Random(7)
    for number in range(run.rounds(rounds)):
        run.say(f"status: {lines[0]} and others, round {number + 1}")
        order.shuffle(turns)
        for line in turns:
            took[line].append(await bot.cold(line))
    return took


def _row(ours: list[float], slowest: str, theirs: list[float]) -> Row:
    ratio, quick = fmean(ours) / fmean(theirs), quantile(ours, SHARE) / quantile(theirs, SHARE)
    return Row(
        f"`{WHOLE}`", _told(ours), f"its slowest part, `{slowest}`: {_told(theirs)}",
        f"{ratio:.2f}; of the quartiles {quick:.2f}", f"at most {MOST:.2f}", ratio <= MOST,
    )  # fmt: skip


def _told(samples: list[float]) -> str:
    return f"mean {fmean(samples):.3g} s, quartile {quantile(samples, SHARE):.3g} s ({min(samples):.3g}–{max(samples):.3g})"
