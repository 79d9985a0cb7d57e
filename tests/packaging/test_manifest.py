"""Slack's manifest of the app: it has to offer what the bot listens to, and ask for no more than it needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from bot.config.shape import Slack
from bot.forms import command_form, message_form
from bot.preflight import NEEDED
from playground.slack.assembly import SUBSCRIBED
from playground.slack.shortcuts import SHORTCUTS, Shortcut
from playground.slack.workspace import SCOPES

ROOT = Path(__file__).parents[2]


@pytest.fixture
def manifest() -> Any:
    """The manifest as data."""
    return yaml.safe_load((ROOT / "manifest.yaml").read_text())


def test_the_bot_is_reached_over_sockets_by_command_mention_message_and_click(manifest: Any) -> None:
    """A way in that is not switched on is silent: Slack reports no error."""
    settings = manifest["settings"]
    assert settings["socket_mode_enabled"] is True
    assert settings["interactivity"]["is_enabled"] is True
    heard = settings["event_subscriptions"]["bot_events"]
    assert heard == ["app_home_opened", "app_mention", "member_joined_channel", "message.im"]
    assert manifest["features"]["app_home"]["home_tab_enabled"] is True
    assert manifest["features"]["app_home"]["messages_tab_enabled"] is True
    assert manifest["features"]["app_home"]["messages_tab_read_only_enabled"] is False


def test_the_shortcuts_are_those_that_the_bot_knows(manifest: Any) -> None:
    """A shortcut whose name nobody knows is acked and does nothing."""
    known = {shortcut["callback_id"]: shortcut["type"] for shortcut in manifest["features"]["shortcuts"]}
    assert known == {command_form.CALLBACK: "global", message_form.CALLBACK: "message"}
    assert all(len(shortcut["name"]) <= 24 for shortcut in manifest["features"]["shortcuts"])


def test_the_playgrounds_app_is_registered_as_the_manifest_says(manifest: Any) -> None:
    """What its page offers is what a workspace will offer."""
    shortcuts = [msgspec.convert(shortcut, Shortcut) for shortcut in manifest["features"]["shortcuts"]]
    assert tuple(shortcuts) == SHORTCUTS
    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == SUBSCRIBED
    assert set(manifest["oauth_config"]["scopes"]["bot"]) <= set(SCOPES)


def test_the_slash_command_is_the_configurations_default(manifest: Any) -> None:
    """Another name would be heard by nobody."""
    (command,) = manifest["features"]["slash_commands"]
    assert command["command"] == Slack().command
    assert "url" not in command


def test_the_scopes_are_the_least_and_each_is_explained(manifest: Any) -> None:
    """Whoever installs the app is asked to grant them, and may ask why."""
    scopes = manifest["oauth_config"]["scopes"]
    assert set(scopes) == {"bot"}
    assert set(scopes["bot"]) == set(NEEDED)
    lines = (ROOT / "manifest.yaml").read_text().splitlines()
    assert [line for line in lines if line.strip().startswith("- ") and ":read" in line and "#" not in line] == []
