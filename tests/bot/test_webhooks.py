"""What is posted to the bot: who may, how much, and what it is told in return."""

from __future__ import annotations

import base64
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import time
from typing import Any

import aiohttp
import msgspec
import pytest
from alerting import TOKEN, alert, post, webhook
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.intake import NotTaken
from bot.alerts.notice import Notice, NoticeError, read
from bot.config.shape import AlertmanagerWebhook
from bot.health import Health
from bot.metrics import Metrics
from bot.webhooks import LARGEST, Webhooks
from connectors._contract import Secret


class Taken:
    """What was handed over, and whether it can be taken."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self.why = ""

    async def __call__(self, notice: Notice) -> None:
        """Take a webhook, unless there is a reason not to."""
        if self.why:
            raise NotTaken(self.why)
        self.notices.append(notice)


@asynccontextmanager
async def serving(taken: Taken, **allowed: Any) -> AsyncIterator[int]:
    """Serve webhooks on a free port; the token is the tests' unless told otherwise."""
    webhooks = Webhooks(AlertmanagerWebhook(**(allowed or {"token": Secret(TOKEN)})), ["prod"], taken)
    async with Health("127.0.0.1", 0, lambda: "", Metrics("1.2.3", []), webhooks.routes()) as health:
        yield health.port


@pytest.fixture
def taken() -> Taken:
    """What takes the webhooks."""
    return Taken()


def body() -> Any:
    """Return a webhook that is as it should be."""
    return webhook(alert(time(), alertname="Down", pod="a"))


async def test_a_webhook_with_the_token_is_taken(taken: Taken) -> None:
    """The way it is meant."""
    async with serving(taken) as port:
        assert await post(port, body()) == 200
        assert await post(port, body(), path="/prod") == 200
    assert [notice.target for notice in taken.notices] == ["", "prod"]
    assert len({notice.key for notice in taken.notices}) == 2


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], TOKEN + "x", "é"])
async def test_without_the_token_nothing_is_taken(taken: Taken, token: str) -> None:
    """Who can post alerts can wake people."""
    async with serving(taken) as port:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with (
            aiohttp.ClientSession(headers=headers) as http,
            http.post(f"http://127.0.0.1:{port}/webhooks/alertmanager", json=body()) as answer,
        ):
            assert answer.status == 401
            assert TOKEN not in await answer.text()
    assert not taken.notices


async def test_basic_authorisation_does_as_well(taken: Taken) -> None:
    """Alertmanager's http_config knows both."""
    async with serving(taken, username="am", password=Secret("s3cret:colon")) as port:
        right, wrong = (base64.b64encode(pair).decode() for pair in (b"am:s3cret:colon", b"am:wrong"))
        assert await post(port, body(), token=right, scheme="Basic") == 200
        assert await post(port, body(), token=wrong, scheme="Basic") == 401
        assert await post(port, body(), token=right) == 401


async def test_where_nothing_is_configured_everything_is_refused(taken: Taken) -> None:
    """An empty token is no token that could be guessed."""
    async with serving(taken, token=Secret("")) as port:
        assert await post(port, body(), token="") == 403
        assert await post(port, body(), token=" ") == 403


async def test_a_target_that_does_not_exist_is_not_found(taken: Taken) -> None:
    """A typo in Alertmanager's configuration shows at once."""
    async with serving(taken) as port:
        assert await post(port, body(), path="/staging") == 404


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_that_is_too_large_is_refused(taken: Taken, announced: bool) -> None:
    """However it comes: with its length, or in chunks without an end."""

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(2 * LARGEST // 65536):
            yield b" " * 65536

    async with serving(taken) as port:
        sent: Any = io.BytesIO(b" " * (LARGEST + 1)) if announced else endless()
        async with (
            aiohttp.ClientSession(headers={"Authorization": f"Bearer {TOKEN}"}) as http,
            http.post(f"http://127.0.0.1:{port}/webhooks/alertmanager", data=sent) as answer,
        ):
            assert answer.status == 413


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"version": "3"}, "$.version"), ({"alerts": None}, "$.alerts"), ({"groupKey": 5}, "$.groupKey"),
        ({"alerts": [{"status": "odd", "labels": {}, "startsAt": "2026-01-01T00:00:00Z"}]}, "$.alerts[0].status"),
        ({"alerts": [{"status": "firing", "labels": {"a": 1}, "startsAt": "2026-01-01T00:00:00Z"}]}, "$.alerts[0].labels"),
        ({"alerts": [{"status": "firing", "labels": {}, "startsAt": "yesterday"}]}, "$.alerts[0].startsAt"),
    ],
)  # fmt: skip
def test_what_is_no_webhook_is_refused_with_the_field_named(changed: dict[str, Any], named: str) -> None:
    """Whoever sends it sees in Alertmanager's log what is wrong."""
    with pytest.raises(NoticeError) as caught:
        read(msgspec.json.encode(body() | changed), "", time())
    assert named in str(caught.value)


@given(st.binary(max_size=200))
def test_no_body_breaks_the_reader(junk: bytes) -> None:
    """Anybody with the token could send it."""
    with pytest.raises(NoticeError):
        read(junk, "", 1.0)


async def test_what_cannot_be_made_safe_has_to_come_again(taken: Taken) -> None:
    """Alertmanager tries again upon 5xx, and only then."""
    taken.why = "Redis away: connection refused"
    async with serving(taken) as port:
        assert await post(port, body()) == 503
        taken.why = ""
        assert await post(port, b"{not json") == 400
