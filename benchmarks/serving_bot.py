"""Bots that serve Slack, as they are run in earnest, each in a process of its own."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

from benchmarks.child import Child, python, started
from benchmarks.run import Run

SOCKETS = 2
"""Connections that one bot holds."""


def credentials(account: dict[str, str]) -> dict[str, str]:
    """Return the environment with which an app serves a workspace of the stand-in."""
    return {
        "SLACK_API_URL": account["api_url"],
        "SLACK_BOT_TOKEN": account["bot_token"],
        "SLACK_APP_TOKEN": account["app_token"],
    }


def serving(run: Run, name: str, config: Path, account: dict[str, str]) -> AbstractAsyncContextManager[Child]:
    """Run a bot for the life of the context."""
    return started(name, python("bot", "run", "--config", str(config)), run.folder, environ=credentials(account))
