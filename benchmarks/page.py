"""What somebody waits for in the browser: from a click to the edited message, and from `make run` to the page."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from contextlib import AsyncExitStack
from statistics import median
from time import perf_counter
from typing import Any

from playwright.async_api import Page, async_playwright

from benchmarks.bare_app import refreshed
from benchmarks.child import ROOT, Child, python, started
from benchmarks.figures import milliseconds, seconds
from benchmarks.result import Row, Section
from benchmarks.run import Run, Skipped
from benchmarks.serving_bot import SOCKETS, credentials, serving
from benchmarks.starting import bare_environ, to_the_page

BOT, BARE = "the bot", "bare app, one session"
LINE = "pods failed -n payments"
PODS, CLICKS, STARTS, WARM = 2_000, 40, 5, 5
MOST_CLICK, MOST_START = 0.3, 10.0
BETWEEN = 1.1
"""Seconds between two clicks on the same button: what the bot shows anew is the time, to the second."""
CLICK = """
ts => new Promise((told, failed) => {
  const message = document.querySelector(`li[data-ts="${ts}"]`);
  const said = () => message.innerText.replace("(edited)", "").replace(/\\s+/g, " ");
  const before = said();
  const begun = performance.now();
  const watch = new MutationObserver(() => {
    if (said() !== before) { watch.disconnect(); told((performance.now() - begun) / 1000); }
  });
  watch.observe(message, {subtree: true, childList: true, characterData: true});
  setTimeout(() => failed(new Error(`unchanged: ${before}`)), 10000);
  [...message.querySelectorAll("button")].find(one => one.innerText.trim() === "Refresh").click();
})
"""
"""Clicks Refresh below a message, and tells how many seconds later the message says something else."""


async def measure(run: Run) -> Section:
    """Measure it. Raises Skipped without a Chromium."""
    chromium = os.environ.get("SREHUB_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        raise Skipped("needs Chromium (SREHUB_CHROMIUM, or chromium in PATH)")
    async with AsyncExitStack() as stack:
        clicks = await _clicks(run, chromium, stack)
    starts, floor = await _starts(run)
    section = Section(f"The page: Chromium, {PODS:,} pods, Refresh asks the demo cluster")
    ours, theirs = median(clicks[BOT]), median(clicks[BARE])
    section.rows = [
        Row("from the click to the edited message", _told(clicks[BOT]), f"{BARE}: {_told(clicks[BARE])}",
            f"{ours / theirs:.2f}", f"under {milliseconds(MOST_CLICK)}", ours < MOST_CLICK),
        Row("from `make run` to the page", seconds(starts), f"`import slack_bolt, aiohttp` alone: {seconds(floor)}",
            f"{median(starts) / median(floor):.2f}", f"under {MOST_START:.0f} s", median(starts) < MOST_START),
    ]  # fmt: skip
    section.remarks.append(
        f"{CLICKS} clicks each in turn. The bot's Refresh skips the cache and asks the cluster again; the bare app edits a"
        " line of text at once. `make run` with everything installed, in an empty folder's playground."
    )
    return section


def _told(samples: list[float]) -> str:
    return f"{milliseconds(median(samples))} ({milliseconds(min(samples))}–{milliseconds(max(samples))})"


async def _clicks(run: Run, chromium: str, stack: AsyncExitStack) -> dict[str, list[float]]:
    """Return the seconds of each contestant's clicks."""
    kubeconfig = run.folder / "page.kubeconfig"
    demo = python("benchmarks.demo_process", str(PODS), str(kubeconfig))
    await stack.enter_async_context(started("page-demo", demo, run.folder, serves=True))
    names = (BOT, BARE)
    stand_in = started("page-slack", python("benchmarks.slack_process", *names), run.folder, serves=True)
    slack = await stack.enter_async_context(stand_in)
    accounts = await slack.order("accounts")
    config = run.config("page", kubeconfig)
    await stack.enter_async_context(serving(run, "page-bot", config, accounts[BOT]))
    environ = {**credentials(accounts[BARE]), "FIXED_BLOCKS": json.dumps(refreshed("178 pods failing"))}
    await stack.enter_async_context(
        started("page-bare", python("benchmarks.bare_app", "shared"), run.folder, environ=environ)
    )
    browser = await (await stack.enter_async_context(async_playwright())).chromium.launch(
        executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
    )
    stack.push_async_callback(browser.close)
    seen: dict[str, tuple[Page, str]] = {}
    for name, sockets in ((BOT, SOCKETS), (BARE, 1)):
        await slack.order("connected", name=name, count=sockets)
        seen[name] = await _opened(slack, name, await browser.new_page())
    return await _taking_turns(run, seen)


async def _opened(slack: Child, name: str, page: Page) -> tuple[Page, str]:
    told: dict[str, Any] = await slack.order("page", name=name, line=LINE)
    await page.goto(f"{told['url']}?as=ana&in=incidents")
    await page.wait_for_selector(f'li[data-ts="{told["ts"]}"] button')
    return page, told["ts"]


async def _taking_turns(run: Run, seen: dict[str, tuple[Page, str]]) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {name: [] for name in seen}
    for number in range(WARM + run.rounds(CLICKS)):
        if number % 10 == 0:
            run.say(f"page: click {number + 1}")
        for name, (page, ts) in seen.items():
            found = float(await page.evaluate(CLICK, ts))
            if number >= WARM:
                took[name].append(found)
        await asyncio.sleep(BETWEEN)
    return took


async def _starts(run: Run) -> tuple[list[float], list[float]]:
    """Return the seconds from `make run` to the page, and those of the imports alone."""
    starts, floor = [], []
    for number in range(run.rounds(STARTS)):
        run.say(f"page: start {number + 1}")
        starts.append(await to_the_page(ROOT, bare_environ(HOME=str(run.folder))))
        begun = perf_counter()
        imports = await asyncio.create_subprocess_exec(sys.executable, "-c", "import slack_bolt, aiohttp")
        await imports.wait()
        floor.append(perf_counter() - begun)
    return starts, floor
