"""Slack's manifest of the app: it has to offer what the bot listens to, and ask for no more than it needs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.config.shape import Slack
from bot.preflight import NEEDED

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
    assert settings["event_subscriptions"]["bot_events"] == ["app_mention", "message.im"]
    assert manifest["features"]["app_home"]["messages_tab_enabled"] is True
    assert manifest["features"]["app_home"]["messages_tab_read_only_enabled"] is False


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
