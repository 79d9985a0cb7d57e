"""The command line: `srehub run`, `ask "pods failed @prod"`, `check`, `playground`; also `python -m bot …`.

Exit codes: 0 well, 1 an upstream (or Slack) failed, 2 misused: a wrong command line or configuration.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

from bot import app, logs
from bot.asking import Output, ask
from bot.catalogue import catalogue, find_connectors
from bot.checking import check
from bot.clock import Clock, is_held, led
from bot.config.config import Config, ConfigError, environment, load
from bot.errors import BotError, SlackRefused
from bot.invocation import Grammar

WELL, FAILED, MISUSED = 0, 1, 2
INTERRUPTED = 130
"""Ended by Ctrl-C: 128 and the signal's number, as shells count. `run` ends well on it instead."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a sign still shows the answer
    given, rest = _parser().parse_known_args(arguments)
    if given.what == "playground":
        if find_spec("playground") is not None:
            _play(rest, only_slack=given.only_slack)
        print("the playground is not installed here; it comes with SREHub's source and its package", file=sys.stderr)
        return MISUSED
    if rest:
        _parser().error(f"unrecognized arguments: {' '.join(rest)}")
    if given.moved_clock and not is_held(sys.stdin.buffer):
        _parser().error("--moved-clock: standard input is no pipe that somebody holds")
    try:
        environ = environment(os.environ)
        settings = {name: one.settings for name, one in find_connectors().items()}
        config = load(given.config, environ, settings, Grammar(catalogue()).question)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return MISUSED
    logs.configure(config.log.level if given.what == "run" else "error", config.log.format, config.secrets())
    try:
        code = asyncio.run(_carry_out(given, config))
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read has gone, as `| head` does; there is nothing left to flush to
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _play(rest: Sequence[str], *, only_slack: bool) -> NoReturn:
    """Become the playground, which we know by its name alone: it pretends our outside and is never imported here."""
    module = "playground.slack" if only_slack else "playground"
    os.execv(sys.executable, [sys.executable, "-m", module, *rest])  # noqa: S606 - our own interpreter


async def _carry_out(given: argparse.Namespace, config: Config) -> int:
    if given.what == "ask":
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        output = Output(given.json, shutil.get_terminal_size().columns, colour, given.save)
        return await ask(config, " ".join(given.line), output)
    if given.what == "check":
        return await check(config)
    return await _run(config, moved=given.moved_clock)


async def _run(config: Config, *, moved: bool) -> int:
    stop, clock = asyncio.Event(), Clock()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        async with led(clock, sys.stdin.buffer) if moved else nullcontext():
            await app.serve(config, stop, lambda: print("SREHub is ready.", file=sys.stderr, flush=True), clock)
    except (SlackRefused, ConfigError) as error:
        print(error, file=sys.stderr)
        return MISUSED
    except BotError as error:
        print(error, file=sys.stderr)
        return FAILED
    return WELL


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="srehub", description="Answers an SRE's first questions, in Slack and here.")
    parser.set_defaults(config=None, moved_clock=False)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--config", type=Path, metavar="FILE", help="the configuration (default: $SREHUB_CONFIG, then config.yaml)"
    )
    commands = parser.add_subparsers(dest="what", required=True, metavar="run|ask|check|playground")
    serving = commands.add_parser("run", parents=[common], help="serve Slack until told to stop")
    serving.add_argument(
        "--moved-clock", action="store_true",
        help="for a Slack and systems whose clock can be moved on, as the playground's: standard input, a pipe, says by how "
        "many seconds it is ahead of the machine's, a line for each move",
    )  # fmt: skip
    asking = commands.add_parser(
        "ask", parents=[common], help='answer one question here, e.g. srehub ask "pods failed @prod"'
    )
    asking.add_argument("--json", action="store_true", help="print the records instead of the summary")
    asking.add_argument(
        "--save", type=Path, metavar="FILE", help="write the file that goes with the answer; a folder takes several"
    )
    asking.add_argument("line", nargs="+", help="the command line, quoted, as it is typed in Slack after /sre")
    playing = commands.add_parser(
        "playground", help="try it without a Slack and a cluster: both are pretended, in the browser"
    )
    playing.add_argument(
        "--only-slack", action="store_true", help="pretend Slack alone, for any app; further: --port N, --no-rates, --keep N"
    )
    commands.add_parser("check", parents=[common], help="look at the configuration, the tokens and each upstream")
    return parser


if __name__ == "__main__":
    sys.exit(main())
