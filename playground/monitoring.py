"""Pretends the company's monitoring beside its cluster: a Prometheus, an Alertmanager and a Loki."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from playground.alertmanager import DemoAlertmanager
from playground.loki import DemoLoki
from playground.prometheus import DemoPrometheus

VARIABLES = ("PROMETHEUS_URL", "ALERTMANAGER_URL", "LOKI_URL")
"""Where the bot's configuration looks for their addresses."""


@asynccontextmanager
async def monitoring(environ: Mapping[str, str]) -> AsyncIterator[Mapping[str, str]]:
    """Yield the variables that lead the bot to the pretended ones; those that are set are left alone."""
    async with AsyncExitStack() as stack:
        prometheus = await stack.enter_async_context(DemoPrometheus())
        alertmanager = await stack.enter_async_context(DemoAlertmanager(prometheus))
        loki = await stack.enter_async_context(DemoLoki())
        urls = (prometheus.url, alertmanager.url, loki.url)
        yield {name: url for name, url in zip(VARIABLES, urls, strict=True) if not environ.get(name)}
