"""Memory and event loop at 100,000 pods, where a real API server does not fit the machine: against the demo API."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from benchmarks.asking import asker
from benchmarks.child import python, started
from benchmarks.figures import seconds
from benchmarks.result import Row, Section
from benchmarks.run import Run

PODS = 100_000
ROUNDS, FILE_ROUNDS = 8, 3
FILES = ["pods --file csv", "pods --file text"]


async def measure(run: Run) -> Section:
    """Measure it."""
    section = Section("A cold `pods failed`, 100,000 pods, the demo API")
    kubeconfig = run.folder / "large.kubeconfig"
    run.say("large: starting a demo cluster of 100,000 pods")
    demo = python("benchmarks.demo_process", str(PODS), str(kubeconfig))
    async with started("demo", demo, run.folder, serves=True), asker(run.config("large", kubeconfig), run.folder) as bot:
        took = []
        for number in range(run.rounds(ROUNDS)):
            run.say(f"large: round {number + 1}")
            took.append(await bot.cold())
            await bot.cold(watch=True)
        files = await _files(run, kubeconfig)
    section.rows = [Row("cold answer", seconds(took)), files, bot.memory("100,000 pods"), bot.loop("100,000 pods")]
    section.remarks = [f"“{bot.title}”. The demo API is Python too, on the other core: its time is most of the answer's."]
    return section


async def _files(run: Run, kubeconfig: Path) -> Row:
    """Have files of as many pods as one may hold made in a row, by a bot of its own: none may add to the next."""
    run.say("large: files")
    async with asker(run.config("files", kubeconfig), run.folder) as bot:
        took = [await bot.cold(line) for line in FILES * run.rounds(FILE_ROUNDS)]
        row = bot.memory("")
    what = f"memory while {len(took)} files of 25,000 pods are made in a row, CSV and text"
    return replace(row, what=what, ours=f"{row.ours}; {seconds(took)} each")
