"""A cold answer from a real cluster of many pods, beside curl, kubectl and the official client."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.asking import Asker, asker
from benchmarks.child import python
from benchmarks.command import run as run_command
from benchmarks.curl import Curl
from benchmarks.figures import megabytes, seconds
from benchmarks.real_cluster import real_cluster
from benchmarks.recording import Recording, record, size
from benchmarks.result import Row, Section
from benchmarks.run import Run

NEAR, FAR = 20, 4
"""Rounds against curl, and against those that take many seconds each."""
REPEATS = 3
"""Answers of ours before each of those: a single one hangs too much on what the server cleans up just then."""
TIMES_FASTER, TIMES_CURL = 20.0, 3.0


@dataclass
class Times:
    """The seconds of every contestant's rounds."""

    first: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)
    curl: dict[str, list[float]] = field(default_factory=dict)
    everything: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)
    terminal: list[float] = field(default_factory=list)
    far: dict[str, list[float]] = field(default_factory=dict)
    memory: dict[str, int] = field(default_factory=dict)


async def measure(run: Run) -> Section:
    """Measure it. Raises Skipped where there is no server."""
    with real_cluster(run) as kubeconfig:
        pods = f"{await size(kubeconfig):,} pods"
        section = Section(f"A cold `pods failed`, {pods}, a real API server")
        config = run.config("cluster", kubeconfig)
        recording = await record(kubeconfig)
        times = Times()
        async with asker(config, run.folder) as bot:
            await _near(run, bot, recording, config, times)
            await _far(run, bot, kubeconfig, config, times)
        section.rows = [*_rows(times, recording), bot.memory(pods), bot.loop(pods)]
        section.remarks = [_described(recording, bot)]
    return section


async def _near(run: Run, bot: Asker, recording: Recording, config: Path, times: Times) -> None:
    """Take turns with curl: over HTTP/1.1, over HTTP/2, and for all that the bot reads."""
    curls = {version: Curl(recording, recording.tables(), version, run.folder) for version in ("--http1.1", "--http2")}
    everything = Curl(recording, recording.requests, "--http1.1", run.folder)
    await bot.cold()
    for curl in (*curls.values(), everything):
        curl.fetch()
    turns = [*curls, "bot", "other", "everything"]
    order = random.Random(7)
    for number in range(run.rounds(NEAR)):
        run.say(f"cluster: the bot and curl, round {number + 1}")
        order.shuffle(turns)  # the server cleans up every few lists; whose turn that falls into must be nobody's lot
        for turn in turns:
            if turn == "bot":
                times.later.append(await bot.cold())
            elif turn == "other":
                async with asker(config, run.folder) as other:
                    times.first.append(await other.cold())
            elif turn == "everything":
                times.everything.append(everything.fetch().seconds)
            else:
                times.curl.setdefault(turn, []).append(curls[turn].fetch().seconds)
        await bot.cold(watch=True)


async def _far(run: Run, bot: Asker, kubeconfig: Path, config: Path, times: Times) -> None:
    """Take turns with those that read every pod."""
    official = python("benchmarks.official_client", str(kubeconfig))
    terminal = python("bot", "ask", "--config", str(config), "pods failed")
    kubectl = shutil.which("kubectl")
    for number in range(run.rounds(FAR)):
        run.say(f"cluster: the bot, kubectl and the official client, round {number + 1}")
        times.beside += [await bot.cold() for _ in range(REPEATS)]
        if kubectl:
            ran = run_command([kubectl, "--kubeconfig", str(kubeconfig), "get", "pods", "-A"], run.folder, keep=False)
            _note(times, "kubectl get pods -A", ran.seconds, ran.peak)
        times.beside += [await bot.cold() for _ in range(REPEATS)]
        ran = run_command(official, run.folder)
        _note(times, "official client, paged by 500", json.loads(ran.output)["seconds"], ran.peak)
        times.terminal.append(run_command(terminal, run.folder).seconds)


def _note(times: Times, name: str, took: float, peak: int) -> None:
    times.far.setdefault(name, []).append(took)
    times.memory[name] = max(peak, times.memory.get(name, 0))


def _rows(times: Times, recording: Recording) -> list[Row]:
    rows = [_faster(name, times, took) for name, took in times.far.items()]
    if "kubectl get pods -A" not in times.far:
        rows.append(Row("against kubectl", seconds(times.beside), "skipped: no kubectl here"))
    best = min(times.curl, key=lambda version: median(times.curl[version]))
    rows.append(_curl("later answers", times.later, f"curl {best}, the same tables", times.curl[best]))
    rows.append(_curl("first answer of a process", times.first, f"curl {best}, the same tables", times.curl[best]))
    rows += [_informs(f"curl {name}", times.later, took) for name, took in times.curl.items() if name != best]
    rows.append(_informs(f"curl, all {len(recording.requests)} requests of the bot", times.later, times.everything))
    rows.append(Row("`srehub ask` in a terminal, Python's start included", seconds(times.terminal)))
    return rows


def _faster(name: str, times: Times, took: Sequence[float]) -> Row:
    ratio = median(took) / median(times.beside)
    theirs = f"{name}: {seconds(took)}, {megabytes(times.memory[name])}"
    target = f"at least {TIMES_FASTER:.0f} times faster"
    return Row("cold answer", seconds(times.beside), theirs, f"{ratio:.0f} times faster", target, ratio >= TIMES_FASTER)


def _curl(what: str, ours: Sequence[float], name: str, took: Sequence[float]) -> Row:
    ratio = median(ours) / median(took)
    target = f"at most {TIMES_CURL:.0f} times curl's"
    return Row(what, seconds(ours), f"{name}: {seconds(took)}", f"{ratio:.2f}", target, ratio <= TIMES_CURL)


def _informs(name: str, ours: Sequence[float], took: Sequence[float]) -> Row:
    return Row("later answers", seconds(ours), f"{name}: {seconds(took)}", f"{median(ours) / median(took):.2f}")


def _described(recording: Recording, bot: Asker) -> str:
    kinds = Counter(one.what for one in recording.requests)
    asked = ", ".join(f"{count} × {kind}" for kind, count in kinds.most_common())
    return (
        f"“{bot.title}”. One answer is"
        f" {len(recording.requests)} requests: {asked}. It is timed from its line to its Block Kit message. curl's time"
        " includes its start; the official client's does not include Python's start and imports. First answers follow a"
        " ping, each in a process of its own; later ones come from one process that lives through all rounds. The loop was"
        " watched in answers that were not timed: the longest that the process itself computed without giving it a turn; in"
        " brackets the longest that a turn was late, the server and whoever else is on this machine having the cores too."
    )
