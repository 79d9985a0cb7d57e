"""Takes a picture of every command's answer, on a desk's width and on a phone's, to be looked at:

    python docs/every_command.py FOLDER [LINE …]

It starts the playground as `docs/screenshots.py` does, which says what is needed. A pod's name is found on the way: `{pod}`.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
from pathlib import Path

from playwright.async_api import Browser, Locator, async_playwright
from screenshots import PHONE, WIDE, opened, playground

PLACE = "-n payments"
LINES = (
    "pods failed", "pods failed @all", "pods pending", "pods restarting", "pods", f"pods {PLACE}", f"pod {{pod}} {PLACE}",
    "status", "status @all", "nodes", "nodes notready", "nodes pressure", "node node-003",
    "workloads", "workloads unhealthy", f"workload deploy/checkout {PLACE}", "rollouts --since 6h",
    "events", "events warning --since 1h", f"logs deploy/checkout {PLACE}", f"logs {{pod}} {PLACE} --level error",
    "jobs failed", "cronjobs", "pvc pending", "hpa maxed", "quota", "namespaces", "top pods", "top nodes",
    f"watch pods failed {PLACE}", "alerts", "query up", "targets down", "help", "help pods failed", "ping", "pods faild",
)  # fmt: skip
TALL = 3000
"""Pixels: a window in which even a long answer stands whole."""
PATIENCE = 20_000
"""Milliseconds that an answer may take."""


async def main(folder: Path, lines: tuple[str, ...]) -> None:
    """Take the pictures."""
    chromium = os.environ.get("SREHUB_CHROMIUM") or shutil.which("chromium")
    async with playground() as url, async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for size in (WIDE, PHONE):
            await _all(browser, url, {**size, "height": TALL}, folder, lines)
        await browser.close()


async def _all(browser: Browser, url: str, size: dict[str, int], folder: Path, lines: tuple[str, ...]) -> None:
    page = await opened(browser, url, viewport=size, color_scheme="light")
    await page.get_by_text("[FIRING:1]").first.wait_for()  # the story's incident begins when somebody looks
    box = page.get_by_role("combobox", name="Message #incidents")
    messages, pod = page.locator("li.message"), ""
    for place, line in enumerate(lines):
        if "{pod}" in line and not pod:
            continue
        last = await messages.last.get_attribute("data-ts")
        await box.fill(f"/sre {line.format(pod=pod)}")
        await box.press("Enter")
        await box.blur()
        answer = await _answered(messages, last)
        name = re.sub(r"\W+", "-", line).strip("-")
        await answer.screenshot(path=folder / f"{size['width']:04}-{place:02}-{name}.png", animations="disabled")
        found = re.search(r"checkout-[a-z0-9]+-[a-z0-9]{5}\b", await answer.inner_text())
        pod = pod or (found[0] if found else "")


async def _answered(messages: Locator, last: str | None) -> Locator:
    """Return the newest message once it is another than `last` and no longer on its way."""
    async with asyncio.timeout(PATIENCE / 1000):
        while True:
            newest = messages.last
            ts = await newest.get_attribute("data-ts")
            if ts != last and ts and not (await newest.inner_text()).count("asking "):
                return messages.page.locator(f'li.message[data-ts="{ts}"]').last
            await messages.page.wait_for_timeout(100)


if __name__ == "__main__":
    wanted = Path(sys.argv[1])
    wanted.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(wanted, tuple(sys.argv[2:]) or LINES))
