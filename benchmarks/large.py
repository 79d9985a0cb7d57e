"""Memory and event loop at 100,000 pods, where a real API server does not fit the machine: against the demo API."""

from __future__ import annotations

from benchmarks.asking import asker
from benchmarks.child import python, started
from benchmarks.figures import seconds
from benchmarks.result import Row, Section
from benchmarks.run import Run

PODS = 100_000
ROUNDS = 8


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
    section.rows = [Row("cold answer", seconds(took)), bot.memory("100,000"), bot.loop("100,000")]
    section.remarks = [f"“{bot.title}”. The demo API is Python too, on the other core: its time is most of the answer's."]
    return section
