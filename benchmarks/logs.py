"""A log of 200 MB behind a real API server, beside curl, which fetches what the bot reads of it, and beside kubectl."""

from __future__ import annotations

import shutil
import socket
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.asking import Asker, asker
from benchmarks.child import Child, python, started
from benchmarks.command import run as run_command
from benchmarks.curl import Curl
from benchmarks.figures import megabytes, seconds
from benchmarks.log_process import SIZE
from benchmarks.planting import NAMESPACE, planted
from benchmarks.real_cluster import real_cluster
from benchmarks.recording import record
from benchmarks.result import Row, Section
from benchmarks.run import Run

ROUNDS, FAR = 8, 2
LINES = {"": "--tail=2000", "--level error": "--tail=20000", "--tail 100000": "--tail=100000"}
"""How the bot is asked, and what kubectl is told so that it reads as many lines."""
LOG = f"a log of {megabytes(SIZE)}"


@dataclass
class Race:
    """The seconds of each contestant's rounds, and the bytes that left the node for one answer of ours."""

    sent: int = 0
    ours: list[float] = field(default_factory=list)
    curl: list[float] = field(default_factory=list)
    kubectl: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Stage:
    """What a race takes: the bot, the node, and the pod with the log in its cluster."""

    run: Run
    bot: Asker
    node: Child
    kubeconfig: Path
    pod: str

    def line(self, options: str) -> str:
        """Return what the bot is asked."""
        return f"logs {self.pod} -n {NAMESPACE} {options}".strip()

    def kubectl(self, *options: str) -> float | None:
        """Return how long kubectl takes; None where there is none."""
        binary = shutil.which("kubectl")
        if not binary:
            return None
        command = [binary, "--kubeconfig", str(self.kubeconfig), "logs", self.pod, "-n", NAMESPACE, *options]
        return run_command(command, self.run.folder, keep=False).seconds


async def measure(run: Run) -> Section:
    """Measure it. Raises Skipped where there is no server."""
    section = Section(f"Logs: {LOG}, a real API server")
    with real_cluster(run) as kubeconfig:
        way_in, port = await record(kubeconfig, "cronjobs"), _free()
        serving = python("benchmarks.log_process", str(port), str(run.folder))
        async with (
            started("node", serving, run.folder, serves=True) as node,
            planted(way_in, port) as pod,
            asker(run.config("logs", kubeconfig), run.folder) as bot,
        ):
            stage = Stage(run, bot, node, kubeconfig, pod)
            section.rows += [await _row(stage, options, tail) for options, tail in LINES.items()]
            section.rows.append(await _heedless(stage))
            section.rows += [bot.memory(LOG), bot.loop(LOG)]
    section.remarks.append(
        "Cold answers, from the line to the Block Kit message and the unpacked file: the bot also takes out secrets and"
        " finds errors and stack traces. curl fetches what the bot fetches, with the same limitBytes, and drops it. Where"
        " more lines are wanted than fit, the bot asks twice: the first answer says how many do."
    )
    return section


async def _row(stage: Stage, options: str, tail: str) -> Row:
    stage.run.say(f"logs: {options or 'as usual'}")
    race = await _race(stage, options, tail)
    theirs = f"curl {seconds(race.curl)}"
    ratio = f"{median(race.ours) / median(race.curl):.2f} of curl"
    if race.kubectl:
        theirs += f"; kubectl logs {tail}: {seconds(race.kubectl)}"
    return Row(f"`logs POD {options}`".replace(" `", "`"), f"{seconds(race.ours)}, {_read(race.sent)}", theirs, ratio)


async def _race(stage: Stage, options: str, tail: str) -> Race:
    race, line = Race(), stage.line(options)
    curl = Curl(recorded := await record(stage.kubeconfig, line), recorded.requests, "--http1.1", stage.run.folder)
    await stage.node.order("look")
    await stage.bot.cold(line)
    race.sent = (await stage.node.order("look"))["sent"]
    for number in range(stage.run.rounds(ROUNDS)):
        race.ours.append(await stage.bot.cold(line))
        race.curl.append(curl.fetch().seconds)
        if number < stage.run.rounds(FAR) and (took := stage.kubectl(tail)) is not None:
            race.kubectl.append(took)
    await stage.bot.cold(line, watch=True)
    return race


async def _heedless(stage: Stage) -> Row:
    """Have the node send everything, whatever is wanted of it: the bot stops reading at its own bound."""
    stage.run.say("logs: a node that heeds no limit")
    await stage.node.order("ignore")
    took = [await stage.bot.cold(stage.line("")) for _ in range(stage.run.rounds(ROUNDS))]
    whole = [one for one in (stage.kubectl() for _ in range(stage.run.rounds(FAR))) if one is not None]
    theirs = f"kubectl logs, all of it: {seconds(whole)}" if whole else "no kubectl here"
    ratio = f"{median(whole) / median(took):.1f} times faster" if whole else ""
    return Row("`logs POD`, from a node that heeds no limit", seconds(took), theirs, ratio)


def _read(sent: int) -> str:
    return f"{sent / (1 << 20):.2g} MB read"


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
