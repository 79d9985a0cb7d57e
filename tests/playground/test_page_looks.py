"""The page for everybody: by keyboard alone, on a phone, in the dark, with a screen reader; and the gallery."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from page_app import PageApp
from page_tabs import Tabs, grave, say
from playwright.async_api import Page, expect

from playground.slack import Commands, Slack, Usage
from playground.slack.blocks.elements import INPUTS, MENUS, PICKERS
from playground.slack.blocks.layout import IN_MESSAGES

pytestmark = pytest.mark.browser

GOLDEN = Path(__file__).parents[1] / "golden"
PHONE = {"width": 360, "height": 740}
LINES = (
    Usage("pods failed [-n NAMESPACE] [@target|@all] [--fresh]", "pods that fail"),
    Usage("pods pending [-n NAMESPACE]", "pods that wait"),
    Usage("ping", "how the bot is"),
)


CONTRAST = "color-contrast"


async def is_within(page: Page) -> bool:
    """Tell whether nothing sticks out at the side."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


async def test_everything_is_done_by_keyboard_alone(slack: Slack, page_app: PageApp, tabs: Tabs) -> None:
    """Some cannot use a mouse, and many do not want to."""
    page = await tabs.open()
    box = page.get_by_role("combobox", name="Message #incidents")
    await box.focus()
    await page.keyboard.type("/sre controls")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Service", exact=True).focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await slack.wait(lambda: page_app.last().get("action_id") == "service")
    assert page_app.last()["selected_option"]["value"] == "search"
    await expect(page.get_by_role("button", name="search")).to_be_focused()
    await page.get_by_role("button", name="More actions").focus()
    for key in ("Enter", "ArrowDown", "Enter"):
        await page.keyboard.press(key)
    await slack.wait(lambda: page_app.last().get("action_id") == "more")
    assert page_app.last()["selected_option"]["value"] == "runbook"
    await page.get_by_role("button", name="Report").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog").get_by_label("Summary")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Report")).to_be_focused()


async def test_what_has_the_focus_is_seen(slack: Slack, bare: Any, tabs: Tabs) -> None:
    """Whoever uses the keyboard has to know where they are: every stop on the way has an outline."""
    page = await tabs.open()
    await say(page, "/sre pods failed")
    await expect(page.get_by_role("button", name="Refresh")).to_be_visible()
    stops: set[str] = set()
    for _ in range(40):
        await page.keyboard.press("Tab")
        at = "document.activeElement"
        style, html = f"getComputedStyle({at})", await page.evaluate(f"{at}.outerHTML.slice(0, 80)")
        outline, shadow = await page.evaluate(f"[{style}.outlineStyle, getComputedStyle({at}.parentElement).boxShadow]")
        assert html.startswith("<body") or outline != "none" or (html.startswith("<textarea") and shadow != "none"), html
        stops.add(html)
    assert len(stops) > 10


async def test_commands_are_completed(slack: Slack, bare: Any, tabs: Tabs) -> None:
    """Nobody knows all commands and their options by heart."""
    slack.complete(Commands(lines=LINES))
    page = await tabs.open()
    box = page.get_by_role("combobox", name="Message #incidents")
    await box.press_sequentially("/s")
    await box.press("Tab")
    await box.press_sequentially("pods ")
    await expect(page.get_by_role("option", name=re.compile("^pods"))).to_have_count(2)
    await box.press("ArrowDown")
    await box.press("Tab")
    await expect(box).to_have_value("/sre pods pending ")
    await box.press_sequentially("-")
    await box.press("Tab")
    await expect(box).to_have_value("/sre pods pending -n ")
    await box.press_sequentially("shop")
    await box.press("Enter")
    await slack.wait(lambda: [said for said in slack.messages("incidents") if said.bot])
    assert bare.got[0]["text"] == "pods pending -n shop"
    await box.press_sequentially("ask @mi")
    await box.press("Tab")
    await expect(box).to_have_value("ask @mia ")


async def test_it_fits_a_phone(slack: Slack, page_app: PageApp, tabs: Tabs) -> None:
    """That is where incidents find people."""
    page = await tabs.open(viewport=PHONE)
    await say(page, "/sre table")
    await expect(page.get_by_role("table", name="Pods")).to_be_visible()
    await say(page, "/sre controls")
    await page.get_by_role("button", name="Report").click()
    await expect(page.get_by_role("dialog", name="Report")).to_be_visible()
    assert await is_within(page)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Channels").click()
    await page.get_by_role("button", name="ops").click()
    await expect(page.get_by_role("heading", name="#ops")).to_be_visible()
    await expect(page.get_by_role("button", name="general")).to_be_hidden()
    assert await is_within(page)


