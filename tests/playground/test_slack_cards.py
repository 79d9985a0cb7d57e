"""Block Kit's newer blocks: their limits, and what a click in them sends."""

from __future__ import annotations

from typing import Any

import pytest
from page_app import plain
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import NothingToClick, Slack, blocks
from playground.slack.interacting import Interacting
from playground.slack.refusal import Refused


def mrkdwn(text: str) -> dict[str, Any]:
    """Return a mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def button(name: str) -> dict[str, Any]:
    """Return a button whose action_id is its name."""
    return {"type": "button", "action_id": name, "text": plain(name)}


def opinions(**more: Any) -> dict[str, Any]:
    """Return feedback buttons."""
    sides = {
        "positive_button": {"text": plain("Good"), "value": "1"},
        "negative_button": {"text": plain("Bad"), "value": "0"},
    }
    return {"type": "feedback_buttons", "action_id": "opinion", **sides, **more}


CARD = {"type": "card", "title": mrkdwn("*checkout*"), "actions": [button("look")]}
LINE = {"type": "section", "text": mrkdwn("x")}
CONTAINER = {"type": "container", "title": plain("x"), "child_blocks": [{"type": "actions", "elements": [button("within")]}]}
ALERT = {"type": "alert", "level": "warning", "text": mrkdwn("x" * 200)}
OPINIONS = {"type": "context_actions", "elements": [opinions()]}
RICH = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "found"}]}]}
SOURCE = {"type": "url", "url": "https://example.com/runbook", "text": "the runbook"}
TASK = {"type": "task_card", "task_id": "look", "title": "Look", "status": "in_progress"}
PLAN = {"type": "plan", "title": "Look into it", "tasks": [TASK, {"task_id": "tell", "title": "Tell", "status": "pending"}]}
VIDEO = {
    "type": "video",
    "title": plain("x" * 199),
    "alt_text": "A talk",
    "thumbnail_url": "https://example.com/talk.png",
    "video_url": "https://video.example.com/talk",
}

KEPT: dict[str, list[dict[str, Any]]] = {
    "a card": [CARD],
    "ten cards": [{"type": "carousel", "elements": [{"type": "card", "body": mrkdwn("x" * 200)}] * 10}],
    "a container of ten": [{**CONTAINER, "child_blocks": [LINE] * 10, "is_collapsible": True, "width": "full"}],
    "opinions": [OPINIONS],
    "a task with all that it may have": [{**TASK, "details": RICH, "output": RICH, "sources": [SOURCE]}],
    "a plan, and one without tasks": [PLAN, {"type": "plan", "title": "x"}],
    "a plan of fifty": [{**PLAN, "tasks": [{**TASK, "task_id": str(number)} for number in range(50)]}],
    "a video": [{**VIDEO, "description": plain("x" * 199), "author_name": "x" * 49, "title_url": "https://example.com"}],
}
BROKEN: dict[str, tuple[list[dict[str, Any]], str]] = {
    "a card of nothing": ([{"type": "card", "subtitle": mrkdwn("x")}], "/blocks/0]"),
    "a card's body of 201": ([{"type": "card", "body": mrkdwn("x" * 201)}], "/blocks/0/body/text]"),
    "eleven cards": ([{"type": "carousel", "elements": [CARD] * 11}], "no more than 10 items"),
    "a container without a title": ([{"type": "container", "child_blocks": [LINE]}], "/blocks/0]"),
    "a container of eleven": ([{**CONTAINER, "child_blocks": [LINE] * 11}], "/blocks/0/child_blocks]"),
    "a container in a container": ([{**CONTAINER, "child_blocks": [CONTAINER]}], "unsupported type: container"),
    "an icon of the future": (
        [{"type": "context_actions", "elements": [{"type": "icon_button", "icon": "x", "text": plain("x")}]}],
        "must be one of: trash",
    ),
    "an opinion without a value": (
        [{"type": "context_actions", "elements": [opinions(positive_button={"text": plain("x")})]}],
        "missing required field: value",
    ),
    "a task without a status": ([{"type": "task_card", "task_id": "x", "title": "x"}], "missing required field: status"),
    "a status of the future": ([{**TASK, "status": "paused"}], "/blocks/0/status]"),
    "a task's details in mrkdwn": ([{**TASK, "details": mrkdwn("x")}], "/blocks/0/details/type]"),
    "a source that is no URL": ([{**TASK, "sources": [{**SOURCE, "url": "runbook"}]}], "/blocks/0/sources/0/url]"),
    "a plan without a title": ([{"type": "plan", "tasks": [TASK]}], "missing required field: title"),
    "a plan of fifty-one": ([{**PLAN, "tasks": [TASK] * 51}], "no more than 50 items"),
    "a task twice in a plan": ([{**PLAN, "tasks": [TASK, TASK]}], "/blocks/0/tasks/1/task_id]"),
    "a section in a plan": ([{**PLAN, "tasks": [{**TASK, "type": "section"}]}], "/blocks/0/tasks/0/type]"),
    "a video's title of 200": ([{**VIDEO, "title": plain("x" * 200)}], "/blocks/0/title/text]"),
    "a video's author of 50": ([{**VIDEO, "author_name": "x" * 50}], "/blocks/0/author_name]"),
    "a video without words for it": ([{**VIDEO, "alt_text": None}], "missing required field: alt_text"),
    "a video that anybody could change on its way": (
        [{**VIDEO, "video_url": "http://video.example.com/talk"}],
        "must be a valid HTTPS URL",
    ),
    "a video's URL that says two hosts": (
        [{**VIDEO, "video_url": "https://example.com@evil.example"}],
        "/blocks/0/video_url]",
    ),
    "an alert in a message": ([ALERT], "unsupported type: alert"),
    "a block_id twice, once within": (
        [{**LINE, "block_id": "b"}, {**CONTAINER, "child_blocks": [{**LINE, "block_id": "b"}]}],
        "/blocks/1/child_blocks/0/block_id]",
    ),
}


@pytest.mark.parametrize("sent", KEPT.values(), ids=KEPT.keys())
def test_what_slack_takes_is_taken(sent: list[dict[str, Any]]) -> None:
    """Refusing it would make the bot poorer than it need be."""
    blocks.check_message(sent)


@pytest.mark.parametrize(("sent", "why"), BROKEN.values(), ids=BROKEN.keys())
def test_what_slack_refuses_is_refused(sent: list[dict[str, Any]], why: str) -> None:
    """Taking it would let an answer be lost in production."""
    with pytest.raises(Refused) as caught:
        blocks.check_message(sent)
    assert any(why in one for one in caught.value.extra["errors"]), caught.value.extra["errors"]


def test_an_alert_stands_in_modals_only() -> None:
    """Slack's reference says so."""
    blocks.check_view({"type": "modal", "title": plain("x"), "blocks": [ALERT]})
    with pytest.raises(Refused):
        blocks.check_view({"type": "home", "blocks": [ALERT]})


