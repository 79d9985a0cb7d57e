"""What a newcomer waits for: from `make run` in a fresh clone to the page, beside an environment for a bare Bolt app."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.child import ROOT, ContestantFailed
from benchmarks.figures import seconds
from benchmarks.result import Row, Section
from benchmarks.run import Run
from benchmarks.starting import bare_environ, to_the_page

STARTS, MOST = 3, 10.0
PYTHON = os.path.realpath(sys.executable)
"""The Python outside of any environment."""


async def measure(run: Run) -> Section:
    """Measure it. Raises ContestantFailed where a clone cannot be made or installed."""
    ours, theirs = [], []
    # pip's cache and configuration lie under the home directory: that one is kept, and no kubeconfig in it is found.
    environ = bare_environ(KUBECONFIG=str(run.folder / "none"))
    for number in range(1 + run.rounds(STARTS)):
        run.say(f"fresh: clone {number}")
        clone, bare = run.folder / f"clone-{number}", run.folder / f"bare-{number}"
        await _done(environ, "git", "clone", "--quiet", str(ROOT), str(clone))
        ours.append(await to_the_page(clone, environ))
        theirs.append(await _bare(bare, environ))
    ours, theirs = ours[1:], theirs[1:]  # the first warmed the cache
    section = Section("A fresh clone: nothing installed, packages in pip's cache")
    section.rows = [
        Row("from `make run` to the page", seconds(ours), f"an environment for a bare Bolt app: {seconds(theirs)}",
            f"{median(ours) / median(theirs):.2f}", f"under {MOST:.0f} s", median(ours) < MOST),
    ]  # fmt: skip
    section.remarks.append(
        "Beside it `python -m venv` and `pip install slack-bolt aiohttp`, by nothing but their defaults. What draws"
        " pictures is installed while the page is open. Where the index answers slowly, both wait for it."
    )
    return section


async def _bare(folder: Path, environ: Mapping[str, str]) -> float:
    begun = perf_counter()
    await _done(environ, PYTHON, "-m", "venv", str(folder))
    await _done(environ, str(folder / "bin" / "pip"), "--quiet", "install", "slack-bolt", "aiohttp")
    return perf_counter() - begun


async def _done(environ: Mapping[str, str], *command: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *command, env=environ, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    if process.returncode:
        raise ContestantFailed(f"{' '.join(command)}\n{said.decode(errors='replace')[-2000:]}")
