"""The demo Loki: an HTTP server on the loopback that answers log queries."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from playground.loki.lines import streams
from playground.loki.syntax import BadQuery, parse
from playground.prometheus.course import Course, standing
from playground.serving import Serving

LIMIT = 100
MOST = 5000
HOUR = 3600.0


class DemoLoki(Serving):
    """A Loki on 127.0.0.1 for the life of an `async with`.

    Args:
        port: 0 for a free one.
        clock: returns seconds since 1970.
        tenant: the tenant that has to be named; "" for a Loki without tenants.
        course: the incident's; one that stands already if None.
    """

    def __init__(
        self, port: int = 0, clock: Callable[[], float] = time.time, tenant: str = "", *, course: Course | None = None
    ) -> None:
        self._clock, self._tenant = clock, tenant
        self._streams = tuple(streams(course or standing(clock())))
        app = web.Application(client_max_size=1 << 20)
        app.router.add_route("*", "/loki/api/v1/query_range", self._query_range)
        app.router.add_get("/loki/api/v1/labels", self._labels)
        app.router.add_get("/loki/api/v1/status/buildinfo", self._build)
        super().__init__(app, port)

    async def _query_range(self, request: web.Request) -> web.Response:
        if self._tenant and request.headers.get("X-Scope-OrgID") != self._tenant:
            return web.Response(status=401, text="no org id\n")
        given = dict(request.query) | {name: str(value) for name, value in (await request.post()).items()}
        now = self._clock()
        begin, end = (_moment(given.get(name), at) for name, at in (("start", now - HOUR), ("end", now)))
        try:
            found = self._found(given.get("query", ""), begin, end, _limit(given.get("limit", str(LIMIT))))
        except (BadQuery, re.error) as error:
            return web.Response(status=400, text=str(error))
        return web.json_response({"status": "success", "data": {"resultType": "streams", "result": found, "stats": {}}})

    def _found(self, query: str, begin: float, end: float, limit: int) -> list[dict[str, Any]]:
        asked = parse(query)
        lines = [
            (moment, line, place)
            for place, stream in enumerate(self._streams) if asked.picks(stream.labels)
            for moment, line in stream.between(begin, end) if asked.keeps(line)
        ]  # fmt: skip
        rows: dict[int, list[tuple[str, str]]] = {}
        for moment, line, place in sorted(lines, reverse=True)[:limit]:
            rows.setdefault(place, []).append((str(int(moment * 1e9)), line))
        return [{"stream": dict(self._streams[place].labels), "values": row} for place, row in rows.items()]

    async def _labels(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "success", "data": ["app", "namespace", "pod"]})

    async def _build(self, _: web.Request) -> web.Response:
        return web.json_response({"version": "2.9.4", "revision": "demo", "goVersion": "go1.21.3"})


def _moment(said: str | None, otherwise: float) -> float:
    return otherwise if said is None else int(said) / 1e9


def _limit(said: str) -> int:
    limit = int(said)
    if limit > MOST:
        raise BadQuery(f"max entries limit per query exceeded, limit > max_entries_limit ({limit} > {MOST})")
    return limit
