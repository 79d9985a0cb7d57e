"""A real Prometheus scrapes the bot, and fires through a real Alertmanager into the bot and on into Slack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from time import time

import pytest
from alerting import TOKEN, when
from firing import Alertmanager, Prometheus, there
from servers import free_port, real
from staging import Stage

from playground.slack import Message

Words = Callable[[Message], str]
RULES = """
groups:
  - name: srehub
    rules:
      - alert: NobodyAsks
        expr: (sum(srehub_questions_total) or vector(0)) < 1
        labels: {severity: critical, service: srehub}
        annotations: {summary: "Nobody has asked anything yet."}
"""


@pytest.fixture
def firing(tmp_path: Path) -> Iterator[tuple[Alertmanager, Prometheus, int]]:
    """The two servers, and the port that the bot has to take."""
    real("Prometheus and Alertmanager (Debian: prometheus, prometheus-alertmanager)", there())
    port = free_port()
    with ExitStack() as stack:
        alertmanager = Alertmanager(tmp_path, f"http://127.0.0.1:{port}/webhooks/alertmanager/prod", TOKEN)
        prometheus = Prometheus(tmp_path, RULES, alertmanager.port, port)
        for server in (alertmanager, prometheus):
            stack.callback(server.kill)
            server.start()
        yield alertmanager, prometheus, port


async def test_it_fires_is_silenced_and_is_resolved(
    stage: Stage, firing: tuple[Alertmanager, Prometheus, int], words: Words
) -> None:
    """One message from the first evaluation to the end, and the button's silence is Alertmanager's own."""
    alertmanager, prometheus, port = firing
    channel = stage.slack.channels["incidents"]
    await stage.bot(
        slack={"incident_channels": [channel]}, http={"host": "127.0.0.1", "port": port},
        webhooks={"alertmanager": {"token": TOKEN}}, alerts={"default_channel": channel, "same_message": 3600},
        connectors={"alertmanager": {"prod": {"url": alertmanager.url}}, "prometheus": {"prod": {"url": prometheus.url}}},
    )  # fmt: skip

    def root() -> Message | None:
        return next((one for one in stage.answers() if one.thread_ts is None), None)

    message = await stage.slack.wait(root, seconds=30)
    assert message.text.startswith("🔥 NobodyAsks · srehub · critical · firing since ")
    await stage.slack.wait(lambda: "data_visualization" in [one["type"] for one in (root() or message).blocks], seconds=20)

    await stage.slack.click("ana", message.ts, "30 minutes", "incidents")
    await stage.slack.wait(lambda: (root() or message).text.startswith("🔕"), seconds=10)
    [silence] = alertmanager.get("/api/v2/silences")
    assert (silence["createdBy"], silence["status"]["state"]) == ("ana", "active")
    assert [(one["name"], one["value"]) for one in silence["matchers"]] == [("alertname", "NobodyAsks")]

    await stage.slack.click("ana", message.ts, "Undo silence", "incidents")
    await stage.slack.wait(lambda: (root() or message).text.startswith("🔥"), seconds=10)
    [silence] = alertmanager.get("/api/v2/silences")
    assert silence["status"]["state"] == "expired"

    await stage.slack.dm("ana", "ping")  # now somebody has asked
    over = await stage.slack.wait(lambda: one if (one := root()) and one.text.startswith("🟢") else None, seconds=40)
    assert over.ts == message.ts
    assert len([one for one in stage.answers() if one.thread_ts is None]) == 1

    def told() -> str:
        return " ".join(words(one) for one in stage.answers() if one.thread_ts == message.ts)

    await stage.slack.wait(lambda: "resolved after" in told())
    assert "silenced it for 30m" in told()


async def test_a_service_is_silenced_from_a_digest_and_heard_again(
    stage: Stage, firing: tuple[Alertmanager, Prometheus, int], words: Words
) -> None:
    """One press for forty alerts; the silence is Alertmanager's own, under the name of who pressed."""
    alertmanager, prometheus, port = firing
    prometheus.kill()
    channel = stage.slack.channels["incidents"]
    await stage.bot(
        slack={"incident_channels": [channel]}, http={"host": "127.0.0.1", "port": port},
        webhooks={"alertmanager": {"token": TOKEN}}, alerts={"default_channel": channel, "storm": 1},
        connectors={"alertmanager": {"prod": {"url": alertmanager.url}}},
    )  # fmt: skip
    times = {"startsAt": when(time() - 60), "endsAt": when(time() + 300)}
    of = ("till", "shop")
    labels = [{"alertname": f"Down{one}", "severity": "critical", "service": of[one % 2]} for one in range(7)]
    alertmanager.send([{"labels": one} | times for one in labels])

    def digest() -> Message | None:
        return next((one for one in stage.answers() if " alerts fire" in one.text), None)

    def shown() -> str:
        return " ".join(words(message).split()) if (message := digest()) else ""

    message = await stage.slack.wait(lambda: one if (one := digest()) and "6 alerts fire" in one.text else None, seconds=30)
    await stage.slack.click("ana", message.ts, "shop · 2 hours", "incidents")
    await stage.slack.wait(lambda: "shop on prod silenced by" in shown(), seconds=10)
    [silence] = alertmanager.get("/api/v2/silences")
    assert (silence["createdBy"], silence["status"]["state"]) == ("ana", "active")
    assert [(one["name"], one["value"], one["isRegex"]) for one in silence["matchers"]] == [("service", "shop", False)]
    quiet = {one["labels"]["service"] for one in alertmanager.get("/api/v2/alerts?active=false")}
    assert quiet == {"shop"}

    await stage.slack.click("ben", message.ts, "Undo silence of shop", "incidents")
    await stage.slack.wait(lambda: "silenced" not in shown(), seconds=10)
    [silence] = alertmanager.get("/api/v2/silences")
    assert silence["status"]["state"] == "expired"
    await stage.slack.slash("ana", "incidents", f"alert silence service {digest_key(message)} 2h nobody")
    await stage.slack.wait(lambda: [one for one in stage.answers() if one.ephemeral_to and "is about a service" in one.text])


def digest_key(message: Message) -> str:
    """Return the key that the digest's controls carry."""
    menus = [one for block in message.blocks for one in block.get("elements", []) if one.get("type") == "static_select"]
    line = next(option["value"] for menu in menus for option in menu["options"] if "silence service" in option["value"])
    return str(line.split()[3])
