"""Alertmanager's webhooks for the tests: what it posts, and how."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import aiohttp

TOKEN = "webhook-token-of-the-tests"
NEVER = "0001-01-01T00:00:00Z"


def when(at: float) -> str:
    """Return a moment as Alertmanager writes it."""
    return datetime.fromtimestamp(at, UTC).isoformat().replace("+00:00", "Z")


def alert(began: float, ended: float | None = None, annotations: Mapping[str, str] | None = None, **labels: str) -> Any:
    """Return one alert of a webhook."""
    return {
        "status": "firing" if ended is None else "resolved",
        "labels": labels,
        "annotations": dict(annotations or {}),
        "startsAt": when(began),
        "endsAt": NEVER if ended is None else when(ended),
        "generatorURL": "http://prometheus:9090/graph?g0.expr=up+%3D%3D+0&g0.tab=1",
        "fingerprint": "-".join(sorted(labels.values())),
    }


def webhook(*alerts: Any, group: Mapping[str, str] | None = None, **fields: Any) -> Any:
    """Return a webhook about a group; it is grouped by alertname unless told otherwise."""
    labels = dict(group or {"alertname": alerts[0]["labels"]["alertname"]})
    key = "{}:{" + ", ".join(f'{name}="{value}"' for name, value in labels.items()) + "}"
    return {
        "version": "4",
        "groupKey": key,
        "truncatedAlerts": 0,
        "status": "firing" if any(one["status"] == "firing" for one in alerts) else "resolved",
        "receiver": "srehub",
        "groupLabels": labels,
        "commonLabels": {},
        "commonAnnotations": {},
        "externalURL": "http://alertmanager:9093",
        "alerts": list(alerts),
    } | fields


async def post(port: int, body: Any, *, token: str = TOKEN, path: str = "", scheme: str = "Bearer") -> int:
    """Post a webhook to the bot at this port of the loopback; return the status."""
    headers = {"Authorization": f"{scheme} {token}"} if token else {}
    async with aiohttp.ClientSession() as session:
        sent = {"data": body} if isinstance(body, bytes) else {"json": body}
        async with session.post(f"http://127.0.0.1:{port}/webhooks/alertmanager{path}", headers=headers, **sent) as answer:
            await answer.read()
            return answer.status
