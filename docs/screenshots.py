"""Takes the README's pictures: starts the playground as a newcomer would, asks, and looks. Usage: python docs/screenshots.py

Needs Playwright's package, a Chromium ($SREHUB_CHROMIUM, else `chromium` in PATH) and a font with emoji.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

HERE = Path(__file__).parent
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 800}


async def main() -> None:
    """Start the playground, take the pictures, stop it."""
    chromium = os.environ.get("SREHUB_CHROMIUM") or shutil.which("chromium")
    async with playground() as url, async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = await opened(browser, url, viewport=WIDE, color_scheme="light")
        await page.get_by_text("ErrorBudgetBurn").first.wait_for()  # the story's incident begins when somebody looks
        await ask(page, "/sre pods failed")
        await page.screenshot(path=HERE / "pods-failed.png")
        dark = await opened(browser, url, viewport=WIDE, color_scheme="dark")
        await dark.get_by_role("button", name="Story", exact=True).click()  # the thread needs the room
        await dark.get_by_role("button", name="Look into…").click()
        await dark.get_by_role("listbox", name="Look into…").get_by_role("option").first.click()
        await dark.get_by_role("button", name=re.compile("1 reply")).click()
        await dark.get_by_role("complementary", name="Thread").get_by_role("button", name="Refresh").nth(1).wait_for()
        await dark.screenshot(path=HERE / "pods-failed-dark.png")
        phone = await opened(browser, url, viewport=PHONE, color_scheme="light")
        await phone.get_by_role("table").first.wait_for()
        await phone.screenshot(path=HERE / "pods-failed-phone.png")
        await browser.close()


@asynccontextmanager
async def playground() -> AsyncIterator[str]:
    """Run the playground as on a machine that has nothing; yield the page's address once the bot is ready."""
    hidden = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "KUBECONFIG", "REDIS_URL")
    pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    with tempfile.TemporaryDirectory() as home:
        environ = {name: value for name, value in os.environ.items() if name not in hidden} | {"HOME": home}
        command = (sys.executable, "-m", "playground")
        process = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=nowhere, env=environ)
        try:
            yield await _ready(process)
        finally:
            process.terminate()
            await process.wait()


async def _ready(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    url = ""
    async for line in process.stdout:
        found = re.search(rb"http://127\.0\.0\.1:\d+/", line)
        url = found[0].decode() if found and not url else url
        if b"ready" in line:
            return url
    raise SystemExit("the playground ended before it was ready")


async def opened(browser: Browser, url: str, **options: Any) -> Page:
    """Open the page in a window of its own, sharp enough for good screens."""
    page = await (await browser.new_context(device_scale_factor=1.5, **options)).new_page()
    await page.goto(url)
    await page.get_by_role("combobox", name="Message #incidents").wait_for()
    return page


async def ask(page: Page, text: str) -> None:
    """Type a line, and wait for its table."""
    box = page.get_by_role("combobox", name="Message #incidents")
    await box.fill(text)
    await box.press("Enter")
    await page.get_by_role("table").first.wait_for()
    await box.blur()


if __name__ == "__main__":
    asyncio.run(main())
