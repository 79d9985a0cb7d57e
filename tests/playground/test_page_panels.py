"""The side panels: they stand only where somebody offers them, and draw what they are handed."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from page_tabs import Tabs, grave
from playwright.async_api import expect

from playground.slack import Slack

NOW = 1_790_000_000.0
STORY = {
    "clock": {"now": NOW, "speed": 1, "paused": False},
    "title": "A bad rollout",
    "steps": [
        {"id": "ask", "text": "Ask what failed", "hint_line": "/sre pods failed", "done": False, "active": True},
        {
            "id": "back",
            "text": "Roll it back",
            "hint_line": None,
            "done": False,
            "active": False,
            "act": {"label": "Roll back"},
        },
    ],
    "can": ["pause", "faster", "restart"],
}
BONNET = {
    "envelopes": [{"at": NOW, "type": "slash_commands", "what": "/sre pods failed", "ack_ms": 3.2}],
    "calls": [{"at": NOW, "method": "chat.postMessage", "ms": 12, "outcome": "ok"}],
    "upstream": [{"at": NOW, "target": "prod", "what": "GET /api/v1/pods", "ms": 100, "outcome": "200"}],
    "cache": {"asked": 50, "joined": 49, "cached": 0},
    "breakers": [{"target": "prod", "state": "closed"}],
    "faults": [
        {"id": "redis", "label": "Kill Redis", "on": False, "kind": "switch"},
        {"id": "drop", "label": "Drop the socket", "on": False, "kind": "push"},
    ],
}


class Offered:
    """A panel that shows what it is told and keeps what was pressed."""

    def __init__(self, shows: dict[str, Any]) -> None:
        self.shows = shows
        self.pressed: list[dict[str, Any]] = []

    def shown(self) -> dict[str, Any]:
        return self.shows

    async def act(self, what: dict[str, Any]) -> None:
        self.pressed.append({name: value for name, value in what.items() if name != "user"})


async def test_a_panel_that_nobody_offers_is_not_there(slack: Slack) -> None:
    """The stand-in alone has no story to tell; whoever asks all the same is told so."""
    async with aiohttp.ClientSession(f"{slack.page_url}_playground/") as http:
        for name in ("story", "bonnet"):
            async with http.get(name) as response:
                assert response.status == 404
            async with http.post(name, json={"act": "pause"}) as response:
                assert response.status == 404
        async with http.get("state") as response:
            assert (await response.json())["panels"] == []


@pytest.mark.browser
async def test_the_guide_suggests_the_next_step_and_ticks_off_what_is_done(slack: Slack, tabs: Tabs) -> None:
    """A newcomer is led from the alert to the recovery."""
    told = Offered(STORY)
    slack.offer("story", told)
    page = await tabs.open()
    story = page.get_by_role("complementary", name="Story")
    await story.get_by_role("button", name="Type /sre pods failed").click()
    await expect(page.get_by_role("combobox", name="Message #incidents")).to_have_value("/sre pods failed")
    await story.get_by_role("button", name="Pause").click()
    steps = [STORY["steps"][0] | {"done": True, "active": False}, STORY["steps"][1] | {"active": True}]  # type: ignore[index]  # the steps are a list
    told.shows = {**STORY, "steps": steps, "clock": {"now": NOW, "speed": 4, "paused": True}}
    slack.changed("story")
    await expect(story.get_by_role("img", name="done")).to_have_count(1)
    await story.get_by_role("button", name="Resume").click()
    await story.get_by_role("button", name="Roll back").click()
    await slack.wait(lambda: len(told.pressed) == 3)
    assert [one["act"] for one in told.pressed] == ["pause", "resume", "step:back"]
    assert await grave(page) == []


@pytest.mark.browser
async def test_the_time_is_moved_on_where_somebody_offers_that(slack: Slack, tabs: Tabs) -> None:
    """Nobody waits for Monday to see what comes on Mondays. 2026-09-21 14:13:20 UTC is on one."""
    told = Offered(STORY)
    slack.offer("story", told)
    page = await tabs.open(timezone_id="UTC")
    story = page.get_by_role("complementary", name="Story")
    await expect(story.locator("time")).to_contain_text("2:13:20")
    assert await story.get_by_role("group", name="Move the time on").count() == 0
    told.shows = {**STORY, "time": {"now": NOW, "digest": NOW + 400}}
    slack.changed("story")
    for name in ("To the next digest, 2:20", "+1 hour", "To Tuesday 9:00"):
        await story.get_by_role("group", name="Move the time on").get_by_role("button", name=name).click()
    await slack.wait(lambda: len(told.pressed) == 3)
    tuesday = 1_790_067_600
    assert [(one["act"], one["to"]) for one in told.pressed] == [
        ("move", NOW + 400), ("move", NOW + 3600), ("move", tuesday)
    ]  # fmt: skip
    assert await grave(page) == []


@pytest.mark.browser
async def test_a_step_is_done_where_it_belongs(slack: Slack, tabs: Tabs) -> None:
    """A question in one's own words goes into the DM; nobody has to look for the way there."""
    slack.offer("story", told := Offered(STORY))
    words = {"id": "words", "text": "Ask", "hint_line": "what is broken?", "done": False, "active": True, "where": "dm"}
    home = {"id": "home", "text": "Look", "hint_line": None, "done": False, "active": True, "where": "home"}
    told.shows = {**STORY, "daily": [words, home]}
    slack.changed("story")
    page = await tabs.open()
    story = page.get_by_role("complementary", name="Story")
    await story.get_by_role("button", name="Type what is broken?").click()
    await expect(page.get_by_role("combobox", name="Message srehub")).to_have_value("what is broken?")
    await story.get_by_role("button", name="Open Home").click()
    await expect(page.get_by_text("srehub has not set up its Home tab.")).to_be_visible()
    assert await grave(page) == []


