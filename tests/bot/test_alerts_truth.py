"""What ended without a word is found out by looking, in a real Alertmanager."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from time import time
from typing import Any

import pytest
from alerting import when
from firing import Alertmanager, there
from msgspec.structs import replace
from servers import real

from bot.alerts.merge import Severities, merged
from bot.alerts.notice import Notice
from bot.alerts.silencing import Silencing
from bot.alerts.store import MemoryAlerts
from bot.alerts.truth import ABSENT, EVERY, Truth
from bot.upstreams import Opened, Upstreams
from connectors._errors import Unreachable
from connectors.alertmanager import CONNECTOR, AlertmanagerSettings, open_alertmanager
from handlers._contract import UsageError
from processors._alerts import Alert, Group, Silence

HOW = Severities("severity", ("critical",), 3600)
LABELS = {"alertname": "Down", "severity": "critical"}


@pytest.fixture
def server(tmp_path: Path) -> Any:
    """An Alertmanager whose webhook leads nowhere."""
    real("Alertmanager (Debian: prometheus-alertmanager)", there())
    server = Alertmanager(tmp_path, "http://127.0.0.1:1/", "t")
    server.start()
    yield server
    server.kill()


@pytest.fixture
async def upstreams(server: Alertmanager) -> AsyncIterator[Upstreams]:
    """The opened target `prod`."""
    settings = AlertmanagerSettings(url=server.url)
    async with open_alertmanager("prod", settings, lambda _: None) as upstream:
        yield Upstreams([Opened(CONNECTOR, "prod", upstream)], {})


class Clock:
    """The time, so many seconds ahead."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        """Return it, in seconds since 1970."""
        return time() + self.ahead


def group(fingerprint: str) -> Group:
    """Return a group of one alert that fires."""
    alert = Alert(fingerprint, time() - 60, None, time() - 60, LABELS)
    notice = Notice("k", "", time() - 60, {"alertname": "Down"}, (alert,), 0, "")
    return replace(merged(None, notice, "C1", HOW), silence=Silence("s", "U1", time() + 3600), ts="1.1")


async def kept(store: MemoryAlerts) -> Group:
    """Return the group as it is now."""
    [found] = await store.get(["k"])
    assert isinstance(found, Group)
    return found


async def test_an_alert_that_is_told_again_has_not_been_missing(server: Alertmanager, upstreams: Upstreams) -> None:
    """Alertmanager was started anew, and Prometheus took its time."""
    store, clock, silenced = MemoryAlerts(), Clock(), group("0")
    await store.change("k", lambda _: silenced)
    truth = Truth(store, upstreams, HOW, 5.0, clock=clock)
    await truth.look(silenced)
    assert (await kept(store)).missing
    server.send([{"labels": LABELS, "startsAt": when(time() - 60), "endsAt": when(time() + 300)}])
    [told] = server.get("/api/v2/alerts")
    there = tuple(replace(alert, id=told["fingerprint"]) for alert in silenced.alerts)
    await store.change("k", lambda _: replace(silenced, alerts=there, missing=clock()))
    clock.ahead += ABSENT
    await truth.look(await kept(store))
    assert (await kept(store)).missing == 0
    assert (await kept(store)).firing


async def test_what_ended_in_silence_is_found_out(server: Alertmanager, upstreams: Upstreams) -> None:
    """Else its message would fire for ever."""
    sent = {"labels": LABELS, "startsAt": when(time() - 60), "endsAt": when(time() + 300)}
    server.send([sent])
    [told] = server.get("/api/v2/alerts")
    store, silenced = MemoryAlerts(), group(told["fingerprint"])
    await store.change("k", lambda _: silenced)
    clock = Clock()
    truth = Truth(store, upstreams, HOW, 5.0, clock=clock)
    other = Truth(store, upstreams, HOW, 5.0, clock=clock)  # another replica: any of them may be the next to look
    await truth.look(silenced)
    server.send([sent | {"endsAt": when(time() - 1)}])
    for replica in (truth, other):
        clock.ahead += EVERY
        await replica.look(await kept(store))
        assert (await kept(store)).firing, "a new Alertmanager does not know it yet, perhaps"
    clock.ahead += ABSENT - EVERY
    await truth.look(await kept(store))
    after = await kept(store)
    assert not after.firing
    assert [line.said for line in after.lines] == ["resolved after 4 min"]


async def test_a_silence_is_made_with_the_groups_own_labels_and_ended(server: Alertmanager, upstreams: Upstreams) -> None:
    """What Alertmanager holds is what people meant, under the name of who pressed."""
    silencing = Silencing(upstreams, 5.0)
    made = await silencing.make(group("f"), "ana", time(), time() + 1800)
    [told] = server.get("/api/v2/silences")
    assert (told["id"], told["createdBy"], told["status"]["state"]) == (made, "ana", "active")
    assert [(one["name"], one["value"], one["isRegex"]) for one in told["matchers"]] == [("alertname", "Down", False)]
    await silencing.end(replace(group("f"), silence=Silence(made, "U1", time() + 1800)))
    assert server.get("/api/v2/silences")[0]["status"]["state"] == "expired"
    await silencing.end(replace(group("f"), silence=Silence("00000000-0000-0000-0000-000000000000", "U1", 1.0)))


async def test_an_alertmanager_that_is_away_makes_nothing_and_changes_nothing(
    server: Alertmanager, upstreams: Upstreams
) -> None:
    """No answer is no news."""
    server.kill()
    store, silenced = MemoryAlerts(), group("f")
    await store.change("k", lambda _: silenced)
    await Truth(store, upstreams, HOW, 1.0).look(silenced)
    assert await store.get(["k"]) == [silenced]
    with pytest.raises(Unreachable):
        await Silencing(upstreams, 1.0).make(silenced, "ana", time(), time() + 60)


async def test_a_group_without_labels_is_not_silenced(upstreams: Upstreams) -> None:
    """It would silence everything."""
    bare = replace(group("f"), labels={}, alerts=())
    with pytest.raises(UsageError, match="no labels"):
        await Silencing(upstreams, 1.0).make(bare, "ana", time(), time() + 60)
