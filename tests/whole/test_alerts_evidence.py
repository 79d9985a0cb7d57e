"""What explains an alert is looked up and added to its message."""

from __future__ import annotations

from collections.abc import Callable
from time import time

from alarms import alerting, roots, standing
from alerting import alert, post, webhook
from staging import Stage

from playground.slack import Message

Words = Callable[[Message], str]


async def test_what_explains_an_alert_is_added_once_its_message_stands(stage: Stage, words: Words) -> None:
    """Pods, rollouts and logs of the labels' workload, out of the cluster and its nodes; what failed is named."""
    await stage.cluster("prod")
    port = await alerting(stage)
    labels = {"alertname": "CheckoutErrors", "namespace": "payments", "deployment": "checkout", "severity": "critical"}
    await post(port, webhook(alert(time(), None, **labels)))
    first = await standing(stage, "🔥 CheckoutErrors")

    def said() -> str:
        return " ".join(words(roots(stage)[0]).split())

    await stage.slack.wait(lambda: "Pods:" in said(), seconds=20)
    assert "Pods: payments/checkout · Deployment, stuck" in said()
    assert "app v1.4.0 → v1.5.0" in said().partition("Rollouts:")[2]
    assert "PAYMENT_PROVIDER_URL" in said().partition("Logs:")[2]
    assert [one.ts for one in roots(stage)] == [first.ts]


async def test_evidence_that_does_not_come_is_named_and_the_message_stands(stage: Stage, words: Words) -> None:
    """The cluster that fires is the one that answers least."""
    (await stage.cluster("prod")).faults.hang()
    port = await alerting(stage, alerts={"default_channel": stage.slack.channels["incidents"], "evidence_timeout": 1})
    labels = {"alertname": "CheckoutErrors", "namespace": "payments", "deployment": "checkout", "severity": "critical"}
    await post(port, webhook(alert(time(), None, **labels)))
    first = await standing(stage, "🔥 CheckoutErrors")
    await stage.slack.wait(lambda: "no answer within 1 s" in words(roots(stage)[0]), seconds=20)
    assert [one.ts for one in roots(stage)] == [first.ts]
