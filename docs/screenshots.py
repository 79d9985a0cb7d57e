"""Takes the README's picture: starts the playground as a newcomer would, asks, and looks. Usage: python docs/screenshots.py

Needs Playwright's package and a Chromium ($SREHUB_CHROMIUM, else `chromium` in PATH).
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright

HERE = Path(__file__).parent


async def main() -> None:
    """Start the playground, take the picture, stop it."""
    chromium = os.environ.get("SREHUB_CHROMIUM") or shutil.which("chromium")
    hidden = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "KUBECONFIG", "REDIS_URL")
    with tempfile.TemporaryDirectory() as home:
        environ = {name: value for name, value in os.environ.items() if name not in hidden} | {"HOME": home}
        pipe, nowhere = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        playground = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "playground", stdout=pipe, stderr=nowhere, env=environ
        )
        try:
            url = await _ready(playground)
            async with async_playwright() as driver:
                browser = await driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
                page = await browser.new_page(viewport={"width": 1280, "height": 720}, device_scale_factor=1.5)
                await page.goto(url)
                await _ask(page, "/sre pods failed")
                await page.screenshot(path=HERE / "pods-failed.png")
                await browser.close()
        finally:
            playground.terminate()
            await playground.wait()


async def _ready(playground: asyncio.subprocess.Process) -> str:
    """Return the page's address once the bot is ready."""
    assert playground.stdout is not None
    url = ""
    async for line in playground.stdout:
        found = re.search(rb"http://127\.0\.0\.1:\d+/", line)
        url = found[0].decode() if found and not url else url
        if b"ready" in line:
            return url
    raise SystemExit("the playground ended before it was ready")


async def _ask(page: Page, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")
    await page.locator("table").first.wait_for()
    await page.locator("#text").blur()


if __name__ == "__main__":
    asyncio.run(main())
