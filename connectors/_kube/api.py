"""The requests that the connector makes of a Kubernetes API server, with typed answers.

`resourceVersion=0` lets the server answer from its watch cache, a second old at most: a hundred times cheaper for it than a
consistent read. The cells of a table without the objects (`includeObject=None`) are a fiftieth of the list's bytes.
https://kubernetes.io/docs/reference/using-api/api-concepts/
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from connectors._deadline import Deadline
from connectors._errors import Broken
from connectors._http import Http
from connectors._kube import objects
from connectors._kube.listing import Begin, Listing, Lists
from connectors._kube.objects import EventDocument, EventObject, NameDocument, Partial, PodDocument, PodObject
from connectors._kube.paths import segment

TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"

_CACHED = {"resourceVersion": "0"}


T = TypeVar("T")


class Api:
    """One API server. Methods raise UpstreamError: what `Http` raises, and Broken for an answer that makes no sense."""

    def __init__(self, http: Http, target: str) -> None:
        self._http, self._lists = http, Lists(http, target)
        self.target = target

    async def version(self, deadline: Deadline) -> str:
        """Return the server's version, e.g. `v1.20.2`."""
        body = await self._http.get("version", "/version", deadline=deadline)
        return self._decode(objects.VERSION, body).git_version

    async def attempt(self, path: str, deadline: Deadline) -> None:
        """Ask for one object at most, to see whether we may. Raises Missing if nothing is there, Forbidden if we may not."""
        await self._http.get("check", path, {"limit": "1"}, deadline=deadline)

    async def namespaces(self, deadline: Deadline) -> tuple[str, ...]:
        """Return the names of all namespaces, sorted. Raises Forbidden if the bot may not list them."""
        found: set[str] = set()

        def take(part: NameDocument) -> None:
            found.update(str(row.cells[0]) for row in part.rows or () if row.cells)  # a table's first column is the name
            found.update(item.metadata.name for item in part.items or ())

        params = {**_CACHED, "includeObject": "None"}
        await self._lists.read(
            Listing("namespaces", "/api/v1/namespaces", params, objects.NAMES, TABLE), lambda: take, deadline
        )
        return tuple(sorted(found))

    async def namespace(self, name: str, deadline: Deadline) -> Partial:
        """Return one namespace. Raises Missing if there is none of this name, Forbidden if the bot may not look."""
        path = f"/api/v1/namespaces/{segment(name, self.target)}"
        return self._decode(objects.PARTIAL, await self._http.get("namespace", path, _CACHED, deadline=deadline))

    async def table(
        self, namespace: str, selector: str, begin: Begin[PodDocument], deadline: Deadline, *, metadata: bool
    ) -> None:
        """Hand over the table of pods, some rows at a time; a server that knows no tables gives the pods themselves.

        Args:
            namespace: "" for all.
            selector: a label selector, or "".
            begin: returns what takes the parts: the head first, which has the columns. It is called once more, and what was
                taken so far is void, when the answer breaks off and is asked for again.
            deadline: by when.
            metadata: whether each row shall carry its pod's metadata, which is thirty times the bytes.
        """
        params = {**_CACHED, "includeObject": "Metadata" if metadata else "None"}
        if selector:
            params["labelSelector"] = selector
        await self._lists.read(Listing("pods table", self._pods(namespace), params, objects.PODS, TABLE), begin, deadline)

    async def listing(
        self, namespace: str, fields: str, selector: str, take: Callable[[PodObject], None], deadline: Deadline
    ) -> None:
        """Hand the pods that a field selector (e.g. `status.phase=Failed`) picks to `take`, one by one.

        Some come twice when the answer breaks off and is asked for again.
        """
        params = {**_CACHED, "fieldSelector": fields}
        if selector:
            params["labelSelector"] = selector

        def take_each(part: PodDocument) -> None:
            for pod in part.items or ():
                take(pod)

        path = self._pods(namespace)
        await self._lists.read(Listing("pods list", path, params, objects.PODS), lambda: take_each, deadline)

    async def pod(self, namespace: str, name: str, deadline: Deadline) -> PodObject:
        """Return one pod. Raises Missing if it is not there (any more)."""
        path = f"{self._pods(namespace)}/{segment(name, self.target)}"
        return self._decode(objects.POD, await self._http.get("pod", path, _CACHED, deadline=deadline))

    async def owner(self, namespace: str, resource: str, name: str, deadline: Deadline) -> Partial:
        """Return the metadata of a pod's owner; `resource` is its path below /apis, e.g. `apps/v1/%s/replicasets`."""
        path = f"/apis/{resource % f'namespaces/{segment(namespace, self.target)}'}/{segment(name, self.target)}"
        return self._decode(objects.PARTIAL, await self._http.get("owner", path, _CACHED, deadline=deadline))

    async def events(self, namespace: str, uid: str, deadline: Deadline) -> list[EventObject]:
        """Return the events about the object with this uid, in no order."""
        found: list[EventObject] = []

        def begin() -> Callable[[EventDocument], None]:
            found.clear()
            return lambda part: found.extend(part.items or ())

        params = {**_CACHED, "fieldSelector": f"involvedObject.uid={uid}"}
        path = f"/api/v1/namespaces/{segment(namespace, self.target)}/events"
        await self._lists.read(Listing("events", path, params, objects.EVENTS), begin, deadline)
        return found

    def _decode(self, decoder: msgspec.json.Decoder[T], body: bytes) -> T:
        try:
            return decoder.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Broken(self.target, f"its answer cannot be understood: {error}") from error

    def _pods(self, namespace: str) -> str:
        return f"/api/v1/namespaces/{segment(namespace, self.target)}/pods" if namespace else "/api/v1/pods"
