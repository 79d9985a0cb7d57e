"""Logs from a cluster to a channel: an excerpt in the message, the whole in its thread, and no secret anywhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from playground.kubernetes.planted import PLANTED
from playground.slack import Message

if TYPE_CHECKING:
    from staging import Stage


def file_of(stage: Stage, message: Message) -> str:
    """Return the text of the file that a message shares."""
    [file] = message.files
    return str(stage.slack.files[file]["content"].decode())


async def test_the_excerpt_stands_in_the_channel_and_the_whole_in_its_thread(prod: Stage) -> None:
    """A wall of text would push the incident out of sight; the whole is one click away."""
    await prod.slack.slash("ana", "incidents", "logs deploy/checkout -n payments")
    answer, shared = await prod.answered(count=2)
    assert answer.thread_ts is None
    assert shared.thread_ts == answer.ts
    whole = file_of(prod, shared)
    assert len(whole.splitlines()) > 20
    assert "==> payments/checkout-" in whole


@pytest.mark.parametrize("options", ["", "--previous", "--since 6h --tail 5000"])
@pytest.mark.parametrize(("namespace", "workload"), PLANTED)
async def test_no_planted_secret_reaches_slack(stage: Stage, namespace: str, workload: str, options: str) -> None:
    """The demo's containers log passwords, tokens and keys, as real ones do; not the message nor the file may hold them."""
    await stage.cluster("prod", pods=2000)
    await stage.bot()
    await stage.slack.slash("ana", "incidents", f"logs {workload} -n {namespace} {options}")
    [answer, *_] = await stage.answered(count=2 if not options else 1)
    everything = json.dumps([message.blocks for message in stage.answers()]) + answer.text
    everything += "".join(file["content"].decode() for file in stage.slack.files.values())
    assert [secret for secret in PLANTED[namespace, workload].secrets if secret in everything] == []
    assert options or "***" in everything


async def test_an_expression_that_is_none_is_the_askers_own_business(prod: Stage) -> None:
    """It is told him alone, before any cluster is asked."""
    asked = len(prod.clusters["prod"].requests)
    await prod.slack.slash("ana", "incidents", "logs web-0 --grep '(a'")
    [usage] = await prod.answered()
    assert usage.ephemeral_to == prod.slack.users["ana"]
    assert "no regular expression" in usage.text
    assert len(prod.clusters["prod"].requests) == asked
