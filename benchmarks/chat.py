"""Answers from the cache into Slack, and acks, beside bare Bolt apps, over the same stand-in for Slack."""

from __future__ import annotations

import json
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from benchmarks.child import Child, python, started
from benchmarks.contestant import ANSWERS, COMMANDS, IN_FLIGHT, Contestant
from benchmarks.redis_server import redis_server
from benchmarks.result import Row, Section
from benchmarks.run import FRESH_FOR, Run, Skipped
from benchmarks.serving_bot import SOCKETS, credentials, serving

PODS = 2_000
LINE, TABLE = "pods failed -n kube-system", "pods failed"
"""A question whose answer is one line, and one whose answer is a table."""
ONE_LINE_BYTES = 2_000
RUSHES, BURSTS = 5, 10
WARM = 400
LEAST_SHARE, MOST_ACK = 0.70, 1.5
BOT, BOT_REDIS = "the bot", "the bot with Redis"
DOCUMENTED, SHARED, SAME_BLOCKS = "bare app, as documented", "bare app, one session", "bare app, the bot's table"


@dataclass
class Field:
    """All who take part: bare apps and bots that give one line, and those that give a table."""

    plain: list[Contestant] = field(default_factory=list)
    line: list[Contestant] = field(default_factory=list)
    same: list[Contestant] = field(default_factory=list)
    table: list[Contestant] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)

    def everyone(self) -> list[Contestant]:
        """Return them in the order of their turns."""
        return [*self.plain, *self.line, *self.same, *self.table]


async def measure(run: Run) -> Section:
    """Measure it."""
    async with AsyncExitStack() as stack:
        contestants = await _opened(run, stack)
        for number in range(run.rounds(RUSHES)):
            run.say(f"slack: answers, round {number + 1}")
            for one in contestants.everyone():
                await one.rush()
        for number in range(run.rounds(BURSTS)):
            run.say(f"slack: acks, round {number + 1}")
            for one in contestants.everyone():
                await one.burst()
    return _section(contestants)


async def _opened(run: Run, stack: AsyncExitStack) -> Field:
    """Start every app, wait until it is connected, and warm it up."""
    kubeconfig = run.folder / "slack.kubeconfig"
    demo = python("benchmarks.demo_process", str(PODS), str(kubeconfig))
    await stack.enter_async_context(started("demo", demo, run.folder, serves=True))
    names = (DOCUMENTED, SHARED, SAME_BLOCKS, BOT, BOT_REDIS)
    slack = await stack.enter_async_context(
        started("slack", python("benchmarks.slack_process", *names), run.folder, serves=True)
    )
    accounts, found = await slack.order("accounts"), Field()

    async def connected(name: str, app: Any, sockets: int) -> Child:
        child: Child = await stack.enter_async_context(app)
        await slack.order("connected", name=name, count=sockets)
        return child

    async def bot(name: str, **sections: Any) -> str:
        app = serving(run, name, run.config(name, kubeconfig, **sections), accounts[name])
        child = await connected(name, app, SOCKETS)
        found.line.append(Contestant(f"{name}, one line", name, LINE, child, slack))
        found.table.append(Contestant(f"{name}, a table", name, TABLE, child, slack))
        said = {one.line: json.dumps(await one.warm(WARM)) for one in (found.line[-1], found.table[-1])}
        found.sizes = {line: len(blocks.encode()) for line, blocks in said.items()}
        return said[TABLE]

    async def bare(name: str, way: str, line: str, **environ: str) -> Contestant:
        told = {**credentials(accounts[name]), **environ}
        app = started(name, python("benchmarks.bare_app", way), run.folder, environ=told)
        one = Contestant(name, name, line, await connected(name, app, 1), slack)
        await one.warm(WARM)
        return one

    table = await bot(BOT)
    try:
        url = await stack.enter_async_context(redis_server(run))
    except Skipped as why:
        run.say(f"slack: not with Redis: {why}")
    else:
        await bot(BOT_REDIS, cache={"url": url, "ttl": {"default": FRESH_FOR}})
    found.plain = [await bare(DOCUMENTED, "documented", LINE), await bare(SHARED, "shared", LINE)]
    found.same = [await bare(SAME_BLOCKS, "shared", TABLE, FIXED_BLOCKS=table)]
    if found.sizes[LINE] > ONE_LINE_BYTES:
        raise Skipped(f"`{LINE}` is answered by more than one line in the demo cluster: another question is needed")
    return found


def _section(found: Field) -> Section:
    section = Section(f"Slack: answers from the cache, {PODS:,} pods, rates off")
    best = max(found.plain, key=lambda one: one.rate())
    quickest = min(found.plain, key=lambda one: one.ack(0.99))
    section.rows = [_answers(bot, best, judged=True) for bot in found.line]
    section.rows += [_answers(bot, found.same[0], judged=True) for bot in found.table]
    section.rows += [_answers(found.line[0], one, judged=False) for one in found.plain if one is not best]
    section.rows.append(_answers(found.table[0], best, judged=False))
    section.rows += [_acks(bot, quickest, judged=True) for bot in (*found.line, *found.table)]
    section.rows += [_acks(found.line[0], one, judged=False) for one in (*found.plain, *found.same) if one is not quickest]
    section.remarks.append(
        f"{ANSWERS:,} answers a round, {IN_FLIGHT} in flight. {COMMANDS} commands at once for the acks, each timed from its"
        " sending to its ack. Medians of the rounds' figures. The stand-in for Slack is a process too, and takes a core."
        " Bare apps post a line of text without blocks, or the very blocks of the bot's table"
        f" ({found.sizes[TABLE]:,} bytes; its one-line answer has {found.sizes[LINE]:,}): most of what a table costs is its"
        " bytes, there and in the stand-in."
    )
    return section


def _answers(bot: Contestant, bare: Contestant, *, judged: bool) -> Row:
    share = bot.rate() / bare.rate()
    what, theirs = f"answers, {bot.name}", f"{bare.name}: {bare.rate_told()}"
    if not judged:
        return Row(what, bot.rate_told(), theirs, f"{share:.0%}")
    return Row(what, bot.rate_told(), theirs, f"{share:.0%}", f"at least {LEAST_SHARE:.0%}", share >= LEAST_SHARE)


def _acks(bot: Contestant, bare: Contestant, *, judged: bool) -> Row:
    ratio = bot.ack(0.99) / bare.ack(0.99)
    what, theirs = f"acks, {bot.name}", f"{bare.name}: {bare.ack_told()}"
    if not judged:
        return Row(what, bot.ack_told(), theirs, f"{ratio:.2f}")
    return Row(what, bot.ack_told(), theirs, f"{ratio:.2f}", f"at most {MOST_ACK} times", ratio <= MOST_ACK)
