"""The bot's own HTTP server, asked over a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.health import CannotListen, Health
from bot.metrics import Metrics

LOOPBACK = "127.0.0.1"


class Bot:
    """What the server looks at."""

    def __init__(self) -> None:
        self.why = ""


@pytest.fixture
def bot() -> Bot:
    """A bot that is ready until `why` says otherwise."""
    return Bot()


@pytest.fixture
async def health(bot: Bot) -> AsyncIterator[Health]:
    """The server on a free port."""
    async with Health(LOOPBACK, 0, lambda: bot.why, Metrics("1.2.3", ["ping"])) as health:
        yield health


async def ask(health: Health, path: str, **headers: str) -> tuple[int, str, str]:
    """Return status, content type and body."""
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"http://{LOOPBACK}:{health.port}{path}", headers=headers) as answer,
    ):
        return answer.status, answer.headers["Content-Type"], await answer.text()


async def test_it_is_alive_even_when_it_is_not_ready(health: Health, bot: Bot) -> None:
    """A restart does not bring Slack back: liveness must not depend on it."""
    bot.why = "no connection to Slack is open"
    assert await ask(health, "/healthz") == (200, "application/json", '{"alive":true}')


async def test_it_is_ready_and_says_why_when_it_is_not(health: Health, bot: Bot) -> None:
    """Kubernetes shows only the status; a person who looks gets the reason."""
    assert await ask(health, "/readyz") == (200, "application/json", '{"ready":true}')
    bot.why = "no connection to Slack is open"
    status, _, said = await ask(health, "/readyz")
    assert (status, said) == (503, '{"ready":false,"why":"no connection to Slack is open"}')


async def test_metrics_are_served_in_prometheus_format(health: Health) -> None:
    """The content type names the format's version; a scraper refuses without it."""
    status, content_type, said = await ask(health, "/metrics")
    assert (status, content_type.split(";")[0]) == (200, "text/plain")
    assert 'srehub_info{version="1.2.3"} 1.0' in said
    assert "process_resident_memory_bytes" in said


async def test_other_paths_and_methods_are_refused(health: Health) -> None:
    """The server is open to the cluster: it offers nothing but what it must."""
    assert (await ask(health, "/"))[0] == 404
    async with aiohttp.ClientSession() as http, http.post(f"http://{LOOPBACK}:{health.port}/readyz") as answer:
        assert answer.status == 405


async def test_a_taken_port_is_a_clear_error(health: Health) -> None:
    """The most common failure of a second start on one machine."""
    second = Health(LOOPBACK, health.port, lambda: "", Metrics("1", []))
    with pytest.raises(CannotListen, match=rf"127\.0\.0\.1:{health.port}: another process has that port; set http\.port"):
        await second.__aenter__()


async def test_a_foreign_host_is_a_clear_error() -> None:
    """A wrong http.host is a slip of the configuration, not a crash."""
    with pytest.raises(CannotListen, match=r"192\.0\.2\.1"):
        await Health("192.0.2.1", 0, lambda: "", Metrics("1", [])).__aenter__()
