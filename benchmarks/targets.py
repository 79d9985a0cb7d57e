"""`pods failed @all` over 30 clusters at different distances, held against the farthest of them alone."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.asking import Asker, asker
from benchmarks.child import Child, python, started
from benchmarks.figures import seconds
from benchmarks.result import Row, Section
from benchmarks.run import Run

COUNT, ROUNDS = 30, 12
HANGING, REFUSING = 3, 2
LONGEST = 5.0
MOST = 1.2


async def measure(run: Run) -> Section:
    """Measure it."""
    section = Section(f"A cold `pods failed @all` over {COUNT} clusters")
    run.say(f"targets: starting {COUNT} demo clusters")
    process = python("benchmarks.fleet_process", str(COUNT), str(run.folder))
    async with started("fleet", process, run.folder, serves=True) as fleet, asker(_config(run), run.folder) as bot:
        alone, together = [], []
        for number in range(run.rounds(ROUNDS)):
            run.say(f"targets: round {number + 1}")
            alone.append(await _ask(bot, f"@cluster-{COUNT - 1:02d}"))
            together.append(await _ask(bot, "@all"))
        ratio = median(together) / median(alone)
        section.rows = [
            Row(
                f"all {COUNT}", seconds(together), f"the farthest alone: {seconds(alone)}", f"{ratio:.2f}",
                "at most 1.2 times", ratio <= MOST,
            ),
            await _in_trouble(bot, fleet),
        ]  # fmt: skip
    section.remarks = [
        "A request to the nearest takes 10 ms, to the farthest 300 ms; the others lie between. All clusters are one process."
    ]
    return section


async def _in_trouble(bot: Asker, fleet: Child) -> Row:
    await fleet.order("trouble", hanging=HANGING, refusing=REFUSING)
    told: dict[str, Any] = await bot.child.order("ask", line="pods failed --fresh @all", partly=True)
    what = f"{HANGING} hang and {REFUSING} refuse, {LONGEST:.0f} s are allowed"
    said = f"{told['seconds']:.3g} s, {COUNT - told['troubles']} of {COUNT} shown"
    reached = told["seconds"] <= LONGEST + 0.5 and told["troubles"] == HANGING + REFUSING
    return Row(what, said, target=f"{COUNT - HANGING - REFUSING} shown by then", reached=reached)


async def _ask(bot: Asker, target: str) -> float:
    told = await bot.child.order("ask", line=f"pods failed --fresh {target}")
    return float(told["seconds"])


def _config(run: Run) -> Path:
    targets = {
        f"cluster-{place:02d}": {"kubeconfig": str(run.folder / f"cluster-{place:02d}.kubeconfig")} for place in range(COUNT)
    }
    return run.config("targets", run.folder, connectors={"kubernetes": targets}, answer_timeout=LONGEST)
