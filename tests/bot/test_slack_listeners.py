"""What comes from Slack is read into questions by the real Bolt; what is nobody's question is let pass."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.ask import Ask
from bot.forms.interaction import Interaction
from bot.slack.app import SlackApp
from bot.slack.doors import Doors
from bot.slack.identity import Identity
from bot.sockets import Envelope

BOT = Identity(user="U0BOT", bot="B0BOT", team="T1")
TURNS = 20
"""Turns of the event loop that Bolt's listeners get: for events it returns before they have run."""
OTHERS: dict[str, dict[str, Any]] = {
    "an edit": {"subtype": "message_changed", "message": {"user": "U1", "text": "pods failed"}, "channel_type": "im"},
    "a deletion": {"subtype": "message_deleted", "previous_message": {"user": "U1", "text": "x"}, "channel_type": "im"},
    "a bot's words": {"subtype": "bot_message", "bot_id": "B9", "text": "pods failed", "channel_type": "im"},
    "an app's words": {"user": "U9", "bot_id": "B9", "text": "pods failed", "channel_type": "im"},
    "our own words": {"user": "U0BOT", "bot_id": "B0BOT", "text": "pods failed", "channel_type": "im"},
    "a file without a word": {"subtype": "file_share", "user": "U1", "text": "", "files": [{}], "channel_type": "im"},
    "a join": {"subtype": "channel_join", "user": "U1", "text": "joined", "channel_type": "channel"},
    "talk in a channel": {"user": "U1", "text": "pods failed", "channel_type": "channel"},
    "nobody's words": {"text": "pods failed", "channel_type": "im"},
}


class Listening:
    """An app, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Ask] = []
        self.seen: list[Interaction] = []
        doors = Doors(self.asked.append, self.seen.append, self._submitted, self._suggested)
        self._app = SlackApp(AsyncWebClient(), "/sre", BOT, doors)

    async def _submitted(self, interaction: Interaction) -> dict[str, str]:
        self.seen.append(interaction)
        return {"more": "no such option"} if interaction.values.get("more") else {}

    async def _suggested(self, interaction: Interaction) -> list[str]:
        self.seen.append(interaction)
        return ["payments", "x" * 120]

    async def event(self, kind: str, **event: Any) -> list[Ask]:
        """Deliver an event and return what was asked."""
        body = {
            "type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": "Ev1",
            "event": {"type": kind, "channel": "C1", "ts": "1.1", **event},
            "authorizations": [{"team_id": "T1", "user_id": "U0BOT", "is_bot": True}],
        }  # fmt: skip
        return await self.deliver("events_api", body)

    async def deliver(self, kind: str, payload: dict[str, Any]) -> list[Ask]:
        """Deliver an envelope and return what was asked."""
        await self._app.receive(Envelope(kind, "e1", payload))
        for _ in range(TURNS):
            await asyncio.sleep(0)
        return self.asked

    async def answer(self, payload: dict[str, Any]) -> Any:
        """Deliver an interaction and return what its ack carries."""
        ack = await self._app.receive(Envelope("interactive", "e1", payload))
        return json.loads(ack) if ack else None


@pytest.fixture
async def app() -> Listening:
    """The app."""
    return Listening()


@pytest.mark.parametrize("what", OTHERS)
async def test_what_is_no_question_is_let_pass(app: Listening, what: str) -> None:
    """A bot that answers edits, joins or other bots ends in a conversation with itself."""
    assert await app.event("message", **OTHERS[what]) == []


async def test_a_question_with_a_file_is_one(app: Listening) -> None:
    """Somebody asks under a screenshot; what is in that is none of the bot's business."""
    files = {"subtype": "file_share", "files": [{"name": "a.png"}]}
    [ask] = await app.event("message", user="U1", text="pods failed", channel_type="im", **files)
    assert (ask.way, ask.text) == ("dm", "pods failed")


