"""Block Kit's newer blocks: their limits, and what a click in them sends."""

from __future__ import annotations

from typing import Any

import pytest
from page_app import plain

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

KEPT: dict[str, list[dict[str, Any]]] = {
    "a card": [CARD],
    "ten cards": [{"type": "carousel", "elements": [{"type": "card", "body": mrkdwn("x" * 200)}] * 10}],
    "a container of ten": [{**CONTAINER, "child_blocks": [LINE] * 10, "is_collapsible": True, "width": "full"}],
    "opinions": [OPINIONS],
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
