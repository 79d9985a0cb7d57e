"""Tells a receiver of the alerts that fire and of those that are over, by Alertmanager's webhook, version 4.

Sources: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config; what is told when: its package
`notify`. A silenced alert is told of neither when it fires nor when it is over; what is not taken (5xx) is told again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp

from playground.alertmanager.alerts import RECEIVER
from playground.alertmanager.server import DemoAlertmanager
from playground.alertmanager.silences import iso

PATIENCE = aiohttp.ClientTimeout(total=10.0)
LOOK_EVERY = 0.25
AGAIN_AFTER = 1.0
"""Seconds until what was not taken is told again."""
Alert = Mapping[str, Any]


class Notifier:
    """Tells of the critical alerts, one group for each name.

    Args:
        alertmanager: what fires.
        url: the receiver's.
        token: what it wants to see: `Authorization: Bearer …`.
    """

    def __init__(self, alertmanager: DemoAlertmanager, url: str, token: str) -> None:
        self._alertmanager, self._url = alertmanager, url
        self._headers = {"Authorization": f"Bearer {token}"}
        self._told: dict[str, dict[str, Alert]] = {}

    async def run(self) -> None:
        """Go on telling, until cancelled."""
        async with aiohttp.ClientSession(timeout=PATIENCE, headers=self._headers) as http:
            while True:
                taken = await self._look(http)
                await asyncio.sleep(LOOK_EVERY if taken else AGAIN_AFTER)

    async def _look(self, http: aiohttp.ClientSession) -> bool:
        """Tell what is new; return whether all of it was taken."""
        groups: dict[str, dict[str, Alert]] = {name: {} for name in self._told}
        for one in self._alertmanager.alerts.firing():
            if one["labels"]["severity"] == "critical":
                groups.setdefault(one["labels"]["alertname"], {})[one["fingerprint"]] = one
        return all([await self._group(http, name, firing) for name, firing in groups.items()])

    async def _group(self, http: aiohttp.ClientSession, name: str, firing: Mapping[str, Alert]) -> bool:
        told = self._told.get(name, {})
        over = {key: one for key, one in told.items() if key not in firing and not self._silenced(one)}
        spoken = {key: one for key, one in firing.items() if not one["status"]["silencedBy"]}
        after = spoken | {key: one for key, one in told.items() if key in firing}
        if over or spoken.keys() - told.keys():
            ended = {"status": "resolved", "endsAt": iso(self._alertmanager.clock())}
            alerts = [_told(one) for one in spoken.values()] + [{**_told(one), **ended} for one in over.values()]
            if not await self._post(http, self._body(name, alerts)):
                return False
        self._told[name] = after
        return True

    def _silenced(self, alert: Alert) -> bool:
        return bool(self._alertmanager.silences.silencing(alert["labels"]))

    async def _post(self, http: aiohttp.ClientSession, body: Mapping[str, Any]) -> bool:
        """Return whether it need not be told again."""
        try:
            async with http.post(self._url, json=body) as answer:
                return answer.status < 500
        except (aiohttp.ClientError, TimeoutError):
            return False

    def _body(self, name: str, alerts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        firing = any(one["status"] == "firing" for one in alerts)
        return {
            "version": "4", "groupKey": f'{{}}:{{alertname="{name}"}}', "truncatedAlerts": 0, "receiver": RECEIVER,
            "status": "firing" if firing else "resolved", "groupLabels": {"alertname": name},
            "commonLabels": _common([one["labels"] for one in alerts]),
            "commonAnnotations": _common([one["annotations"] for one in alerts]),
            "externalURL": self._alertmanager.url, "alerts": alerts,
        }  # fmt: skip


def _told(alert: Alert) -> dict[str, Any]:
    """Return a firing alert as the webhook tells of it."""
    kept = {name: alert[name] for name in ("labels", "annotations", "startsAt", "generatorURL", "fingerprint")}
    return {"status": "firing", "endsAt": "0001-01-01T00:00:00Z", **kept}


def _common(pairs: Sequence[Mapping[str, str]]) -> dict[str, str]:
    first = pairs[0]
    return {name: value for name, value in first.items() if all(one.get(name) == value for one in pairs)}
