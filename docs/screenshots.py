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

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

HERE = Path(__file__).parent
WIDE = ViewportSize(width=1280, height=800)
TALL = ViewportSize(width=1280, height=980)
PHONE = ViewportSize(width=390, height=800)
ROLLED_BACK = 3
"""Before this digest of the week the incident is over."""


async def main() -> None:
    """Start the playground, take the pictures, stop it."""
    chromium = os.environ.get("SREHUB_CHROMIUM") or shutil.which("chromium")
    async with playground() as url, async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        await the_incident(browser, url)
        await the_week(browser, url)
        await browser.close()


async def the_incident(browser: Browser, url: str) -> None:
    """Take what one sees while something is wrong: an answer, its thread in the dark, a phone."""
    page = await opened(browser, url, viewport=WIDE, color_scheme="light")
    await page.get_by_text("ErrorBudgetBurn").first.wait_for()  # the story's incident begins when somebody looks
    await ask(page, "/sre pods failed")
    await page.get_by_role("table").first.wait_for()
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


async def the_week(browser: Browser, url: str) -> None:
    """Take what comes to people by itself, as the time is moved on: a DM, digests, their week, a Home tab."""
    page = await opened(browser, url, viewport=WIDE, color_scheme="light", timezone_id="Europe/London")
    await page.get_by_role("button", name="srehub", exact=True).click()
    await ask(page, "what is broken in payments?", "srehub")
    await page.get_by_role("table").first.wait_for()
    await page.screenshot(path=HERE / "dm.png")
    await ask(page, 'digest add "pods failed @all" weekdays 09:00 --name morning', "srehub")
    await page.get_by_role("button", name="Save").click()
    await page.get_by_role("button", name=re.compile("1 reply")).wait_for()
    await page.get_by_role("button", name="ops", exact=True).click()
    story = page.get_by_role("complementary", name="Story")
    for digest in range(8):
        if digest == ROLLED_BACK:
            await page.request.post(f"{url}_playground/story", data={"act": "step:undo"})
        move = {0: "To the next digest", ROLLED_BACK: "+1 hour"}.get(digest, "9:00")
        await story.get_by_role("group", name="Move the time on").get_by_role("button", name=move).click()
        posted = page.locator("li.message", has_text="overview").nth(digest)
        await posted.get_by_text("3 replies").wait_for()
        if digest == ROLLED_BACK:
            await page.screenshot(path=HERE / "digest.png")
    await page.set_viewport_size(TALL)
    await ask(page, "/sre digest report overview", "#ops")
    await page.get_by_role("button", name="Run it now").scroll_into_view_if_needed()
    await page.screenshot(path=HERE / "digest-week.png")
    await page.set_viewport_size(WIDE)
    await page.get_by_role("button", name=re.compile("^srehub")).click()
    await ask(page, "status @all", "srehub")  # so that the Home tab has something to tell
    await page.locator("li.message", has_text="nodes ready").wait_for()
    await page.get_by_role("button", name="Home", exact=True).click()
    await page.get_by_role("group", name="Home").get_by_text("Your favourites").wait_for()
    await page.screenshot(path=HERE / "home.png")


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


async def ask(page: Page, text: str, where: str = "#incidents") -> None:
    """Write a line where it can be written."""
    box = page.get_by_role("combobox", name=f"Message {where}")
    await box.fill(text)
    await box.press("Enter")
    await box.blur()


if __name__ == "__main__":
    asyncio.run(main())
