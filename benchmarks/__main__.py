"""`python -m benchmarks [--quick] [--to FILE] [section …]`: measures, prints the table; a whole run writes RESULTS.md.

Exit code: 0 when every target was reached, 1 when one was missed or could not be measured.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from time import gmtime, monotonic, strftime
from types import FrameType

from benchmarks import (
    alerts,
    cache,
    chat,
    cluster,
    coalescing,
    digests,
    fresh,
    large,
    logs,
    machine,
    page,
    picture,
    questions,
    targets,
)
from benchmarks.child import ContestantFailed
from benchmarks.result import Row, Section
from benchmarks.run import Run, Skipped

RESULTS = Path(__file__).parent / "RESULTS.md"
SECTIONS: Mapping[str, Callable[[Run], Awaitable[Section]]] = {
    "cluster": cluster.measure,
    "questions": questions.measure,
    "status": picture.measure,
    "logs": logs.measure,
    "large": large.measure,
    "targets": targets.measure,
    "slack": chat.measure,
    "page": page.measure,
    "fresh": fresh.measure,
    "coalescing": coalescing.measure,
    "cache": cache.measure,
    "alerts": alerts.measure,
    "digests": digests.measure,
}


async def measure(names: list[str], run: Run) -> list[Section]:
    """Measure these sections, one after the other."""
    sections = []
    for name in names:
        try:
            section = await SECTIONS[name](run)
        except Skipped as why:
            section = Section(f"{name}: skipped", remarks=[str(why)])
        except ContestantFailed as why:
            section = Section(f"{name}: not measured", [Row("a contestant failed", "", reached=False)], [f"```\n{why}\n```"])
        print(section.markdown(), flush=True)
        sections.append(section)
    return sections


def written(sections: list[Section], busy: str, took: float, quick: bool) -> str:
    """Return the whole report as Markdown."""
    text = "# How fast: measured by `make bench`\n\n"
    text += f"{strftime('%Y-%m-%d %H:%M', gmtime())} UTC, {took / 60:.0f} minutes{' (quick: few rounds)' if quick else ''}. "
    text += f"{machine.described()}. Processes that wanted a core: {busy} before the run, {machine.load()} at its end.\n\n"
    text += "Medians, with the range in brackets. Contestants take turns, round by round, each in a process of its own.\n\n"
    return text + "\n".join(section.markdown() for section in sections)


def main() -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="section", help=", ".join(SECTIONS))
    parser.add_argument("--to", type=Path, metavar="FILE", help="write what was measured there")
    parser.add_argument("--quick", action="store_true", help="a third of the rounds")
    given = parser.parse_args()
    if unknown := set(given.sections) - set(SECTIONS):
        parser.error(f"no such section: {', '.join(sorted(unknown))}")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)  # so that every context is left, and with it every process ended
    busy, began = machine.load(), monotonic()
    with tempfile.TemporaryDirectory(prefix="srehub-bench-") as folder:
        sections = asyncio.run(measure(given.sections or list(SECTIONS), Run(Path(folder), given.quick)))
    if to := given.to or (None if given.sections else RESULTS):
        to.write_text(written(sections, busy, monotonic() - began, given.quick))
    missed = [row.what for section in sections for row in section.rows if row.reached is False]
    print(f"missed: {', '.join(missed)}" if missed else "every target was reached", file=sys.stderr)
    return 1 if missed else 0


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
