"""What the bot asks a cluster for one question: the very requests, for others to make too."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec

from connectors._deadline import Deadline
from connectors._events import unobserved
from connectors._http import Http
from connectors._kube.auth import open_access
from connectors.kubernetes import Kubernetes, KubernetesSettings, Scope


class Asked(msgspec.Struct, frozen=True):
    """One request: what it is called in the metrics, its path with query, its Accept header."""

    what: str
    path: str
    accept: str


class Recording(msgspec.Struct, frozen=True):
    """The requests of one question, in order, with the server's URL and the headers that say who asks."""

    url: str
    headers: dict[str, str]
    requests: tuple[Asked, ...]
    looked_at: int
    found: int

    def tables(self) -> tuple[Asked, ...]:
        """Return the requests for cells-only tables of pods."""
        return tuple(one for one in self.requests if one.what == "pods table" and "includeObject=None" in one.path)


class RecordingHttp(Http):
    """The door to a server, which writes down what goes through it."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.asked: list[Asked] = []

    async def get(
        self, what: str, path: str, params: Mapping[str, str] | None = None, *, deadline: Deadline,
        accept: str = "application/json", limit: int = 8 << 20,
    ) -> bytes:  # fmt: skip
        """Write the request down, and make it."""
        self._note(what, path, params, accept)
        return await super().get(what, path, params, deadline=deadline, accept=accept, limit=limit)

    @asynccontextmanager
    async def stream(
        self, what: str, path: str, params: Mapping[str, str] | None = None, *, deadline: Deadline,
        accept: str = "application/json",
    ) -> AsyncIterator[AsyncIterator[bytes]]:  # fmt: skip
        """Write the request down, and make it."""
        self._note(what, path, params, accept)
        async with super().stream(what, path, params, deadline=deadline, accept=accept) as chunks:
            yield chunks

    def _note(self, what: str, path: str, params: Mapping[str, str] | None, accept: str) -> None:
        self.asked.append(Asked(what, f"{path}?{urlencode(params)}" if params else path, accept))


async def record(kubeconfig: Path) -> Recording:
    """Ask a cluster once which pods fail, and return what was asked. Raises UpstreamError."""
    settings, by = KubernetesSettings(kubeconfig=str(kubeconfig), timeout=60), Deadline.after(60)
    async with open_access("recorded", settings) as access:
        http = RecordingHttp("kubernetes", "recorded", access.locate, settings, unobserved, authorize=access.authorize)
        async with http:
            answer = await Kubernetes(http, "recorded", settings).pods(Scope(), "failed", deadline=by)
        headers = dict(await access.authorize(by))
        return Recording((await access.locate(by)).url, headers, tuple(http.asked), answer.looked_at, answer.found)
