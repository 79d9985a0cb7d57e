"""`srehub ask`: one question answered in the terminal, by the same flow as in Slack."""

from __future__ import annotations

import sys
from time import time

import msgspec

from bot import failures, terminal
from bot.app import new_metrics, open_core
from bot.ask import Ask
from bot.config import Config
from bot.errors import Denied
from bot.flow import Answered
from connectors._errors import UpstreamError
from handlers._contract import UsageError
from processors._summary import Summary

ANSWERED, FAILED, MISUSED = 0, 1, 2


async def ask(config: Config, text: str, *, as_json: bool, width: int, colour: bool) -> int:
    """Answer `text` on standard output.

    Args:
        config: the configuration; Slack's tokens are not needed.
        text: the command line.
        as_json: print the records, a JSON object a target, instead of the summary.
        width: columns of the terminal.
        colour: whether colours may be used.

    Returns:
        the exit code: 0 answered, 1 no target answered, 2 misused.
    """

    def show(summary: Summary) -> None:
        print(terminal.render(summary, now=time(), width=width, colour=colour))  # noqa: T201 (this is the command's output)

    async with open_core(config, new_metrics()) as core:
        asked = Ask("", text, "terminal")
        try:
            answered = await core.flow.carry_out(core.flow.plan(asked))
        except (UsageError, Denied) as error:
            show(failures.told(error, asked.id))
            return MISUSED
        except UpstreamError as error:
            show(failures.told(error, asked.id))
            return FAILED
    if as_json:
        sys.stdout.buffer.write(_json(answered))
    else:
        show(answered.summary)
    sources = answered.summary.sources
    anew = [source for source in sources if source.at is not None and source.origin != "kept"]
    return FAILED if not answered.parts or (sources and not anew) else ANSWERED


def _json(answered: Answered) -> bytes:
    troubles = {source.target: source.trouble for source in answered.summary.sources if source.trouble}
    found = [{"target": part.target, "at": part.at, "records": part.records} for part in answered.parts]
    return msgspec.json.format(msgspec.json.encode({"answered": found, "failed": troubles}), indent=2) + b"\n"
