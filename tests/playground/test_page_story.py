"""The whole of the playground in a browser, from `make run` to the end of the story, by clicks and typing alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from launched import Run, launched
from playwright.async_api import Locator, Page, async_playwright, expect

pytestmark = pytest.mark.browser
PATIENCE = 30_000
"""Milliseconds; the alert comes after some seconds, and a machine may be busy."""
BOX = "Message #incidents"


@pytest.fixture
async def page(tmp_path: Path, chromium: str) -> AsyncIterator[Page]:
    """The page of a playground that was just started, in which nothing may go wrong."""
    wrong: list[str] = []
    async with launched(tmp_path) as run, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = await _open(run, await browser.new_page(viewport={"width": 1400, "height": 900}), wrong)
        yield page
        await browser.close()
    assert wrong == []


async def _open(run: Run, page: Page, wrong: list[str]) -> Page:
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    await page.goto(run.page)
    return page


async def _send(page: Page) -> None:
    await page.get_by_role("combobox", name=BOX).press("Enter")


def _answers(page: Page) -> Locator:
    return page.locator("li.message", has=page.locator(".author", has_text="srehub"))


@pytest.mark.timeout(240)
async def test_a_newcomer_comes_from_the_alert_to_the_recovery(page: Page) -> None:
    """The first minutes with the bot have to win whoever tries it; every step of them is one that people take."""
    story = page.get_by_role("complementary", name="Story")
    alert = page.locator("li.message", has_text="ErrorBudgetBurn").first
    await expect(alert).to_contain_text("firing", timeout=PATIENCE)
    await expect(alert.locator(".author")).to_have_text("srehub")
    await alert.get_by_role("button", name="Acknowledge").click()
    await expect(alert.get_by_role("button", name="Give it back")).to_be_visible(timeout=PATIENCE)
    await page.get_by_role("combobox", name=BOX).fill("/sre pods failed")
    await _send(page)
    await expect(_answers(page).last).to_contain_text("payments/checkout", timeout=PATIENCE)
    await expect(story.locator(".step.done")).to_have_count(3, timeout=PATIENCE)  # the tick may come after the answer
    for _ in range(3):
        await expect(story.locator(".step.active .step-acts button")).to_be_visible(timeout=PATIENCE)
        suggested = story.locator(".step.active").get_by_role("button", name="Type /sre")
        if not await suggested.count():
            break
        done = await story.locator(".step.done").count()
        await suggested.click()
        await _send(page)
        await expect(story.locator(".step.done")).to_have_count(done + 1, timeout=PATIENCE)
    await story.get_by_role("button", name="Ask Ben to roll it back").click()
    await expect(page.locator("li.message", has_text="kubectl rollout undo deployment/checkout")).to_be_visible()
    await story.get_by_role("button", name="Faster").click()
    await story.get_by_role("button", name="Type /sre pods failed -n payments").click(timeout=PATIENCE)
    await _send(page)
    await expect(story.get_by_role("heading", name="Well done: checkout is back")).to_be_visible(timeout=PATIENCE)
    # Ben may have been faster than the log: then this follows another answer, and its author is not named again.
    await expect(page.locator("li.message", has_text="No failing pods")).to_be_visible(timeout=PATIENCE)
    await expect(alert).to_contain_text("🟢", timeout=PATIENCE)
    await expect(alert.get_by_role("button", name="Give it back")).to_have_count(0)
    await _every_other_day(page, story)
    await story.get_by_role("button", name="Restart").click()
    await expect(story.locator(".step.done")).to_have_count(0)


async def _every_other_day(page: Page, story: Locator) -> None:
    """Go through the second chapter: a question in the DM, a digest, the Home tab, a shortcut."""
    await story.get_by_role("button", name="Type what is broken in payments?").click()
    box = page.get_by_role("combobox", name="Message srehub")
    await expect(box).to_have_value("what is broken in payments?")
    await box.press("Enter")
    await expect(_answers(page).last).to_contain_text("pods failed -n payments", timeout=PATIENCE)
    await story.get_by_role("button", name="To the next digest", exact=True).click(timeout=PATIENCE)
    await expect(page.get_by_role("heading", name="#ops")).to_be_visible()
    await expect(_answers(page).first).to_contain_text("overview", timeout=PATIENCE)
    await story.get_by_role("button", name="Open Home").click(timeout=PATIENCE)
    home = page.get_by_role("group", name="Home")
    await expect(home).to_contain_text("pods failed -n payments", timeout=PATIENCE)
    await home.get_by_role("button", name="☆ Keep").first.click()
    await expect(home.get_by_role("button", name="★ Forget")).to_be_visible(timeout=PATIENCE)
    await story.get_by_role("button", name="Go to #incidents").click(timeout=PATIENCE)
    alert = page.locator("li.message", has_text="ErrorBudgetBurn").first
    await alert.hover()
    await alert.get_by_role("button", name="Ask SREHub").click()
    form = page.get_by_role("dialog", name="Ask SREHub")
    await expect(form).to_contain_text("ErrorBudgetBurn", timeout=PATIENCE)
    await form.get_by_role("button", name="Close").first.click()
    await expect(story.locator(".step:not(.done)")).to_have_count(0, timeout=PATIENCE)


async def test_one_sees_that_fifty_people_cost_one_look(page: Page) -> None:
    """What is claimed of deduplication is believed when it is seen."""
    story = page.get_by_role("complementary", name="Story")
    await story.get_by_role("button", name="Pause").click()  # the evidence for an alert would be counted, too
    await page.get_by_role("button", name="Under the bonnet").click()
    bonnet = page.get_by_role("complementary", name="Under the bonnet")
    await bonnet.get_by_role("button", name="Ask as 50 people at once").click()
    fares = bonnet.locator(".fares")
    await expect(fares).to_contain_text("50 acked, 50 answered", timeout=PATIENCE)
    counters = bonnet.locator(".counters > div")
    await expect(counters.filter(has_text="asked")).to_have_text("asked1")
    await expect(counters.filter(has_text="joined another")).to_have_text("joined another49")
    await bonnet.get_by_role("switch", name="prod hangs").click()
    await page.get_by_role("combobox", name=BOX).fill("/sre pods failed --fresh")
    await _send(page)
    await expect(bonnet.get_by_text("under way").first).to_be_visible()
    await bonnet.get_by_role("switch", name="prod hangs").click()
    await expect(_answers(page).last).to_contain_text("prod", timeout=PATIENCE)