async def test_light_and_dark_follow_the_system_until_one_chooses(slack: Slack, tabs: Tabs) -> None:
    """At three in the morning a white page hurts."""
    page = await tabs.open(color_scheme="dark")
    back = "getComputedStyle(document.documentElement).backgroundColor"
    switch = page.get_by_role("button", name="Theme")
    await expect(switch).to_have_accessible_name("Theme: system")
    assert await page.evaluate(back) == "rgb(26, 29, 33)"
    await switch.click()
    await expect(switch).to_have_accessible_name("Theme: light")
    assert await page.evaluate(back) == "rgb(255, 255, 255)"
    await page.reload()
    await expect(switch).to_have_accessible_name("Theme: light")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_grave(slack: Slack, page_app: PageApp, tabs: Tabs, scheme: str) -> None:
    """Contrast, names and roles, as a screen reader needs them: in the channel, in a thread, in a menu, in a modal."""
    page = await tabs.open(color_scheme=scheme)
    for line in ("/sre table", "/sre file", "/sre quietly", "@srehub hello", "/sre controls"):
        await say(page, line)
        await page.get_by_role("combobox", name="Message #incidents").press("Escape")
    await page.get_by_role("button", name=re.compile("1 reply")).click()
    await page.get_by_role("button", name="Service", exact=True).click()
    await expect(page.get_by_role("option", name="search")).to_be_visible()
    assert await grave(page) == []
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Report").click()
    await expect(page.get_by_role("dialog", name="Report")).to_be_visible()
    assert await grave(page) == []


async def test_the_gallery_shows_every_block_and_every_summary(chromium: str, slack: Slack, tabs: Tabs) -> None:
    """It is where every message that we design is looked at."""
    async with Slack(examples=GOLDEN) as with_examples:
        tabs.slack = with_examples
        page = await tabs.open(path="gallery")
        summaries = page.get_by_role("heading", name="Summaries")
        await expect(summaries).to_be_visible(timeout=30_000)  # 600 messages are drawn before it is
        names = await page.locator("[data-example]").evaluate_all("all => all.map(one => one.dataset.example)")
        assert {path.stem.replace("_", " ") for path in GOLDEN.glob("*.json")} <= set(names)
        assert await page.locator("[data-unrendered]").count() == 0
        assert await page.locator("article .message").count() == 3 * len(names)
        assert await is_within(page)
        assert await grave(page, rules={CONTRAST: {"enabled": False}}) == []
        # The colours are those of the blocks: to look for them in each summary again takes half a minute.
        assert await grave(page, "section[aria-label=Blocks]", runOnly=[CONTRAST]) == []


async def test_the_gallery_knows_every_block_that_slacks_stand_in_takes(slack: Slack, tabs: Tabs) -> None:
    """A block that can be posted but has no example would be designed unseen."""
    page = await tabs.open(path="gallery")
    await expect(page.get_by_role("heading", name="Blocks")).to_be_visible()
    drawn = await page.locator(".block").evaluate_all("all => all.map(one => one.className.replace('block block-', ''))")
    assert set(IN_MESSAGES) <= set(drawn)
    source = (Path(__file__).parents[2] / "playground" / "web" / "src" / "gallery" / "examples.ts").read_text()
    kinds = {"button", "overflow", *MENUS, *PICKERS, *INPUTS}
    assert [kind for kind in sorted(kinds) if f'"{kind}"' not in source] == []


async def test_a_block_that_cannot_be_drawn_is_seen(slack: Slack, tabs: Tabs) -> None:
    """Nothing that an app sends is passed over in silence: here a golden file of the future."""
    async with Slack() as future:
        tabs.slack = future
        page = await tabs.open(path="gallery")
        await page.route(
            "**/_playground/examples",
            lambda route: route.fulfill(json=[{"name": "new", "text": "", "blocks": [{"type": "hologram"}]}]),
        )
        await page.reload()
        await expect(page.get_by_text("This block cannot be shown: hologram").first).to_be_visible()
