"""The page as a workspace: what people say, see and find again."""

from __future__ import annotations

import re
from typing import Any

import pytest
from page_app import PageApp
from page_tabs import Tabs, say
from playwright.async_api import Route, expect

from playground.slack import Slack

pytestmark = pytest.mark.browser


async def test_a_command_is_answered_and_a_click_edits_the_answer(slack: Slack, bare: Any, tabs: Tabs) -> None:
    """The first minute of a newcomer."""
    page = await tabs.open()
    await say(page, "/sre pods failed")
    await page.get_by_role("button", name="Refresh").click()
    await expect(page.get_by_text("(edited)")).to_be_visible()
    assert await page.locator(".message").count() == 1


async def test_text_from_outside_stays_text(slack: Slack, bare: Any, tabs: Tabs) -> None:
    """Pod names, log lines and annotations are anybody's."""
    page = await tabs.open()
    hostile = "<img src=x onerror=alert(1)> &lt;script&gt; <javascript:alert(1)|click> *bold* `&amp;`"
    plain = [{"type": "section", "text": {"type": "plain_text", "text": "*plain* <b>"}}]
    where = slack.channels["incidents"]
    await bare.client.chat_postMessage(channel=where, text=hostile)
    await bare.client.chat_postMessage(channel=where, text="x", blocks=plain)
    said = page.locator(".message")
    await expect(said.nth(0)).to_contain_text("<script> click bold &")
    await expect(said.nth(1)).to_contain_text("*plain* <b>")
    assert await page.locator(".message img, .message a").count() == 0


async def test_a_channel_that_one_leaves_takes_its_messages_along(slack: Slack, tabs: Tabs) -> None:
    """Else one reads of an incident where nobody works at it."""
    await slack.write("ben", "incidents", "checkout fails")
    await slack.write("ben", "ops", "the new nodes are in")
    page = await tabs.open()
    await expect(page.locator(".message")).to_have_text([re.compile("checkout fails")])
    for channel, said in (("ops", "the new nodes are in"), ("incidents", "checkout fails")):
        await page.get_by_role("navigation").get_by_role("button", name=channel).click()
        await expect(page.locator(".message")).to_have_text([re.compile(said)])
        await expect(page.get_by_role("main").get_by_role("combobox")).to_have_count(1)


async def test_two_people_see_each_other_and_only_their_own_secrets(slack: Slack, bare: Any, tabs: Tabs) -> None:
    """Rights are tried in two tabs."""
    ana, ben = await tabs.open("as=ana"), await tabs.open("as=ben")
    await say(ana, "hello everyone")
    await expect(ben.get_by_text("hello everyone")).to_be_visible()
    await say(ben, "/sre quietly")
    await expect(ben.get_by_text("Only visible to you")).to_be_visible()
    await say(ben, "done")
    await expect(ana.get_by_text("done")).to_be_visible()
    assert await ana.get_by_text("for you alone").count() == 0


async def test_an_answer_in_the_thread_is_found_beside_it(slack: Slack, bare: Any, tabs: Tabs) -> None:
    """Everything but a refresh answers in a thread."""
    page = await tabs.open()
    await say(page, "@srehub help")
    await page.get_by_role("button", name=re.compile("1 reply")).click()
    thread = page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_text("you called")).to_be_visible()
    await say(page, "thanks", box="Reply…")
    await expect(thread.get_by_text("thanks")).to_be_visible()
    await page.reload()
    await expect(thread.get_by_text("thanks")).to_be_visible()
    await thread.get_by_role("combobox").press("Escape")
    await expect(thread).to_have_count(0)


async def test_what_was_not_read_is_counted_where_it_stands(slack: Slack, bare: Any, tabs: Tabs) -> None:
    """Nobody looks into every channel."""
    page = await tabs.open("as=ana&in=general")
    await expect(page.get_by_role("heading", name="#general")).to_be_visible()
    for number in range(2):
        await bare.client.chat_postMessage(
            channel=slack.channels["ops"], text=f"number {number} for <@{slack.users['ana']}>"
        )
    await page.get_by_role("button", name="ops, 2 unread").click()
    await expect(page.get_by_text("number 1")).to_be_visible()
    await expect(page.get_by_role("button", name="ops", exact=True)).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("heading", name="#ops")).to_be_visible()
    await expect(page.get_by_role("button", name="ops", exact=True)).to_be_visible()


