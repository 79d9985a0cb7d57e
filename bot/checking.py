"""`srehub check`: everything that can be wrong before the first question, a line each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from datetime import datetime
from time import time
from zoneinfo import ZoneInfo

from bot import preflight
from bot.app import new_metrics, open_core
from bot.ask import Ask, Place
from bot.config.config import Config
from bot.core import Core
from bot.digests.calendar import runs
from bot.digests.configured import digests
from bot.digests.digest import Digest
from bot.errors import SlackError
from bot.plaintext import one_line
from bot.web import SlackWeb, session
from connectors._contract import Finding, Secret
from connectors._deadline import Deadline
from handlers._contract import UsageError

LONGEST = 10.0
"""Seconds for everything together."""


async def check(config: Config) -> int:
    """Print a line for each thing looked at; return 0 if all are well, else 1."""
    well = True
    async for finding in _findings(config):
        well = well and finding.well
        said = one_line(f"{finding.what}{': ' if finding.said else ''}{finding.said}")  # it may quote an upstream
        print(f"{'ok   ' if finding.well else 'WRONG'}  {said}")  # noqa: T201 (output)
    return 0 if well else 1


async def _findings(config: Config) -> AsyncIterator[Finding]:
    yield Finding("configuration", True, str(config.source))
    async for finding in _slack(config):
        yield finding
    async with open_core(config, new_metrics()) as core:
        async for finding in _targets(core):
            yield finding
        for finding in _digests(config, core):
            yield finding
        well, said = await core.cache.health()
        yield Finding("cache", well, said)


async def _slack(config: Config) -> AsyncIterator[Finding]:
    account = config.account
    for name in account.missing():
        yield Finding(name, False, "not set; see .env.example")
    async with AsyncExitStack() as stack:
        http = session()
        stack.push_async_callback(http.close)

        def web(token: Secret) -> SlackWeb:
            return SlackWeb(account.api_url, token, http, lambda _method, _outcome: None)

        if account.bot_token:
            try:
                answer = await preflight.asked(web(account.bot_token), preflight.NEEDED)
                yield Finding("SLACK_BOT_TOKEN", True, f"{answer.user or 'the bot'} in {answer.team or 'Slack'}")
            except SlackError as error:
                yield Finding("SLACK_BOT_TOKEN", False, str(error).removeprefix("SLACK_BOT_TOKEN is "))
        if account.app_token:
            try:
                await preflight.ticket(web(account.app_token))
                yield Finding("SLACK_APP_TOKEN", True, "Socket Mode is open to it")
            except SlackError as error:
                yield Finding("SLACK_APP_TOKEN", False, str(error).removeprefix("SLACK_APP_TOKEN is "))


def _digests(config: Config, core: Core) -> Iterator[Finding]:
    """Yield whether the questions of each digest can be asked, of the targets that there are."""
    for digest in digests(config.digests):
        wrong = [said for line in digest.commands if (said := _unasked(core, digest, line))]
        first = next(runs(digest.cron, digest.timezone, time()))
        said = datetime.fromtimestamp(first, ZoneInfo(digest.timezone)).strftime("next on %a %d %b %H:%M")
        yield Finding(f"digest {digest.name}", not wrong, " ".join(wrong) or f"{said} {digest.timezone}")


def _unasked(core: Core, digest: Digest, line: str) -> str:
    try:
        core.flow.plan(Ask("", line, "digest", "", "", place=Place(digest.channel)))
    except UsageError as error:
        return error.said
    return ""


async def _targets(core: Core) -> AsyncIterator[Finding]:
    deadline, opened_targets = Deadline.after(LONGEST), core.upstreams.opened
    found = await asyncio.gather(*(opened.upstream.check(deadline) for opened in opened_targets))
    for opened, findings in zip(opened_targets, found, strict=True):
        for finding in findings:
            yield Finding(f"{opened.connector.name} {opened.target}: {finding.what}", finding.well, finding.said)
