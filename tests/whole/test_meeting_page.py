"""Home and the form in a browser, as people use them: on a desk and on a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Page, async_playwright, expect

if TYPE_CHECKING:
    from staging import Stage

pytestmark = pytest.mark.browser
Open = Callable[[str, int], Awaitable[Page]]
SIZES = (1280, 390)
"""Widths of a desk's window and of a phone's."""


@pytest.fixture
async def tab(prod: Stage, chromium: str) -> AsyncIterator[Open]:
    """Open a tab of a width on the page of the stage's Slack; an error in it fails the test."""
    wrong: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])

        async def opened(query: str, width: int) -> Page:
            page = await browser.new_page(viewport={"width": width, "height": 844})
            page.set_default_timeout(10_000)
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
            await page.goto(f"{prod.slack.page_url}?{query}")
            return page

        yield opened
        await browser.close()
    assert wrong == []


async def fits(page: Page) -> bool:
    """Return whether nothing sticks out at the side."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("width", SIZES)
async def test_home_is_opened_kept_on_and_pressed(prod: Stage, tab: Open, width: int) -> None:
    """A favourite is two presses away from its answer."""
    await prod.slack.dm("ana", "pods failed -n payments")
    await prod.answered(prod.slack.direct["ana"])
    page = await tab("in=app&tab=home", width)
    await page.get_by_role("button", name="☆ Keep").click()
    await expect(page.get_by_role("button", name="★ Forget")).to_be_visible()
    assert await fits(page)
    await page.get_by_role("button", name="pods failed -n payments @prod").click()
    assert len(await prod.answered(prod.slack.direct["ana"], count=2)) == 2


@pytest.mark.parametrize("width", SIZES)
async def test_the_form_shows_the_line_as_it_grows_and_asks_it(prod: Stage, tab: Open, width: int) -> None:
    """From the shortcut to the answer without knowing a command."""
    page = await tab("in=incidents", width)
    await page.get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="Ask the systems").click()
    form = page.get_by_role("dialog", name="Ask SREHub")
    await form.get_by_text("all of them").click()
    await page.get_by_role("combobox", name="Filter: all of them").fill("paym")
    await page.get_by_role("option", name="payments").click()
    await expect(form.get_by_text("pods failed -n payments")).to_be_visible()
    assert await fits(page)
    await form.get_by_role("button", name="Ask", exact=True).click()
    await expect(form).to_have_count(0)
    [answer] = await prod.answered()
    assert "payments" in answer.text


async def test_a_message_is_asked_about_from_its_toolbar(prod: Stage, tab: Open) -> None:
    """A colleague's words lead to the thing that they name."""
    await prod.slack.dm("ben", "workloads")
    await prod.answered(prod.slack.direct["ben"])
    await prod.slack.write("ben", "incidents", "payments/checkout is red")
    page = await tab("in=incidents", SIZES[0])
    message = page.locator(".message", has_text="is red")
    await message.hover()
    await message.get_by_role("button", name="Ask SREHub").click()
    await expect(page.get_by_role("checkbox", name="workload checkout -n payments")).to_be_checked()
    await page.get_by_role("dialog").get_by_role("button", name="Ask", exact=True).click()
    [answer] = await prod.answered()
    assert answer.thread_ts


async def test_the_bot_is_invited_from_the_box(prod: Stage, tab: Open) -> None:
    """As in Slack, by writing /invite."""
    page = await tab("in=random", SIZES[0])
    box = page.get_by_role("combobox", name="Message #random")
    await box.fill("/invite @srehub")
    await box.press("Enter")
    await expect(page.get_by_role("button", name="Make this an incident channel")).to_be_visible()
