"""Writes lists and single objects, in each of their forms, as the pieces of a response's body."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from playground.kubernetes.asked import Form, Include, ListOptions, continue_token
from playground.kubernetes.encoding import encode
from playground.kubernetes.items import Item
from playground.kubernetes.resources import Resource, Shelf
from playground.kubernetes.rows import PodRows
from playground.kubernetes.tables import columns_of
from playground.kubernetes.world import World

PIECE = 64 * 1024
LOOKED_AT_ONCE = 500
MADE_AT_ONCE = 100
END = b"]}\n"
META_VERSION = "meta.k8s.io/v1"


class Writer:
    """Writes what a world holds."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rows = PodRows(world)

    async def warm(self) -> None:
        """Render what is asked for most, so that the first to ask does not wait for it."""
        await self._rows.warm(self._world.now())

    async def many(self, resource: Resource, options: ListOptions, form: Form, include: Include) -> AsyncIterator[bytes]:
        """Yield the pieces of a list. Nothing can go wrong once the first has been yielded."""
        now = self._world.now()
        if form == "table" and include == "None" and resource.objects is None and options.whole:
            yield self._head(resource, form, {"resourceVersion": str(self._world.resource_version)})
            async for piece in self._rows.namespace(options.namespace, now):
                yield piece
            yield END
            return
        items, meta = await self._pick(resource, options, now)
        if form == "metadata":
            meta.pop("remainingItemCount", None)
        held = bytearray(self._head(resource, form, meta))
        for number, item in enumerate(items):
            held += (b"," if number else b"") + encode(_part(resource, item, form, include))
            if len(held) >= PIECE or number % MADE_AT_ONCE == MADE_AT_ONCE - 1:
                yield bytes(held)
                held.clear()
                await asyncio.sleep(0)
        yield bytes(held) + END

    async def _pick(self, resource: Resource, options: ListOptions, now: float) -> tuple[list[Item], dict[str, Any]]:
        """Return the items of this page, and the list's metadata."""
        namespace = options.namespace
        prefix = f"{namespace}/" if namespace else ""
        start = prefix + options.start if options.start else ""
        total, items = Shelf(resource, self._world, now).between(namespace, start)
        picked: list[Item] = []
        meta: dict[str, Any] = {"resourceVersion": str(self._world.resource_version)}
        for number, item in enumerate(items):
            if number % LOOKED_AT_ONCE == LOOKED_AT_ONCE - 1:
                await asyncio.sleep(0)
            if not options.takes(item):
                continue
            if options.limit and len(picked) == options.limit:
                last = picked[-1].key.removeprefix(prefix)
                meta["continue"] = continue_token(self._world.resource_version, last)
                if not options.selects:
                    meta["remainingItemCount"] = total - len(picked)
                break
            picked.append(item)
        return picked, meta

    def _head(self, resource: Resource, form: Form, meta: dict[str, Any]) -> bytes:
        """Return the beginning of a list, up to its first item."""
        if form == "table":
            columns = columns_of(resource.table, self._world.restarts_as_number)
            told = {"kind": "Table", "apiVersion": META_VERSION, "metadata": meta, "columnDefinitions": columns, "rows": []}
        elif form == "metadata":
            told = {"kind": "PartialObjectMetadataList", "apiVersion": META_VERSION, "metadata": meta, "items": []}
        else:
            told = {"kind": f"{resource.kind}List", "apiVersion": resource.api_version, "metadata": meta, "items": []}
        return encode(told)[:-2]

    def one(self, resource: Resource, item: Item, form: Form, include: Include) -> bytes:
        """Return a single thing."""
        if form == "table":
            meta = {"resourceVersion": item.make()["metadata"]["resourceVersion"]}
            return self._head(resource, form, meta) + encode(_row(resource, item, include)) + END
        if form == "metadata":
            return encode(_partial(item.make())) + b"\n"
        return encode(_whole(resource, item.make())) + b"\n"


def _whole(resource: Resource, thing: dict[str, Any]) -> dict[str, Any]:
    return {"kind": resource.kind, "apiVersion": resource.api_version, **thing}


def _partial(thing: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "PartialObjectMetadata", "apiVersion": META_VERSION, "metadata": thing["metadata"]}


def _row(resource: Resource, item: Item, include: Include) -> dict[str, Any]:
    cells, conditions = item.row()
    thing = None if include == "None" else item.make()
    if thing is not None:
        thing = _whole(resource, thing) if include == "Object" else _partial(thing)
    return {"cells": cells, **({"conditions": conditions} if conditions else {}), "object": thing}


def _part(resource: Resource, item: Item, form: Form, include: Include) -> dict[str, Any]:
    if form == "table":
        return _row(resource, item, include)
    return _partial(item.make()) if form == "metadata" else item.make()