async def test_another_apps_mention_is_no_question(app: Listening) -> None:
    """Two bots that mention each other would never stop."""
    assert await app.event("app_mention", user="U9", bot_id="B9", text="<@U0BOT> ping") == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@U0BOT> pods failed -n payments", "pods failed -n payments"),
        ("<@U0BOT|srehub>", ""),
        ("pods <@U0BOT> -l a&lt;b&amp;c", "pods   -l a<b&c"),
        ("<@U0BOT> pods -n <http://payments.io|payments.io>", "pods -n payments.io"),
        ("<@U0BOT> pods -n “payments”", 'pods -n "payments"'),
    ],
)
async def test_a_mentions_text_is_read_as_it_was_typed(app: Listening, written: str, read: str) -> None:
    """Slack escapes, links and decorates; the grammar gets what the person meant."""
    [ask] = await app.event("app_mention", user="U1", text=written)
    assert (ask.text, ask.way, ask.user) == (read, "mention", "U1")


async def test_a_question_carries_the_askers_own_workspace(app: Listening) -> None:
    """In a shared channel it may be another company's."""
    [ask] = await app.event("app_mention", user="U1", user_team="T2", team="T1", text="<@U0BOT> ping")
    assert ask.team == "T2"


async def test_a_mention_is_known_by_its_message_and_what_it_says(app: Listening) -> None:
    """Redelivered it has a new envelope; edited, a new event. Only what says something else is another question."""
    for text in ("<@U0BOT> ping", "<@U0BOT>  ping ", "<@U0BOT> help"):
        await app.event("app_mention", user="U1", text=text)
    first, same, other = app.asked
    assert first.delivery == same.delivery != other.delivery


def click(action: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a click's payload."""
    return {
        "type": "block_actions", "user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}, "trigger_id": "1.2.3",
        "container": {"type": "message", "message_ts": "5.5", "channel_id": "C1"}, "channel": {"id": "C1"},
        "message": {"ts": "5.5"}, "response_url": "https://hooks.slack.com/actions/T/1/x", "actions": [action], **more,
    }  # fmt: skip


REFRESH = {"type": "button", "action_id": "refresh", "block_id": "b", "value": "pods failed @prod --fresh"}


async def test_refresh_edits_and_knows_its_thread(app: Listening) -> None:
    """If the message has gone meanwhile, the answer belongs where it stood."""
    [ask] = await app.deliver("interactive", click(REFRESH, message={"ts": "5.5", "thread_ts": "4.4"}))
    assert (ask.place.edits, ask.place.thread) == ("5.5", "4.4")


async def test_refresh_of_a_threads_first_message_does_not_move_into_the_thread(app: Listening) -> None:
    """It stood in the channel."""
    [ask] = await app.deliver("interactive", click(REFRESH, message={"ts": "5.5", "thread_ts": "5.5"}))
    assert (ask.place.edits, ask.place.thread) == ("5.5", "")


HOME = {"id": "V1", "type": "home", "private_metadata": "D1", "callback_id": ""}


async def test_a_click_on_the_home_tab_is_answered_in_the_dm(app: Listening) -> None:
    """The tab itself has no place for an answer; it carries the DM about."""
    container = {"type": "view", "view_id": "V1"}
    [ask] = await app.deliver("interactive", click(REFRESH, view=HOME, container=container, channel=None, message=None))
    assert (ask.way, ask.place.channel, ask.place.edits) == ("home", "D1", "")


async def test_opening_home_asks_for_it_and_the_messages_tab_does_not(app: Listening) -> None:
    """Slack reports both by the same event."""
    assert await app.event("app_home_opened", user="U1", channel="D1", tab="messages") == []
    [ask] = await app.event("app_home_opened", user="U1", channel="D1", tab="home")
    assert (ask.text, ask.way, ask.user, ask.delivery) == ("home", "event", "U1", "Ev1")


async def test_the_bots_own_joining_is_heard_and_others_are_not(app: Listening) -> None:
    """It introduces itself once, not to everybody who comes."""
    assert await app.event("member_joined_channel", user="U1", channel_type="C") == []
    [ask] = await app.event("member_joined_channel", user="U0BOT", channel_type="C", inviter="U1")
    assert (ask.text, ask.place.channel) == ("here", "C1")


FORM = {
    "id": "V1", "type": "modal", "callback_id": "ask_form", "hash": "1.a", "private_metadata": "{}",
    "state": {"values": {
        "command": {"command": {"type": "static_select", "selected_option": {"value": "logs"}}},
        "name:workload": {"name": {"type": "external_select", "selected_option": None}},
        "more": {"more": {"type": "plain_text_input", "value": "--since"}},
        "channel": {"channel": {"type": "conversations_select", "selected_conversation": "C9"}},
    }},
}  # fmt: skip
WHO = {"user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}, "trigger_id": "1.2.3", "api_app_id": "A1"}


async def test_what_is_wrong_with_a_form_stands_in_its_ack(app: Listening) -> None:
    """Slack shows it at the field, and keeps the form open."""
    urls = [{"block_id": "channel", "action_id": "channel", "channel_id": "C9", "response_url": "https://hooks/x"}]
    ack = await app.answer({"type": "view_submission", "view": FORM, "response_urls": urls, **WHO})
    assert ack == {"response_action": "errors", "errors": {"more": "no such option"}}
    [seen] = app.seen
    assert (seen.value("command"), seen.value("name:workload"), seen.value("channel")) == ("logs", "", "C9")
    assert list(seen.response_urls) == ["C9"]
    assert "hooks" not in repr(seen)


async def test_a_menus_options_stand_in_its_ack(app: Listening) -> None:
    """Texts longer than Slack takes are cut, what they stand for is not."""
    payload = {
        "type": "block_suggestion",
        "action_id": "namespace",
        "block_id": "namespace",
        "value": "pay",
        "view": FORM,
        **WHO,
    }
    ack = await app.answer(payload)
    assert [option["value"] for option in ack["options"]] == ["payments", "x" * 120]
    assert max(len(option["text"]["text"]) for option in ack["options"]) <= 75
    assert (app.seen[0].typed, app.seen[0].action) == ("pay", "namespace")


async def test_a_shortcut_on_a_message_brings_all_of_its_text(app: Listening) -> None:
    """Alerts say what matters in blocks and attachments."""
    message = {
        "ts": "5.5", "text": "fire", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "checkout"}}],
        "attachments": [{"fallback": "node-007", "fields": [{"title": "pod", "value": 1}]}],
    }  # fmt: skip
    await app.deliver(
        "interactive",
        {"type": "message_action", "callback_id": "ask_message", "channel": {"id": "C1"}, "message": message, **WHO},
    )
    [seen] = app.seen
    assert (seen.kind, seen.callback, seen.place.channel, seen.place.thread) == ("shortcut", "ask_message", "C1", "5.5")
    assert seen.text.split("\n") == ["fire", "checkout", "node-007", "pod"]


