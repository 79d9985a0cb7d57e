"""What the bot asks a cluster for one question: the very requests, for others to make too."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

import msgspec

from benchmarks.asking import COLD
from bot.catalogue import Catalogue, find_commands
from bot.invocation import Grammar
from connectors._deadline import Deadline
from connectors._events import unobserved
from connectors._http import Http
from connectors._kube.auth import open_access
from connectors.kubernetes import Kubernetes, KubernetesSettings
from handlers._contract import BotHealth, Command, UsageError
from processors._digest import PodDigest

U = TypeVar("U")


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

    def tables(self) -> tuple[Asked, ...]:
        """Return the requests for cells-only tables of pods."""
        return tuple(one for one in self.requests if one.what == "pods table" and "includeObject=None" in one.path)


class RecordingHttp(Http):
    """The door to a server, which writes down what goes through it."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.asked: list[Asked] = []

    async def get(self, what: str, path: str, params: Mapping[str, str] | None = None, **named: Any) -> bytes:
        """Write the request down, and make it."""
        self._note(what, path, params, **named)
        return await super().get(what, path, params, **named)

    @asynccontextmanager
    async def stream(
        self, what: str, path: str, params: Mapping[str, str] | None = None, **named: Any
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """Write the request down, and make it."""
        self._note(what, path, params, **named)
        async with super().stream(what, path, params, **named) as chunks:
            yield chunks

    def _note(
        self, what: str, path: str, params: Mapping[str, str] | None, accept: str = "application/json", **_: Any
    ) -> None:
        self.asked.append(Asked(what, f"{path}?{urlencode(params)}" if params else path, accept))


@dataclass(frozen=True, slots=True)
class RecordedTools:
    """What a command is handed while its requests are written down: one cluster and nothing else."""

    target: str
    deadline: Deadline
    cluster: Kubernetes
    catalogue: Catalogue

    def upstream(self, kind: type[U]) -> U:
        """Return the cluster. Raises UsageError if another kind of upstream is wanted."""
        if not isinstance(self.cluster, kind):
            raise UsageError(f"{kind.__name__} is not measured here.")
        return self.cluster

    def commands(self) -> Sequence[Command]:
        """Return every command."""
        return self.catalogue.commands

    async def health(self) -> BotHealth:
        """Raise UsageError: there is no bot."""
        raise UsageError("The bot's health is not measured here.")


async def record(kubeconfig: Path, line: str = COLD) -> Recording:
    """Ask a cluster one question, and return what was asked. Raises UpstreamError, and UsageError for a wrong line."""
    return (await _ask(kubeconfig, line))[0]


async def size(kubeconfig: Path) -> int:
    """Return how many pods a cluster has. Raises UpstreamError."""
    found: PodDigest = (await _ask(kubeconfig, "pods"))[1]
    return found.looked_at


async def _ask(kubeconfig: Path, line: str) -> tuple[Recording, Any]:
    settings, by = KubernetesSettings(kubeconfig=str(kubeconfig), timeout=60), Deadline.after(60)
    catalogue = Catalogue(find_commands())
    invocation = Grammar(catalogue).parse(line)
    command = next(one for one in catalogue.commands if one.name == invocation.command)
    async with open_access("recorded", settings) as access:
        http = RecordingHttp("kubernetes", "recorded", access.locate, settings, unobserved, authorize=access.authorize)
        async with http:
            cluster = Kubernetes(http, "recorded", settings)
            found = await command.load(invocation, RecordedTools("recorded", by, cluster, catalogue))
        headers = dict(await access.authorize(by))
        return Recording((await access.locate(by)).url, headers, tuple(http.asked)), found