async def test_a_video_needs_a_scope_and_a_domain_of_the_app(slack: Slack, client: AsyncWebClient) -> None:
    """Whoever shows a video in Slack for the first time has neither; so has the app here, unless it is given them."""
    post = {"channel": slack.channels["incidents"], "text": "x", "blocks": [VIDEO]}
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.chat_postMessage(**post)
    slack.scopes.add("links.embed:write")
    for foreign in ("notexample.com", "talk.example.com"):
        slack.unfurl_domains.add(foreign)
        with pytest.raises(SlackApiError, match="/blocks/0/video_url]"):
            await client.chat_postMessage(**post)
    slack.unfurl_domains.add("example.com")
    await client.chat_postMessage(**post)
    home = {"type": "home", "blocks": [VIDEO]}
    await client.views_publish(user_id=slack.users["ana"], view=home)
    slack.unfurl_domains.clear()
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.views_publish(user_id=slack.users["ana"], view=home)


async def test_clicks_in_cards_containers_and_opinions_reach_the_app(slack: Slack, bare: Any) -> None:
    """What can be posted can be used."""
    hands = Interacting(slack._state)
    used: list[tuple[dict[str, str], dict[str, str]]] = []
    for block, action in ((CARD, "look"), (CONTAINER, "within"), (OPINIONS, "opinion")):
        said = await bare.client.chat_postMessage(channel=slack.channels["incidents"], text="x", blocks=[block])
        (shown,) = slack.messages("incidents")[-1].blocks
        holder = shown["child_blocks"][0] if "child_blocks" in shown else shown
        place = {"channel": said["channel"], "ts": said["ts"]}
        used.append((place, {"block_id": holder["block_id"], "action_id": action, "value": "0"}))
    with pytest.raises(NothingToClick):
        await hands.use("ana", place, {**used[-1][1], "value": "7"}, {})
    with pytest.raises(NothingToClick):
        await hands.use("eve", *used[0], {})
    for where, what in used:
        await hands.use("ana", where, what, {})
    assert [one["actions"][0]["action_id"] for one in bare.got] == ["look", "within", "opinion"]
    assert bare.got[-1]["actions"][0]["value"] == "0"
