"""A Kubernetes API server that serves exactly the lists that a test gives it, and says so in its discovery."""

from __future__ import annotations

from typing import Any

from aiohttp import web

Lists = dict[str, list[dict[str, Any]]]
"""A list's path in all namespaces, e.g. `/apis/batch/v1/cronjobs`, and its objects."""
Tables = dict[str, list[tuple[str, ...]]]
"""A list's path, and its table: the columns' names, then the rows."""


class ApiServer:
    """The server.

    Args:
        lists: what it serves; may be changed while it runs.
        forbidden: paths that it refuses.
        tables: what it serves as a table to those who ask for one.

    Attributes:
        asked: the paths of every request so far.
    """

    def __init__(self, lists: Lists, forbidden: frozenset[str] = frozenset(), tables: Tables | None = None) -> None:
        self.lists, self._forbidden, self._tables = lists, forbidden, tables or {}
        self.asked: list[str] = []

    def application(self) -> web.Application:
        """Return it as a web application."""
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        return app

    async def _answer(self, request: web.Request) -> web.Response:
        path = request.path
        self.asked.append(path)
        if path in self._forbidden:
            return _status(403, f"{path} is forbidden to user bot")
        if path == "/apis":
            return web.json_response({"kind": "APIGroupList", "groups": self._groups()})
        if path in self._tables and "as=Table" in request.headers["accept"]:
            columns, *rows = self._tables[path]
            heads = [{"name": name} for name in columns]
            return web.json_response({"kind": "Table", "columnDefinitions": heads, "rows": [{"cells": row} for row in rows]})
        if path in self.lists:
            return web.json_response({"metadata": {}, "items": self.lists[path]})
        plurals = [one.rpartition("/")[2] for one in self.lists if one.rpartition("/")[0] == path]
        if plurals:
            return web.json_response({"kind": "APIResourceList", "resources": [{"name": plural} for plural in plurals]})
        return self._single(path)

    def _groups(self) -> list[dict[str, Any]]:
        groups: dict[str, list[dict[str, str]]] = {}
        for path in self.lists:
            parts = path.split("/")
            if parts[1] == "apis":
                groups.setdefault(parts[2], []).append({"version": parts[3]})
        return [{"name": name, "versions": versions} for name, versions in groups.items()]

    def _single(self, path: str) -> web.Response:
        """Answer with one object of a list: the path of one in a namespace, or of one in none."""
        root, _, rest = path.partition("/namespaces/")
        namespace, plural, name = rest.split("/") if rest.count("/") == 2 else ("", *path.split("/")[-2:])
        for one in self.lists.get(
            f"{root if namespace else path.rpartition('/')[0]}{f'/{plural}' if namespace else ''}", ()
        ):
            meta = one["metadata"]
            if (meta.get("namespace", ""), meta["name"]) == (namespace, name):
                return web.json_response(one)
        return _status(404, f"{path} not found")


def _status(code: int, message: str) -> web.Response:
    return web.json_response({"kind": "Status", "message": message, "code": code}, status=code)
