"""Contestants that are one command each: run to the end, timed, with the most memory that they held."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from benchmarks.child import ROOT, ContestantFailed
from benchmarks.tether import end_with_parent


class Ran(NamedTuple):
    """What running a command took: seconds, peak memory in bytes; and what it printed."""

    seconds: float
    peak: int
    output: str


def run(arguments: list[str], folder: Path, *, keep: bool = True) -> Ran:
    """Run a command to its end. Nothing else runs in this process meanwhile.

    Args:
        arguments: the command and its arguments.
        folder: where its output is put for the moment.
        keep: whether its output is wanted; otherwise it goes to /dev/null.

    Raises:
        ContestantFailed: it ended with another exit code than 0.
    """
    path = folder / "output" if keep else Path(os.devnull)
    with path.open("wb") as output, (folder / "errors").open("wb") as errors:
        begin = perf_counter()
        process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, cwd=ROOT, preexec_fn=end_with_parent
        )
        try:
            _, status, usage = os.wait4(process.pid, 0)
            seconds = perf_counter() - begin
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            if process.returncode is None:
                process.kill()
                process.wait()
    if process.returncode:
        raise ContestantFailed(f"{arguments[0]}: exit code {process.returncode}\n{(folder / 'errors').read_text()[-500:]}")
    return Ran(seconds, usage.ru_maxrss * 1024, path.read_text() if keep else "")
