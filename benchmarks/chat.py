"""Answers from the cache into Slack, and acks, beside a bare Bolt app, over the same stand-in for Slack."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.child import Child, ContestantFailed, python, started
from benchmarks.figures import milliseconds, quantile
from benchmarks.redis_server import redis_server
from benchmarks.result import Row, Section
from benchmarks.run import Run, Skipped
from benchmarks.serving_bot import SOCKETS, credentials, serving

PODS = 2_000
LINE = "pods failed"
ANSWERS, IN_FLIGHT, RUSHES = 2_000, 50, 5
COMMANDS, BURSTS = 200, 10
WARM = 400
LEAST_SHARE, MOST_ACK = 0.70, 1.5
BOT, BOT_REDIS = "the bot", "the bot with Redis"
BARE, BARE_SHARED, BARE_BLOCKS = "bare app, as documented", "bare app, one session", "bare app, the bot's blocks"
NAMES = (BARE, BARE_SHARED, BARE_BLOCKS, BOT, BOT_REDIS)


@dataclass
class Contestant:
    """One app at its workspace, and what was seen of it: answers a second, acks' seconds, its CPU seconds an answer."""

    name: str
    child: Child
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    acks: list[list[float]] = field(default_factory=list)

    def rate(self) -> float:
        """Return the median of its answers a second."""
        return median(self.rates)

    def ack(self, share: float) -> float:
        """Return the median, over its bursts, of that quantile of the acks."""
        return median(quantile(burst, share) for burst in self.acks)


async def measure(run: Run) -> Section:
    """Measure it."""
    kubeconfig = run.folder / "slack.kubeconfig"
    async with AsyncExitStack() as stack:
        demo = python("benchmarks.demo_process", str(PODS), str(kubeconfig))
        await stack.enter_async_context(started("demo", demo, run.folder, serves=True))
        slack_process = python("benchmarks.slack_process", *NAMES)
        slack = await stack.enter_async_context(started("slack", slack_process, run.folder, serves=True))
        contestants = await _opened(run, stack, slack, kubeconfig)
        for number in range(run.rounds(RUSHES)):
            for one in contestants:
                run.say(f"slack: answers, round {number + 1}, {one.name}")
                await _rush(slack, one)
        for number in range(run.rounds(BURSTS)):
            run.say(f"slack: acks, round {number + 1}")
            for one in contestants:
                await _burst(slack, one)
    return _section({one.name: one for one in contestants})


async def _opened(run: Run, stack: AsyncExitStack, slack: Child, kubeconfig: Path) -> list[Contestant]:
    """Start every app, wait until it is connected, and warm it up."""
    accounts = await slack.order("accounts")
    found = []

    async def add(name: str, sockets: int, app: Any) -> list[dict[str, Any]]:
        found.append(Contestant(name, await stack.enter_async_context(app)))
        await slack.order("connected", name=name, count=sockets)
        told = await slack.order("rush", name=name, line=LINE, count=WARM, in_flight=IN_FLIGHT)
        blocks: list[dict[str, Any]] = told["blocks"]
        return blocks

    def bare(name: str, way: str, **environ: str) -> Any:
        told = {**credentials(accounts[name]), **environ}
        return started(name, python("benchmarks.bare_app", way), run.folder, environ=told)

    blocks = await add(BOT, SOCKETS, serving(run, BOT, run.config("slack", kubeconfig), accounts[BOT]))
    try:
        url = await stack.enter_async_context(redis_server(run))
    except Skipped:
        pass
    else:
        config = run.config("slack-redis", kubeconfig, cache={"url": url, "ttl": {"default": 86_400}})
        await add(BOT_REDIS, SOCKETS, serving(run, BOT_REDIS, config, accounts[BOT_REDIS]))
    await add(BARE, 1, bare(BARE, "documented"))
    await add(BARE_SHARED, 1, bare(BARE_SHARED, "shared"))
    await add(BARE_BLOCKS, 1, bare(BARE_BLOCKS, "shared", FIXED_BLOCKS=json.dumps(blocks)))
    return found


async def _rush(slack: Child, one: Contestant) -> None:
    before = one.child.cpu()
    told = await slack.order("rush", name=one.name, line=LINE, count=ANSWERS, in_flight=IN_FLIGHT)
    _check(one, told)
    one.rates.append(told["answered"] / told["seconds"])
    one.cpu.append((one.child.cpu() - before) / told["answered"])


async def _burst(slack: Child, one: Contestant) -> None:
    told = await slack.order("burst", name=one.name, line=LINE, count=COMMANDS)
    _check(one, told)
    one.acks.append(told["acks"])


def _check(one: Contestant, told: dict[str, Any]) -> None:
    """Refuse to count what went wrong. Raises ContestantFailed."""
    if told["refused"] or told.get("unacked"):
        raise ContestantFailed(f"{one.name}: refused {told['refused']}, {told.get('unacked')} not acked")
    if told["edited"]:
        raise ContestantFailed(f"{one.name} edited {told['edited']} messages: an answer took over a second")


def _section(found: dict[str, Contestant]) -> Section:
    section = Section(f"Slack: `{LINE}` from the cache, {PODS:,} pods, rates off")
    best = max((BARE, BARE_SHARED), key=lambda name: found[name].rate())
    least = min((BARE, BARE_SHARED), key=lambda name: found[name].ack(0.99))
    bots = [found[name] for name in (BOT, BOT_REDIS) if name in found]
    section.rows = [_answers(bot, found[best], LEAST_SHARE) for bot in bots]
    section.rows += [_answers(found[BOT], found[name], None) for name in (BARE, BARE_SHARED, BARE_BLOCKS) if name != best]
    section.rows += [_acks(bot, found[least], MOST_ACK) for bot in bots]
    section.rows += [_acks(found[BOT], found[name], None) for name in (BARE, BARE_SHARED) if name != least]
    section.remarks.append(
        f"{ANSWERS:,} answers a round, {IN_FLIGHT} in flight; {COMMANDS} commands at once for the acks, each timed from its"
        " sending to its ack; medians of the rounds' figures. The stand-in for Slack is a process too, and takes a core."
    )
    return section


def _rates(one: Contestant) -> str:
    return f"{one.rate():.0f}/s ({_range(one.rates)}), {milliseconds(median(one.cpu))} CPU each"


def _range(samples: Sequence[float]) -> str:
    return f"{min(samples):.0f}–{max(samples):.0f}"


def _answers(bot: Contestant, bare: Contestant, least: float | None) -> Row:
    share = bot.rate() / bare.rate()
    reached = None if least is None else share >= least
    target = "" if least is None else f"at least {least:.0%}"
    return Row(f"answers, {bot.name}", _rates(bot), f"{bare.name}: {_rates(bare)}", f"{share:.0%}", target, reached)


def _acks(bot: Contestant, bare: Contestant, most: float | None) -> Row:
    ratio = bot.ack(0.99) / bare.ack(0.99)
    reached = None if most is None else ratio <= most
    target = "" if most is None else f"at most {most} times"
    return Row(f"acks, {bot.name}", _ack_times(bot), f"{bare.name}: {_ack_times(bare)}", f"{ratio:.2f}", target, reached)


def _ack_times(one: Contestant) -> str:
    return f"p50 {milliseconds(one.ack(0.5))}, p99 {milliseconds(one.ack(0.99))}"
