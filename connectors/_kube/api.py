"""The requests that the connector makes of a Kubernetes API server, with typed answers.

`resourceVersion=0` lets the server answer from its watch cache, a second old at most: a hundred times cheaper for it than a
consistent read. The cells of a table without the objects (`includeObject=None`) are a fiftieth of the list's bytes.
https://kubernetes.io/docs/reference/using-api/api-concepts/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar
from urllib.parse import quote

import msgspec

from connectors._deadline import Deadline
from connectors._errors import Broken, Invalid
from connectors._http import Http
from connectors._json_array import ArrayReader, Unsplittable, read_documents
from connectors._kube import objects
from connectors._kube.objects import EventObject, ListMeta, NameDocument, Partial, PodDocument, PodObject

TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"
PAGE = 500
"""Objects a page, where a server insists on pages."""

_CACHED = {"resourceVersion": "0"}


class _Listed(Protocol):
    @property
    def metadata(self) -> ListMeta: ...


D = TypeVar("D", bound=_Listed)
T = TypeVar("T")


class Api:
    """One API server. Methods raise UpstreamError: what `Http` raises, and Broken for an answer that makes no sense."""

    def __init__(self, http: Http, target: str) -> None:
        self._http = http
        self.target = target

    async def version(self, deadline: Deadline) -> str:
        """Return the server's version, e.g. `v1.20.2`."""
        body = await self._http.get("version", "/version", deadline=deadline)
        return self._decode(objects.VERSION, body).git_version

    async def namespaces(self, deadline: Deadline) -> tuple[str, ...]:
        """Return the names of all namespaces, sorted. Raises Forbidden if the bot may not list them."""
        found: list[str] = []

        def take(part: NameDocument) -> None:
            found.extend(str(row.cells[0]) for row in part.rows or () if row.cells)  # a table's first column is the name
            found.extend(item.metadata.name for item in part.items or ())

        params = {**_CACHED, "includeObject": "None"}
        await self._list("namespaces", "/api/v1/namespaces", params, objects.NAMES, take, deadline, TABLE)
        return tuple(sorted(found))

    async def namespace(self, name: str, deadline: Deadline) -> Partial:
        """Return one namespace. Raises Missing if there is none of this name, Forbidden if the bot may not look."""
        path = f"/api/v1/namespaces/{self._named(name)}"
        return self._decode(objects.PARTIAL, await self._http.get("namespace", path, _CACHED, deadline=deadline))

    async def table(
        self, namespace: str, selector: str, take: Callable[[PodDocument], None], deadline: Deadline, *, metadata: bool
    ) -> None:
        """Hand the table of pods to `take`, some rows at a time; a server that knows no tables gives the pods themselves.

        Args:
            namespace: "" for all.
            selector: a label selector, or "".
            take: is called with the head first, which has the columns.
            deadline: by when.
            metadata: whether each row shall carry its pod's metadata, which is thirty times the bytes.
        """
        params = {**_CACHED, "includeObject": "Metadata" if metadata else "None"}
        if selector:
            params["labelSelector"] = selector
        await self._list("pods table", self._pods(namespace), params, objects.PODS, take, deadline, TABLE)

    async def listing(
        self, namespace: str, fields: str, selector: str, take: Callable[[PodObject], None], deadline: Deadline
    ) -> None:
        """Hand the pods that a field selector (e.g. `status.phase=Failed`) picks to `take`, one by one."""
        params = {**_CACHED, "fieldSelector": fields}
        if selector:
            params["labelSelector"] = selector

        def take_each(part: PodDocument) -> None:
            for pod in part.items or ():
                take(pod)

        await self._list("pods list", self._pods(namespace), params, objects.PODS, take_each, deadline, "application/json")

    async def pod(self, namespace: str, name: str, deadline: Deadline) -> PodObject:
        """Return one pod. Raises Missing if it is not there (any more)."""
        path = f"{self._pods(namespace)}/{self._named(name)}"
        return self._decode(objects.POD, await self._http.get("pod", path, _CACHED, deadline=deadline))

    async def owner(self, namespace: str, resource: str, name: str, deadline: Deadline) -> Partial:
        """Return the metadata of a pod's owner; `resource` is its path below /apis, e.g. `apps/v1/%s/replicasets`."""
        path = f"/apis/{resource % f'namespaces/{self._named(namespace)}'}/{self._named(name)}"
        return self._decode(objects.PARTIAL, await self._http.get("owner", path, _CACHED, deadline=deadline))

    async def events(self, namespace: str, uid: str, deadline: Deadline) -> list[EventObject]:
        """Return the events about the object with this uid, in no order."""
        found: list[EventObject] = []
        params = {**_CACHED, "fieldSelector": f"involvedObject.uid={uid}"}
        path = f"/api/v1/namespaces/{self._named(namespace)}/events"
        await self._list(
            "events", path, params, objects.EVENTS, lambda part: found.extend(part.items or ()), deadline, "application/json"
        )
        return found

    async def _list(
        self,
        what: str,
        path: str,
        params: Mapping[str, str],
        decoder: msgspec.json.Decoder[D],
        take: Callable[[D], None],
        deadline: Deadline,
        accept: str,
    ) -> None:
        while True:
            reader = ArrayReader(("rows", "items"), decoder)
            after = [""]

            def taken(part: D, after: list[str] = after) -> None:
                after[0] = part.metadata.next or after[0]
                take(part)

            async with self._http.stream(what, path, params, deadline=deadline, accept=accept) as chunks:
                try:
                    await read_documents(chunks, reader, taken)
                except (msgspec.DecodeError, UnicodeDecodeError, Unsplittable) as error:
                    raise self._nonsense(error) from error
                if not reader.found:
                    raise Broken(self.target, "what it answers is not a list: is this a Kubernetes API server?")
            if not after[0]:
                return
            rest = {key: value for key, value in params.items() if key != "resourceVersion"}
            params = {**rest, "limit": str(PAGE), "continue": after[0]}

    def _decode(self, decoder: msgspec.json.Decoder[T], body: bytes) -> T:
        try:
            return decoder.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._nonsense(error) from error

    def _nonsense(self, error: Exception) -> Broken:
        return Broken(self.target, f"its answer cannot be understood: {error}")

    def _pods(self, namespace: str) -> str:
        return f"/api/v1/namespaces/{self._named(namespace)}/pods" if namespace else "/api/v1/pods"

    def _named(self, name: str) -> str:
        """Return `name` as a segment of a path, whatever the server or a person calls a thing; what is not there is Missing.

        Servers may undo the quoting before they split the path, so that a name which would lead up it is refused.
        """
        if not name or not {".", ".."}.isdisjoint(name.split("/")):
            raise Invalid(self.target, f"{name!r} cannot be a name")
        return quote(name, safe="")