async def test_people_and_apps_react(slack: Slack, bare: Any, tabs: Tabs) -> None:
    """The quickest answer of all."""
    page = await tabs.open()
    await say(page, "it is back")
    said = (await slack.wait(lambda: slack.messages("incidents")))[0]
    await bare.client.reactions_add(channel=said.channel, timestamp=said.ts, name="tada")
    await page.get_by_role("button", name=re.compile("^tada, 1")).click()
    await expect(page.get_by_role("button", name=re.compile("^tada, 2"))).to_be_visible()
    await page.locator(".message").hover()
    await page.get_by_role("group", name="Message actions").get_by_role("button", name="Add reaction").click()
    await page.get_by_label("Search all emoji").fill("rocke")
    await page.get_by_role("button", name="rocket").click()
    await expect(page.get_by_role("button", name=re.compile("^rocket, 1"))).to_have_text("🚀 1")


async def test_slacks_own_errors_are_told(slack: Slack, bare: Any, tabs: Tabs) -> None:
    """What people see when the bot is away must be known before it is."""
    page = await tabs.open()
    await say(page, "/nonsense")
    await expect(page.get_by_text("/nonsense is not a valid command")).to_be_visible()
    await slack.drop()
    await say(page, "/sre x")
    await expect(page.get_by_text('/sre failed with the error "dispatch_failed"')).to_be_visible()
    await page.get_by_role("button", name="Dismiss").first.click()


async def test_a_deleted_message_is_gone(slack: Slack, bare: Any, tabs: Tabs) -> None:
    """A page that went on showing it would lie."""
    page = await tabs.open()
    said = await bare.client.chat_postMessage(channel=slack.channels["incidents"], text="a mistake")
    await expect(page.get_by_text("a mistake")).to_be_visible()
    await bare.client.chat_delete(channel=said["channel"], ts=said["ts"])
    await expect(page.get_by_text("a mistake")).to_have_count(0)


async def test_the_home_tab_is_the_apps(slack: Slack, page_app: PageApp, tabs: Tabs) -> None:
    """The app is told that it was opened, and publishes it for that person."""
    page = await tabs.open("as=ana&in=app")
    await page.get_by_role("button", name="Home").click()
    await expect(page.get_by_text("Welcome home")).to_be_visible()
    await page.get_by_role("button", name="Messages", exact=True).click()
    await expect(page.get_by_role("combobox", name="Message srehub")).to_be_visible()


async def test_files_are_seen_and_opened(slack: Slack, page_app: PageApp, tabs: Tabs) -> None:
    """A graph says more than its link; and a file from outside runs nothing."""
    page = await tabs.open()
    await say(page, "/sre file")
    await page.get_by_role("button", name="View Graph").click()
    viewer = page.get_by_role("dialog", name="Graph")
    await expect(viewer.get_by_role("img", name="Graph")).to_be_visible()
    assert await viewer.get_by_role("img").evaluate("image => image.naturalWidth") == 160
    await page.keyboard.press("Escape")
    await expect(viewer).to_have_count(0)


async def test_the_page_finds_its_way_back_when_slack_was_away(slack: Slack, bare: Any, tabs: Tabs) -> None:
    """Nothing that was said meanwhile may be missing."""
    page = await tabs.open()
    await expect(page.get_by_role("combobox", name="Message #incidents")).to_be_visible()
    tabs.browser.contexts[0].set_default_timeout(20_000)
    await slack.down()
    await expect(page.get_by_text("Connecting…")).to_be_visible()
    await slack.up()
    await bare.client.chat_postMessage(channel=slack.channels["incidents"], text="said meanwhile")
    await expect(page.get_by_text("said meanwhile")).to_be_visible(timeout=20_000)
    tabs.wrong.clear()  # the browser itself complains of the connection that was refused


async def test_nothing_is_lost_that_is_said_while_the_page_loads(slack: Slack, bare: Any, tabs: Tabs) -> None:
    """The list of messages is on its way when one more is posted: it is in the stream alone."""
    page = await tabs.open("in=general")

    async def late(route: Route) -> None:
        answered = await route.fetch()
        await bare.client.chat_postMessage(channel=slack.channels["ops"], text="just now")
        await route.fulfill(response=answered)

    await page.route("**/_playground/messages?channel=C*OPS", late, times=1)
    await page.get_by_role("button", name="ops").click()
    await expect(page.get_by_text("just now")).to_be_visible()