@pytest.mark.browser
async def test_under_the_bonnet_one_sees_what_happened_and_breaks_things(slack: Slack, tabs: Tabs) -> None:
    """Fifty answers and one upstream call are believed when they are seen."""
    told = Offered(BONNET)
    slack.offer("bonnet", told)
    page = await tabs.open()
    await page.get_by_role("button", name="Under the bonnet").click()
    bonnet = page.get_by_role("complementary", name="Under the bonnet")
    for text in ("slash_commands", "3.2 ms", "chat.postMessage", "GET /api/v1/pods", "49"):
        await expect(bonnet.get_by_text(text, exact=True).first).to_be_visible()
    await bonnet.get_by_role("switch", name="Kill Redis").click()
    await bonnet.get_by_role("button", name="Drop the socket").click()
    await bonnet.get_by_label("What the crowd asks").fill("pods failed")
    await bonnet.get_by_role("button", name="Ask as 50 people at once").click()
    await slack.wait(lambda: len(told.pressed) == 3)
    assert told.pressed[:2] == [{"act": "fault:redis", "on": True}, {"act": "fault:drop", "on": True}]
    assert (told.pressed[2]["act"], told.pressed[2]["n"], told.pressed[2]["line"]) == ("crowd", 50, "pods failed")
    assert await grave(page) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 1600])
async def test_a_thread_and_the_story_leave_the_channel_its_room(slack: Slack, tabs: Tabs, width: int) -> None:
    """Both are needed at once, and the message that they are about too."""
    slack.offer("story", Offered(STORY))
    await slack.write("ben", "incidents", "checkout fails")
    [root] = slack.messages("incidents")
    page = await tabs.open(f"as=ana&in=incidents&thread={root.ts}", viewport={"width": width, "height": 800})
    await expect(page.get_by_role("complementary", name="Thread")).to_be_visible()
    await expect(page.get_by_role("complementary", name="Story")).to_be_visible()
    room = await page.get_by_role("main").bounding_box()
    assert room is not None
    assert room["width"] >= 480
