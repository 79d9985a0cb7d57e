"""A contestant's process, seen from the run: started, given orders as lines of JSON, and ended whatever happens."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from benchmarks.serving import MOST
from benchmarks.tether import end_with_parent

ROOT = Path(__file__).parent.parent
PATIENCE = 180.0
"""Seconds that one order may take."""
FAREWELL = 10.0
"""Seconds that a process has to end by itself."""


class ContestantFailed(Exception):
    """A contestant's process ended or said nothing; the text has the last it wrote to standard error."""


class Child:
    """One running process. `order` is for those that serve (see `benchmarks.serving`)."""

    def __init__(self, name: str, process: Process, log: Path) -> None:
        self._name, self._process, self._log = name, process, log
        self.pid = process.pid

    def cpu(self) -> float:
        """Return the seconds of processor time that it has used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()  # proc(5): utime, stime
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def order(self, do: str, **arguments: object) -> dict[str, Any]:
        """Have it do something, and return what it answered. Raises ContestantFailed."""
        assert self._process.stdin is not None, "only processes that serve are given orders"
        self._process.stdin.write(json.dumps({"do": do, **arguments}).encode() + b"\n")
        return await self.answer()

    async def answer(self) -> dict[str, Any]:
        """Return its next line. Raises ContestantFailed."""
        assert self._process.stdout is not None, "only processes that serve answer"
        try:
            async with asyncio.timeout(PATIENCE):
                line = await self._process.stdout.readline()
        except TimeoutError:
            raise ContestantFailed(f"{self._name} said nothing for {PATIENCE:.0f} s\n{self.last_words()}") from None
        if not line:
            raise ContestantFailed(f"{self._name} ended\n{self.last_words()}")
        found: dict[str, Any] = json.loads(line)
        return found

    def last_words(self) -> str:
        """Return the end of what it wrote to standard error."""
        return self._log.read_text(errors="replace")[-2000:]

    async def end(self) -> None:
        """End it: by its standard input's end, by SIGTERM, by SIGKILL, whichever works first."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        elif self._process.returncode is None:
            self._process.terminate()
        try:
            async with asyncio.timeout(FAREWELL):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


@asynccontextmanager
async def started(
    name: str, arguments: list[str], folder: Path, *, environ: Mapping[str, str] | None = None, serves: bool = False
) -> AsyncIterator[Child]:
    """Run a command for the life of the context.

    Args:
        name: what it is called in errors and where its standard error goes.
        arguments: the command and its arguments.
        folder: where its standard error is kept.
        environ: what is added to the environment.
        serves: whether it takes orders; the context is then entered when it is ready for them.
    """
    log = folder / f"{name}.log"
    pipe = PIPE if serves else DEVNULL
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            *arguments, stdin=pipe, stdout=pipe, stderr=errors, cwd=ROOT, env={**os.environ, **(environ or {})}, limit=MOST,
            preexec_fn=end_with_parent,
        )  # fmt: skip
    child = Child(name, process, log)
    try:
        if serves:
            await child.answer()
        yield child
    finally:
        if process.returncode is None:
            await asyncio.shield(child.end())


def python(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module with this Python."""
    return [sys.executable, "-m", module, *arguments]
