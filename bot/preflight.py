"""Looks at Slack's tokens and scopes before anything is served, so that what is wrong is said once and clearly."""

from __future__ import annotations

import random
from collections.abc import Sequence

import structlog
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

from bot.errors import SlackAway, SlackRefused
from bot.slack.identity import Identity
from bot.web import SlackWeb, Told

NEEDED = (
    "app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "files:write", "groups:history",
    "groups:read", "im:history", "im:write", "users:read",
)  # fmt: skip
"""The scopes without which a part of the bot is deaf or dumb; `manifest.yaml` asks for them."""

WRONG = {
    "invalid_auth": "Slack does not know this token",
    "not_authed": "Slack got no token",
    "account_inactive": "the app was uninstalled, or its workspace is gone",
    "token_revoked": "the token was revoked",
    "token_expired": "the token has expired",
    "not_allowed_token_type": "this is the other kind of token",
    "missing_scope": "the token lacks the scope connections:write",
}


async def identify(web: SlackWeb, needed: Sequence[str] = NEEDED) -> Identity:
    """Return who the bot is; waits as long as Slack is away.

    Args:
        web: calls with the bot's token.
        needed: the scopes that it has to have.

    Raises:
        SlackRefused: Slack does not accept the token, or the app lacks scopes; it says which and what to do.
    """
    async for attempt in AsyncRetrying(retry=retry_if_exception_type(SlackAway), wait=_pause, reraise=True):
        with attempt:
            return _identity(await asked(web, needed))
    raise AssertionError("unreachable: the loop ends by an answer or a refusal")


async def asked(web: SlackWeb, needed: Sequence[str] = NEEDED) -> Told:
    """Return the answer of `auth.test`; raises like `identify`, and SlackAway."""
    try:
        answer = await web.call("auth.test")
    except SlackRefused as refused:
        why = WRONG.get(refused.code, refused.code)
        raise SlackRefused(
            f"SLACK_BOT_TOKEN is refused: {why}. Install the app again and copy the Bot User OAuth Token."
        ) from refused
    missing = [scope for scope in needed if answer.scopes and scope not in answer.scopes]
    if missing:
        raise SlackRefused(
            f"The Slack app lacks the scopes {', '.join(missing)}. Add them under OAuth & Permissions "
            "(manifest.yaml has them all) and install the app again."
        )
    return answer


async def ticket(web: SlackWeb) -> str:
    """Return a fresh URL for one socket; `web` calls with the app token.

    Raises:
        SlackAway: try again.
        SlackRefused: the app token will never do; it says why.
    """
    try:
        answer = await web.call("apps.connections.open")
    except SlackRefused as refused:
        why = WRONG.get(refused.code, refused.code)
        raise SlackRefused(
            f"SLACK_APP_TOKEN is refused: {why}. Make one under Basic Information → App-Level Tokens with "
            "connections:write, and switch Socket Mode on."
        ) from refused
    return answer.url


def _identity(answer: Told) -> Identity:
    return Identity(user=answer.user_id, bot=answer.bot_id, team=answer.team_id, url=answer.url)


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    structlog.get_logger("slack").warning("Slack does not answer yet", why=str(error))
    asked_for = (error.retry_after or 0.0) if isinstance(error, SlackAway) else 0.0
    return max(asked_for, random.uniform(0.5, 1.5))  # noqa: S311 (jitter)
