"""Reads objects of any kind where they are meant: in all namespaces, those of the settings, or the one asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from connectors._deadline import Deadline
from connectors._errors import Broken, Forbidden, Missing, Refused, UpstreamError
from connectors._http import Http
from connectors._kube.listing import Listing, Lists
from connectors._kube.objects import ListMeta, Partial
from connectors._kube.paths import segment
from connectors._kube.records import Scope, Unread
from connectors._kube.together import each

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)

CACHED: Mapping[str, str] = {"resourceVersion": "0"}
"""Lets the server answer from its watch cache, a second old at most; see `connectors._kube.api`."""


class Document(msgspec.Struct, Generic[T], frozen=True):
    """A list of objects of one kind."""

    metadata: ListMeta = ListMeta()
    items: tuple[T, ...] | None = ()


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """One kind of object: where it is, and which of its fields are read.

    Attributes:
        root: its group and version as a path, e.g. `api/v1`, `apis/apps/v1`.
        plural: its name in paths, e.g. `deployments`; also what the metrics call it.
        type: the Struct that holds the fields that are used.
        namespaced: whether it lives in namespaces.
    """

    root: str
    plural: str
    type: type[T]
    namespaced: bool = True


class Sink(Protocol[T_contra]):
    """Takes the objects of one list as they come, and keeps of them what matters."""

    def take(self, items: Iterable[T_contra]) -> None:
        """Take some more of them."""
        ...


S = TypeVar("S", bound=Sink[Any])


@dataclass(frozen=True, slots=True)
class Poured(Generic[S]):
    """The sinks of the lists that were read to their end, and the namespaces that could not be looked at."""

    sinks: list[S] = field(default_factory=list)
    unread: tuple[Unread, ...] = ()


class _Kept(Generic[T]):
    """Keeps the first `most` objects of a list; 0: all."""

    def __init__(self, most: int) -> None:
        self.items: list[T] = []
        self._most = most

    def take(self, items: Iterable[T]) -> None:
        self.items.extend(items)
        if self._most:
            del self.items[self._most :]


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """The objects that were found, in no order, and the namespaces that could not be looked at."""

    items: list[T] = field(default_factory=list)
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class Cluster:
    """One API server as the questions see it.

    Attributes:
        http: the door to it.
        target: its name in the configuration.
        namespaces: the settings' namespaces, to which the bot is confined; empty: all.
        width: requests of one question that are under way at once.
        now: returns seconds since 1970.
    """

    http: Http
    target: str
    namespaces: tuple[str, ...]
    width: int
    now: Callable[[], float]

    async def find(self, kind: Kind[T], scope: Scope, deadline: Deadline, *, fields: str = "", most: int = 0) -> Found[T]:
        """Return the objects of a kind in the scope, from the server's cache.

        Args:
            kind: what.
            scope: where, and which labels; the namespace does not matter to a kind that is in none.
            deadline: by when.
            fields: a field selector, e.g. `involvedObject.name=web-0`.
            most: how many are kept of each list; 0: all.

        Raises:
            UpstreamError: see `pour`.
        """
        poured = await self.pour(kind, scope, deadline, lambda: _Kept[T](most), fields=fields)
        found = [item for kept in poured.sinks for item in kept.items]
        if not found and kind.namespaced and scope.namespace:
            await self.check_namespace(scope.namespace, deadline)
        return Found(found, poured.unread)

    async def pour(
        self, kind: Kind[T], scope: Scope, deadline: Deadline, sink: Callable[[], S], *, fields: str = ""
    ) -> Poured[S]:
        """Hand the objects of a kind in the scope to sinks as they come, so that a long list is never held whole.

        Args:
            kind: what.
            scope: where, and which labels.
            deadline: by when.
            sink: makes a `Sink` of these objects for one list; a list that is read again gets a new one.
            fields: a field selector.

        Raises:
            Forbidden: the bot may look nowhere there.
            Missing: the server knows no such kind.
            Invalid: the server does not understand a selector.
            UpstreamError: anything else; see `connectors._errors`.
        """
        places: tuple[str, ...] = ("",)
        if kind.namespaced:
            places = (scope.namespace,) if scope.namespace else self.namespaces or ("",)
        params = dict(CACHED) | ({"labelSelector": scope.selector} if scope.selector else {})
        params |= {"fieldSelector": fields} if fields else {}
        poured: list[S] = []
        refused: dict[str, UpstreamError] = {}

        async def look_in(place: str) -> None:
            try:
                poured.append(await self._list(kind, place, params, sink, deadline))
            except Forbidden as error:
                refused[place] = error

        await each(places, self.width, look_in)
        if len(refused) == len(places):
            raise next(iter(refused.values()))
        return Poured(poured, tuple(Unread(place, error.reason) for place, error in sorted(refused.items())))

    async def get(self, kind: Kind[T], namespace: str, name: str, deadline: Deadline) -> T:
        """Return one object. Raises Missing if it is not there, Forbidden if the bot may not look."""
        path = f"{self.path(kind, namespace)}/{segment(name, self.target)}"
        body = await self.http.get(kind.plural.removesuffix("s"), path, CACHED, deadline=deadline)
        try:
            return msgspec.json.decode(body, type=kind.type)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Broken(self.target, f"its answer cannot be understood: {error}") from error

    async def check_namespace(self, name: str, deadline: Deadline) -> None:
        """Raise Missing if there is no such namespace: the server lists nothing of it, as of an empty one."""
        try:
            await self.get(NAMESPACE, "", name, deadline)
        except Missing:
            raise Missing(self.target, f"there is no namespace {name!r}") from None
        except Refused:
            return  # what it may list there is nothing, and more it may not know

    async def _list(
        self, kind: Kind[T], namespace: str, params: dict[str, str], sink: Callable[[], S], deadline: Deadline
    ) -> S:
        made = sink()

        def begin() -> Callable[[Document[T]], None]:
            nonlocal made
            made = sink()
            return lambda part: made.take(part.items or ())

        decoder = msgspec.json.Decoder(Document[kind.type])  # type: ignore[name-defined]  # a generic Struct's own parameter
        listing = Listing(kind.plural, self.path(kind, namespace), params, decoder)
        await Lists(self.http, self.target).read(listing, begin, deadline)
        return made

    def path(self, kind: Kind[T], namespace: str) -> str:
        """Return the path of the objects of a kind, in one namespace or ("") in all."""
        within = f"namespaces/{segment(namespace, self.target)}/" if namespace and kind.namespaced else ""
        return f"/{kind.root}/{within}{kind.plural}"


NAMESPACE = Kind("api/v1", "namespaces", Partial, namespaced=False)
