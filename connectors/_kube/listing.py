"""Reads one list of a Kubernetes API server to its end: in parts as they come, in pages where a server insists on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import msgspec

from connectors._deadline import Deadline
from connectors._errors import Broken
from connectors._http import Http
from connectors._json_array import ArrayReader, Unsplittable, read_documents
from connectors._kube.objects import ListMeta

PAGE = 500
"""Objects a page, where a server insists on pages."""


class _Listed(Protocol):
    @property
    def metadata(self) -> ListMeta: ...


D = TypeVar("D", bound=_Listed)
Take = Callable[[D], None]
Begin = Callable[[], Take[D]]
"""Returns what takes a list's parts, from its first. It is called once more when the list is read again."""


@dataclass(frozen=True, slots=True)
class Listing(Generic[D]):
    """A list that is asked for: its name for the metrics, its path and query, the media type wanted, and what decodes it."""

    what: str
    path: str
    params: dict[str, str]
    decoder: msgspec.json.Decoder[D]
    accept: str = "application/json"

    def after(self, token: str) -> Listing[D]:
        """Return the next page. The version goes: the token says which."""
        rest = {key: value for key, value in self.params.items() if key != "resourceVersion"}
        return Listing(self.what, self.path, {**rest, "limit": str(PAGE), "continue": token}, self.decoder, self.accept)


class Lists:
    """Reads the lists of one API server. Methods raise UpstreamError: what `Http` raises, and Broken for nonsense."""

    def __init__(self, http: Http, target: str) -> None:
        self._http, self._target = http, target

    async def read(self, listing: Listing[D], begin: Begin[D], deadline: Deadline) -> None:
        """Read it whole. If it breaks off, or makes no sense, after it has begun, it is read once more from its start.

        The door tries again what has not begun; afterwards it cannot, as it does not know what became of the beginning.
        """
        first = _Reading(self._http, self._target)
        try:
            await first.pages(listing, begin(), deadline)
        except Broken:
            if not first.begun:
                raise
            await _Reading(self._http, self._target).pages(listing, begin(), deadline)


class _Reading:
    """One attempt. `begun`: whether something of its last page has come."""

    def __init__(self, http: Http, target: str) -> None:
        self._http, self._target = http, target
        self.begun = False

    async def pages(self, listing: Listing[D], take: Take[D], deadline: Deadline) -> None:
        token = await self._page(listing, take, deadline)
        while token:
            token = await self._page(listing.after(token), take, deadline)

    async def _page(self, listing: Listing[D], take: Take[D], deadline: Deadline) -> str:
        """Read one page; return the token of the next, "" at the end."""
        reader = ArrayReader(("rows", "items"), listing.decoder)
        token = ""
        self.begun = False

        def taken(part: D) -> None:
            nonlocal token
            token = part.metadata.next or token
            take(part)

        door = self._http.stream(listing.what, listing.path, listing.params, deadline=deadline, accept=listing.accept)
        async with door as chunks:
            self.begun = True
            try:
                await read_documents(chunks, reader, taken)
            except (msgspec.DecodeError, UnicodeDecodeError, Unsplittable) as error:
                raise Broken(self._target, f"its answer cannot be understood: {error}") from error
            if not reader.found:
                raise Broken(self._target, "what it answers is not a list: is this a Kubernetes API server?")
        return token
