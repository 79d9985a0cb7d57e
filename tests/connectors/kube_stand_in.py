"""A Kubernetes API server for what a real one cannot be made to do: other versions' cells, missing rights, odd forms."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

COLUMNS = ("Name", "Ready", "Status", "Restarts", "Age", "IP", "Node", "Nominated Node", "Readiness Gates")


def pod(
    namespace: str,
    name: str,
    status: str = "Running",
    ready: str = "1/1",
    restarts: Any = 0,
    age: str = "5d",
    phase: str = "Running",
    gates: str = "<none>",
    **parts: Any,
) -> dict[str, Any]:
    """Return a pod: the object as the API has it, and under `cells` its row. `parts` go into its status."""
    stem = name.rpartition("-")[0]
    owner = {"kind": "StatefulSet", "name": stem, "controller": True}
    meta = {"name": name, "namespace": namespace, "uid": name, "ownerReferences": [owner]}
    return {
        "metadata": meta | {"creationTimestamp": "2026-01-01T00:00:00Z"},
        "spec": {"nodeName": "node-1", "containers": [{"name": "app", "image": "app:1"}]},
        "status": {"phase": phase, **parts},
        "cells": [name, ready, status, restarts, age, "10.0.0.1", "node-1", "<none>", gates],
    }


def crashing(namespace: str, name: str, restarts: Any = 5) -> dict[str, Any]:
    """Return a pod in a crash loop that exits with 3."""
    state = {
        "name": "app",
        "restartCount": 5,
        "state": {"waiting": {"reason": "CrashLoopBackOff"}},
        "lastState": {"terminated": {"exitCode": 3, "reason": "Error", "finishedAt": "2026-01-05T00:00:00Z"}},
    }
    return pod(namespace, name, "CrashLoopBackOff", "0/1", restarts, containerStatuses=[state])


@dataclass
class StandIn:
    """The server.

    Attributes:
        pods: what it holds; see `pod`.
        tables: whether it knows tables.
        names: whether the bot may list the namespaces.
        forbidden: the namespaces whose pods the bot may not list; "" for all of them at once.
        gone: pods that are in the lists and not there any more.
        page: how many objects a list has at most, if it insists on pages; 0: no limit.
        columns_last: whether a table's columns come after its rows.
        columns: the table's columns.
        asked: the path and query of every request so far.
    """

    pods: list[dict[str, Any]]
    tables: bool = True
    names: bool = True
    forbidden: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    page: int = 0
    columns_last: bool = False
    columns: tuple[str, ...] = COLUMNS
    asked: list[str] = field(default_factory=list)

    def application(self) -> web.Application:
        """Return it as a web application."""
        app = web.Application(middlewares=[self._note])
        app.add_routes(
            [
                web.get("/api/v1/namespaces", self._namespaces),
                web.get("/api/v1/namespaces/{namespace}", self._namespace),
                web.get("/api/v1/pods", self._pods),
                web.get("/api/v1/namespaces/{namespace}/pods", self._pods),
                web.get("/api/v1/namespaces/{namespace}/pods/{name}", self._pod),
                web.get("/api/v1/namespaces/{namespace}/events", self._events),
            ]
        )
        return app

    @web.middleware
    async def _note(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.asked.append(request.path_qs)
        answer: web.StreamResponse = await handler(request)
        return answer

    async def _namespaces(self, request: web.Request) -> web.Response:
        if not self.names:
            return _status(403, 'namespaces is forbidden: User "bot" cannot list resource "namespaces"')
        names = sorted({pod["metadata"]["namespace"] for pod in self.pods})
        if "as=Table" in request.headers["accept"] and self.tables:
            return self._table(("Name", "Status", "Age"), [{"cells": [name, "Active", "5d"]} for name in names])
        return web.json_response({"kind": "NamespaceList", "items": [{"metadata": {"name": name}} for name in names]})

    async def _namespace(self, request: web.Request) -> web.Response:
        return _status(404, f"namespaces {request.match_info['namespace']!r} not found")

    async def _pods(self, request: web.Request) -> web.Response:
        namespace = request.match_info.get("namespace", "")
        if namespace in self.forbidden:
            return _status(403, f"pods is forbidden: cannot list pods in {namespace!r}")
        found = [pod for pod in self.pods if namespace in ("", pod["metadata"]["namespace"])]
        found = list(_selected(found, request.query.get("fieldSelector", "")))
        begin = int(request.query.get("continue", 0))
        end = begin + self.page if self.page else len(found)
        meta = {"continue": str(end)} if end < len(found) else {}
        if "as=Table" in request.headers["accept"] and self.tables:
            partial = request.query.get("includeObject") == "Metadata"
            rows = [
                {"cells": p["cells"], "object": {"metadata": p["metadata"]} if partial else None} for p in found[begin:end]
            ]
            return self._table(self.columns, rows, meta)
        items = [{key: value for key, value in pod.items() if key != "cells"} for pod in found[begin:end]]
        return web.json_response({"kind": "PodList", "metadata": meta, "items": items})

    def _table(self, columns: Iterable[str], rows: list[dict[str, Any]], meta: dict[str, Any] | None = None) -> web.Response:
        heads = [{"name": name} for name in columns]
        if self.columns_last:
            return web.json_response({"kind": "Table", "rows": rows, "metadata": meta or {}, "columnDefinitions": heads})
        return web.json_response({"kind": "Table", "metadata": meta or {}, "columnDefinitions": heads, "rows": rows})

    async def _pod(self, request: web.Request) -> web.Response:
        wanted = (request.match_info["namespace"], request.match_info["name"])
        for pod in self.pods:
            if (pod["metadata"]["namespace"], pod["metadata"]["name"]) == wanted and wanted[1] not in self.gone:
                return web.json_response(pod)
        return _status(404, "not found")

    async def _events(self, request: web.Request) -> web.Response:
        return _status(403, f"events is forbidden in {request.match_info['namespace']}")


def _selected(pods: list[dict[str, Any]], selector: str) -> Iterable[dict[str, Any]]:
    path, _, wanted = selector.partition("=")
    for pod in pods:
        found: Any = pod
        for key in path.split(".") if path else ():
            found = found.get(key, "")
        if not path or found == wanted:
            yield pod


def _status(code: int, message: str) -> web.Response:
    return web.json_response({"kind": "Status", "message": message, "code": code}, status=code)


@asynccontextmanager
async def serving(application: web.Application, folder: Path) -> AsyncIterator[Path]:
    """Serve on the loopback, and yield the kubeconfig that leads there."""
    runner = web.AppRunner(application)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        config = folder / "kubeconfig"
        config.write_text(
            json.dumps(
                {
                    "apiVersion": "v1",
                    "kind": "Config",
                    "current-context": "c",
                    "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
                    "clusters": [{"name": "c", "cluster": {"server": f"http://127.0.0.1:{port}"}}],
                    "users": [{"name": "u", "user": {"token": "t"}}],
                }
            )
        )
        yield config
    finally:
        await runner.cleanup()
