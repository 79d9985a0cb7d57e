"""The page's controls: each sends the app exactly what Slack would."""

from __future__ import annotations

from typing import Any

import pytest
from page_app import PageApp
from page_tabs import Tabs, say
from playwright.async_api import Page, expect

from playground.slack import Slack

pytestmark = pytest.mark.browser


async def shown(slack: Slack, page: Page) -> None:
    """Let the app show its controls."""
    await say(page, "/sre controls")
    await expect(page.get_by_role("button", name="Report")).to_be_visible()


async def taken(slack: Slack, page_app: PageApp, action: str) -> dict[str, Any]:
    """Return what the app got of a control, as soon as it has it."""
    await slack.wait(lambda: page_app.last().get("action_id") == action)
    return page_app.last()


async def test_menus_send_what_was_chosen(slack: Slack, page_app: PageApp, tabs: Tabs) -> None:
    """A wrong option would look into the wrong pod."""
    page = await tabs.open()
    await shown(slack, page)
    await page.get_by_role("button", name="Service", exact=True).click()
    await page.get_by_role("option", name="search").click()
    assert (await taken(slack, page_app, "service"))["selected_option"]["value"] == "search"
    await page.get_by_role("button", name="Services").click()
    for name in ("checkout", "shipping"):
        await page.get_by_role("option", name=name).click()
    await page.keyboard.press("Escape")
    await slack.wait(lambda: len(page_app.last().get("selected_options", [])) == 2)
    kept = page_app.got[-1]["state"]["values"]["controls"]
    assert kept["service"]["selected_option"]["value"] == "search"
    await page.get_by_role("button", name="Owner").click()
    await page.get_by_label("Filter: Owner").fill("mia")
    await page.keyboard.press("Enter")
    assert (await taken(slack, page_app, "owner"))["selected_user"] == slack.users["mia"]
    await page.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Silence").click()
    assert (await taken(slack, page_app, "more"))["selected_option"]["value"] == "silence"


async def test_an_external_menu_asks_the_app_as_one_types(slack: Slack, page_app: PageApp, tabs: Tabs) -> None:
    """There may be thousands of pods; only the app knows them."""
    page = await tabs.open()
    await shown(slack, page)
    await page.get_by_role("button", name="Pod", exact=True).click()
    await expect(page.get_by_text("Type 1 or more characters")).to_be_visible()
    await page.get_by_label("Filter: Pod").fill("web")
    await page.get_by_role("option", name="web-1").click()
    assert (await taken(slack, page_app, "pod"))["selected_option"]["value"] == "web-1"


async def test_pickers_and_boxes_send_what_they_show(slack: Slack, page_app: PageApp, tabs: Tabs) -> None:
    """Dates are written differently everywhere; the app gets one form of them."""
    page = await tabs.open()
    await shown(slack, page)
    await page.get_by_label("Select a date").fill("2026-05-17")
    assert (await taken(slack, page_app, "day"))["selected_date"] == "2026-05-17"
    await page.get_by_role("checkbox", name="Two").check()
    assert [one["value"] for one in (await taken(slack, page_app, "boxes"))["selected_options"]] == ["two"]


async def test_nothing_is_done_before_it_is_confirmed(slack: Slack, page_app: PageApp, tabs: Tabs) -> None:
    """A rollback by a slip of the finger is an incident of its own."""
    page = await tabs.open()
    await shown(slack, page)
    await page.get_by_role("button", name="Roll back").click()
    asked = page.get_by_role("dialog", name="Roll back?")
    await expect(asked.get_by_text("checkout goes back.")).to_be_visible()
    await asked.get_by_role("button", name="Not now").click()
    assert page_app.got == []
    await page.get_by_role("button", name="Roll back").click()
    await asked.get_by_role("button", name="Roll back").click()
    await expect(page.get_by_text("rolled back (edited)")).to_be_visible()


