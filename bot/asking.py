"""`srehub ask`: one question answered in the terminal, by the same flow as in Slack."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import time

import msgspec

from bot import failures, terminal
from bot.answers import Answered
from bot.app import new_metrics, open_core
from bot.ask import Ask
from bot.config.config import Config
from bot.errors import Denied, NoPicture
from bot.pictures import Pictures
from bot.plaintext import one_line
from bot.saving import save
from bot.uploads import named
from connectors._errors import UpstreamError
from handlers._contract import UsageError
from processors._summary import Document, Summary

ANSWERED, FAILED, MISUSED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Output:
    """How an answer is put out.

    Attributes:
        as_json: print the records, a JSON object a target, instead of the summary.
        width: columns of the terminal.
        colour: whether colours may be used.
        save: where the files that go with the answer are written (see `bot.saving`); None: they are only named.
    """

    as_json: bool
    width: int
    colour: bool
    save: Path | None = None


async def ask(config: Config, text: str, output: Output) -> int:
    """Answer `text` on standard output.

    Args:
        config: the configuration; Slack's tokens are not needed.
        text: the command line.
        output: how.

    Returns:
        the exit code: 0 answered, 1 no target answered or a file could not be written, 2 misused.
    """

    def show(summary: Summary) -> None:
        print(terminal.render(summary, now=time(), width=output.width, colour=output.colour))  # noqa: T201 (this is the command's output)

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
    if output.as_json:
        sys.stdout.buffer.write(_json(answered))
    else:
        show(answered.summary)
    if not await _saved(answered.summary.documents, output.save):
        return FAILED
    sources = answered.summary.sources
    anew = [source for source in sources if source.at is not None and source.origin != "kept"]
    return FAILED if not answered.parts or (sources and not anew) else ANSWERED


async def _saved(documents: Sequence[Document], where: Path | None) -> bool:
    """Write the files, or say how to get them; on standard error, as the answer may go into a pipe."""

    def remark(text: str) -> None:
        print(text, file=sys.stderr)  # noqa: T201 (what a person at the terminal is told)

    if where is None:
        for document in documents:
            remark(f"{one_line(document.title)}: add --save {shlex.quote(named(document))}")
        return True
    try:
        async for path in save(documents, where, Pictures()):
            remark(f"wrote {path}")
    except OSError as error:
        remark(f"{error.filename or where}: cannot be written: {error.strerror}")
        return False
    except NoPicture as error:
        remark(f"{error}")
        return False
    if not documents:
        remark("no file goes with this answer: nothing was written")
    return True


def _json(answered: Answered) -> bytes:
    troubles = {source.target: source.trouble for source in answered.summary.sources if source.trouble}
    found = [{"target": part.target, "at": part.at, "records": part.records} for part in answered.parts]
    return msgspec.json.format(msgspec.json.encode({"answered": found, "failed": troubles}), indent=2) + b"\n"
