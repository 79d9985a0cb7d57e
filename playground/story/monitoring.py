"""The company's monitoring: posts its alert into the incident channel by an incoming webhook, as Alertmanager does."""

from __future__ import annotations

import aiohttp

from playground.story.scene import NAME, NAMESPACE

PATIENCE = aiohttp.ClientTimeout(total=2.0)
USERNAME = "Alertmanager"
LABELS = f"*namespace* {NAMESPACE} · *deployment* {NAME} · *severity* critical"


class Monitoring:
    """Tells of the one alert of the story.

    Args:
        url: the incoming webhook's.
    """

    def __init__(self, url: str) -> None:
        self._url = url

    async def fire(self) -> bool:
        """Say that the alert fires; return whether Slack has taken it."""
        text = f"[FIRING:1] CheckoutErrors ({NAMESPACE})"
        return await self._post(text, "danger", f"Checkouts fail, and fewer than 95 % of the pods of `{NAME}` are ready.")

    async def resolve(self) -> bool:
        """Say that it is over; return whether Slack has taken it."""
        return await self._post(f"[RESOLVED] CheckoutErrors ({NAMESPACE})", "good", f"The pods of `{NAME}` are ready again.")

    async def _post(self, text: str, color: str, more: str) -> bool:
        attachment = {"color": color, "fallback": more, "text": f"{more}\n{LABELS}", "mrkdwn_in": ["text"]}
        body = {"username": USERNAME, "text": f"*{text}*", "attachments": [attachment]}
        try:
            async with aiohttp.ClientSession(timeout=PATIENCE) as http, http.post(self._url, json=body) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False