async def test_a_modal_is_filled_in_corrected_and_sent(slack: Slack, page_app: PageApp, tabs: Tabs) -> None:
    """What is missing the page says itself, what is wrong the app says; what was typed stays."""
    page = await tabs.open()
    await shown(slack, page)
    await page.get_by_role("button", name="Report").click()
    modal = page.get_by_role("dialog", name="Report")
    await expect(modal).to_be_visible()
    await page.reload()
    await modal.get_by_role("button", name="Send").click()
    await expect(modal.get_by_text("Please complete this required field.")).to_have_count(2)
    await modal.get_by_label("Summary").fill("wrong")
    await modal.get_by_label("Replicas").fill("3")
    await modal.get_by_role("button", name="Service").click()
    await page.get_by_role("option", name="shipping").click()
    await modal.get_by_role("radio", name="High").check()
    await modal.get_by_role("button", name="People").click()
    await page.get_by_role("option", name="Mia Lindqvist", exact=True).click()
    await page.keyboard.press("Escape")
    await modal.get_by_role("button", name="Send").click()
    await expect(modal.get_by_text("Say more.")).to_be_visible()
    await modal.get_by_label("Summary").fill("It is down")
    await modal.get_by_role("button", name="Send").click()
    await expect(modal).to_have_count(0)
    values = page_app.got[-1]["view"]["state"]["values"]
    assert values["summary"]["summary"] == {"type": "plain_text_input", "value": "It is down"}
    assert values["details"]["details"]["value"] is None
    assert values["replicas"]["replicas"]["value"] == "3"
    assert values["service"]["service"]["selected_option"]["value"] == "shipping"
    assert values["severity"]["severity"]["selected_option"]["value"] == "high"
    assert values["people"]["people"]["selected_users"] == [slack.users["mia"]]


async def test_a_modal_opens_for_the_one_who_asked(slack: Slack, page_app: PageApp, tabs: Tabs) -> None:
    """With two people in one channel, one trigger opens one dialog."""
    ana, ben = await tabs.open("as=ana"), await tabs.open("as=ben")
    await shown(slack, ana)
    await ben.get_by_role("button", name="Report").click()
    await expect(ben.get_by_role("dialog", name="Report")).to_be_visible()
    await say(ana, "I can still type")
    await expect(ana.get_by_text("I can still type")).to_be_visible()
    assert await ana.get_by_role("dialog").count() == 0


async def test_a_modal_opens_another_and_comes_back(slack: Slack, page_app: PageApp, tabs: Tabs) -> None:
    """Up to three stand on each other; what was typed below is still there."""
    page = await tabs.open()
    await shown(slack, page)
    await page.get_by_role("button", name="Report").click()
    modal = page.get_by_role("dialog", name="Report")
    await modal.get_by_label("Summary").fill("half done")
    await modal.get_by_role("button", name="Further").click()
    deeper = page.get_by_role("dialog", name="Further")
    await expect(deeper.get_by_text("One deeper.")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(deeper).to_have_count(0)
    await expect(modal.get_by_label("Summary")).to_have_value("half done")
    assert page_app.last()["action_id"] == "further"


async def test_a_table_is_paged_sorted_and_filtered(slack: Slack, page_app: PageApp, tabs: Tabs) -> None:
    """People do that in Slack itself; the bot sends all rows once."""
    page = await tabs.open()
    await say(page, "/sre table")
    first = page.locator("tbody tr").first
    await expect(page.get_by_text("1–5 of 12")).to_be_visible()
    await page.get_by_role("button", name="Next page").click()
    await expect(first).to_contain_text("web-5")
    await page.get_by_role("button", name="Restarts").click()
    await expect(first).to_contain_text("web-0")
    await page.get_by_role("button", name="Restarts").click()
    await expect(first).to_contain_text("web-11")
    await expect(page.get_by_role("columnheader", name="Restarts")).to_have_attribute("aria-sort", "descending")
    await page.get_by_label("Filter Pods").fill("web-1")
    await expect(page.get_by_text("1–3 of 3")).to_be_visible()
