"""`make run`: the bot, with a stand-in for whatever of the outside is not there.

Arguments are handed on to `python -m bot run`.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

from dotenv import dotenv_values

from playground.bonnet import Meter
from playground.child import bot, lead, ready
from playground.completion import completing
from playground.democonfig import TOKEN, Demo, write_config
from playground.greeting import exit_code, exited, greeting
from playground.kubernetes import Fleet
from playground.minder import Minder
from playground.monitoring import monitoring, notifying
from playground.panels import panels
from playground.plan import Plan, Pretended, child_environment, make_plan, wanted_port
from playground.ports import free_port
from playground.redis import DemoRedis, RedisFailed, find_redis
from playground.slack import MovableClock, Slack
from playground.story import Hours, Scene

PAGE_PORT = 3000
READY = "The bot is ready: type away."
EXAMPLES = Path(__file__).parents[1] / "tests" / "golden"
"""In a checkout: the messages that the gallery shows."""
WEBHOOK = "/webhooks/alertmanager"
"""Where the bot takes Alertmanager's webhook, by its documentation; the target's name follows."""
EVERYWHERE = "0.0.0.0"  # noqa: S104 - where the bot listens; we only look whether the port is free


def main() -> int:
    """Start what is needed and run the bot; return its exit code."""
    environ = {name: value for name, value in dotenv_values(".env", interpolate=False).items() if value is not None} | dict(
        os.environ
    )
    plan = make_plan(environ, Path.home(), find_redis=find_redis)
    arguments = sys.argv[1:]
    if plan.nothing_to_pretend:
        os.execv(sys.executable, [sys.executable, "-m", "bot", "run", *arguments])  # noqa: S606 - our own interpreter
    return asyncio.run(_play(plan, environ, arguments))


async def _play(plan: Plan, environ: Mapping[str, str], arguments: Sequence[str]) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        examples = EXAMPLES if EXAMPLES.is_dir() else None
        clock = MovableClock()
        pretend = Slack(port=free_port(PAGE_PORT), examples=examples, clock=clock) if plan.slack else None
        slack = await stack.enter_async_context(pretend) if pretend else None
        fleet = await stack.enter_async_context(Fleet(now=clock.now)) if plan.cluster else None
        scene = Scene(fleet) if fleet else None
        watching = await stack.enter_async_context(monitoring(scene, clock.now)) if scene else None
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="srehub-playground-")))
        minder = await stack.enter_async_context(Minder())
        plan, redis = await _redis(plan, folder, minder, stack)
        port = wanted_port(environ)
        configured = any(argument.split("=")[0] == "--config" for argument in arguments)
        monitored = watching.variables(environ if configured or not slack else {}) if watching else {}
        demo = _demo(slack, scene)
        config = write_config(folder / "config.yaml", demo, environ) if demo and not configured else None
        pretended = Pretended(
            slack_api=slack.api_url if slack else None,
            bot_token=slack.bot_token if slack else None,
            app_token=slack.app_token if slack else None,
            kubeconfig=fleet.kubeconfig(folder / "kubeconfig") if fleet else None,
            http_port=port if port is None else free_port(port, EVERYWHERE),
            config=config,
            redis_url=redis.url if redis else None,
        )
        unasked = tuple(name for name in monitored if environ.get(name))
        print(greeting(plan, slack.page_url if slack else "", fleet.pods if fleet else 0, unasked), flush=True)
        token = secrets.token_urlsafe(24)
        told = {**child_environment(environ, pretended), **monitored, TOKEN: token}
        process = await stack.enter_async_context(bot(arguments, told, minder, led=plan.movable))
        alerting = bool(config and demo and demo.incidents and pretended.http_port)
        if slack:
            meter = Meter(f"http://127.0.0.1:{pretended.http_port}/metrics" if pretended.http_port else "")
            hours = None
            if scene and watching and plan.movable:
                hours = Hours(clock, scene, partial(lead, process), lambda: meter.last.coming, watching.look)
            await stack.enter_async_context(panels(slack, scene, redis, meter, hours, alerting=alerting))
            await stack.enter_async_context(completing(slack, arguments, told))
        if watching and scene and alerting:
            url = f"http://127.0.0.1:{pretended.http_port}{WEBHOOK}/{scene.target}"
            await stack.enter_async_context(notifying(watching, url, token))
        code = await _watch(process, stop, pretended.http_port)
    if code is None:
        return exit_code(process.returncode or 0)
    print(exited(code), file=sys.stderr, flush=True)
    return exit_code(code)


def _demo(slack: Slack | None, scene: Scene | None) -> Demo | None:
    """Return what the bot is led to; in a real Slack no alerts of the demo come in, and no digest."""
    if scene is None:
        return None
    clusters = tuple(scene.fleet.clusters)
    if slack is None:
        return Demo(clusters)
    return Demo(clusters, scene.target, slack.channels["incidents"], slack.groups["sre"], slack.channels["ops"])


async def _redis(plan: Plan, folder: Path, minder: Minder, stack: AsyncExitStack) -> tuple[Plan, DemoRedis | None]:
    """Start the Redis that is planned; where it does not start the bot does without, and the plan says so."""
    if not plan.redis:
        return plan, None
    try:
        return plan, await stack.enter_async_context(DemoRedis(plan.redis, folder, minder))
    except RedisFailed:
        return replace(plan, cache=f"in memory, as {plan.redis} does not start"), None


async def _watch(process: asyncio.subprocess.Process, stop: asyncio.Event, port: int | None) -> int | None:
    """Say when the bot is ready; return its exit code when it ends by itself, None when we are told to stop."""
    ended, stopped = asyncio.ensure_future(process.wait()), asyncio.ensure_future(stop.wait())
    awake = asyncio.ensure_future(ready(port) if port else asyncio.Event().wait())
    watched: set[asyncio.Future[object]] = {ended, stopped, awake}  # type: ignore[arg-type]  # tasks of several results
    try:
        await asyncio.wait(watched, return_when=asyncio.FIRST_COMPLETED)
        if awake.done() and not (ended.done() or stopped.done()):
            awake.result()
            print(READY, flush=True)
            await asyncio.wait({ended, stopped}, return_when=asyncio.FIRST_COMPLETED)
        return ended.result() if ended.done() else None
    finally:
        for task in watched:
            task.cancel()
        await asyncio.gather(*watched, return_exceptions=True)


if __name__ == "__main__":
    sys.exit(main())