async def test_a_change_in_a_form_asks_nothing(app: Listening) -> None:
    """Its menus carry values as buttons do, and are no questions yet."""
    changed = click({"type": "static_select", "action_id": "command", "selected_option": {"value": "pods"}}, view=FORM)
    assert await app.deliver("interactive", changed) == []
    assert [seen.kind for seen in app.seen] == ["changed"]


@pytest.mark.parametrize(
    "empty", [{"channel": None, "container": {"type": "view", "view_id": "V1"}, "message": None}, {"container": None}]
)
async def test_a_click_outside_of_a_message_breaks_nothing(app: Listening, empty: dict[str, Any]) -> None:
    """Modals and the Home tab have buttons too."""
    assert len(await app.deliver("interactive", click(REFRESH, **empty))) == 1


async def test_a_link_button_is_acked_and_asks_nothing(app: Listening) -> None:
    """Slack sends an interaction for a button that only opens a page."""
    link = {"type": "button", "action_id": "x", "block_id": "b", "url": "https://runbook"}
    assert await app.deliver("interactive", click(link)) == []


async def test_a_response_url_does_not_show_itself(app: Listening) -> None:
    """Questions are logged when something breaks."""
    [ask] = await app.deliver("interactive", click(REFRESH))
    assert "hooks.slack.com" not in repr(ask)


@pytest.mark.parametrize("kind", ["slash_commands", "interactive", "events_api", "hello?"])
@pytest.mark.parametrize("payload", [{}, {"type": "block_actions"}, {"type": "shortcut", "callback_id": "x"}])
async def test_an_odd_payload_asks_nothing(app: Listening, kind: str, payload: dict[str, Any]) -> None:
    """Slack adds kinds of payload without asking us."""
    assert await app.deliver(kind, payload) == []
