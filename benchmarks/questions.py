"""The other questions to a real cluster of many pods, each beside the kubectl command that people type for it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.asking import Asker, asker
from benchmarks.command import run as run_command
from benchmarks.curl import Curl
from benchmarks.figures import seconds
from benchmarks.real_cluster import real_cluster
from benchmarks.recording import record, size
from benchmarks.result import Row, Section
from benchmarks.run import Run

ROUNDS, FAR = 8, 2
TIMES_FASTER, TIMES_CURL = 10.0, 1.3
PODS = "get pods -A"
QUESTIONS = {
    "pods pending": PODS,
    "pods restarting": PODS,
    "pods": PODS,
    "nodes": "get nodes",
    "node node-007": "describe node node-007",
    "workloads": "get deploy,sts,ds -A",
    "workloads unhealthy": "get deploy,sts,ds -A",
    "workload deploy/svc-000 -n payments": "describe deploy svc-000 -n payments",
    "rollouts": "get replicasets,controllerrevisions -A",
    "events": "get events -A",
    "events warning": "get events -A --field-selector type=Warning",
    "namespaces": PODS,
    "jobs failed": "get jobs -A",
    "cronjobs": "get cronjobs -A",
    "pvc pending": "get pvc -A",
    "hpa maxed": "get hpa -A",
    "quota": "get resourcequotas -A",
}
"""A command line of ours, and what people give kubectl instead."""


@dataclass
class Race:
    """The seconds of one question's contestants."""

    ours: list[float] = field(default_factory=list)
    curl: list[float] = field(default_factory=list)
    kubectl: list[float] = field(default_factory=list)

    def row(self, line: str, kubectl: str) -> Row:
        """Return what came of it: one of the two bounds has to be kept."""
        floor, theirs = f"curl {seconds(self.curl)}", "no kubectl here"
        ratio = f"{median(self.ours) / median(self.curl):.2f} of curl"
        reached = median(self.ours) <= TIMES_CURL * median(self.curl)
        if self.kubectl:
            times = median(self.kubectl) / median(self.ours)
            theirs = f"kubectl {kubectl}: {seconds(self.kubectl)}"
            ratio += f", {times:.1f} times faster"
            reached = reached or times >= TIMES_FASTER
        return Row(f"`{line}`", seconds(self.ours), f"{floor}; {theirs}", ratio, "at most 1.3 of curl, or 10 times", reached)


async def measure(run: Run) -> Section:
    """Measure it. Raises Skipped where there is no server."""
    with real_cluster(run) as kubeconfig:
        pods = f"{await size(kubeconfig):,} pods"
        section = Section(f"Every other question, {pods}, a real API server")
        async with asker(run.config("questions", kubeconfig), run.folder) as bot:
            for line, kubectl in QUESTIONS.items():
                run.say(f"questions: {line}")
                race = await _race(run, bot, kubeconfig, line, kubectl)
                section.rows.append(race.row(line, kubectl))
            section.rows += [bot.memory(pods), bot.loop(pods)]
    section.remarks.append(
        "Cold answers, from the line to the Block Kit message. curl fetches what the bot fetches, as many at once, and"
        " throws it away; kubectl's time includes its start."
    )
    return section


async def _race(run: Run, bot: Asker, kubeconfig: Path, line: str, kubectl: str) -> Race:
    race, binary = Race(), shutil.which("kubectl")
    recording = await record(kubeconfig, line)
    curl = Curl(recording, recording.requests, "--http1.1", run.folder)
    await bot.cold(line)
    curl.fetch()
    for number in range(run.rounds(ROUNDS)):
        race.ours.append(await bot.cold(line))
        race.curl.append(curl.fetch().seconds)
        if binary and number < run.rounds(FAR):
            command = [binary, "--kubeconfig", str(kubeconfig), *kubectl.split()]
            race.kubectl.append(run_command(command, run.folder, keep=False).seconds)
    await bot.cold(line, watch=True)
    return race
