"""Answers which claims to storage wait, and what was said of them last."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from connectors._deadline import Deadline
from connectors._errors import Forbidden
from connectors._kube.answer import counts
from connectors._kube.claims.records import Claim, ClaimList
from connectors._kube.cluster import Cluster, Kind
from connectors._kube.containers import event_of
from connectors._kube.diagnosis import head
from connectors._kube.fields import Fields
from connectors._kube.objects import EventObject, Meta, seconds
from connectors._kube.records import PodEvent, Scope
from connectors._kube.together import each

MOST = 500
"""Claims that are told."""
_PLACES = 20
"""Namespaces up to which the events are asked of each alone, rather than of all at once."""


class _Requests(Fields, frozen=True):
    storage: str = ""


class _Resources(Fields, frozen=True):
    requests: _Requests | None = None


class _Spec(Fields, frozen=True):
    storage_class_name: str | None = None
    resources: _Resources = _Resources()


class _Status(Fields, frozen=True):
    phase: str = ""


class ClaimObject(Fields, frozen=True):
    """One PersistentVolumeClaim, as far as it is used."""

    metadata: Meta = Meta()
    spec: _Spec = _Spec()
    status: _Status = _Status()


class _Involved(Fields, frozen=True):
    name: str = ""
    namespace: str = ""


class ClaimEvent(EventObject, frozen=True):
    """An event, and whom it is about."""

    involved_object: _Involved = _Involved()


CLAIMS = Kind("api/v1", "persistentvolumeclaims", ClaimObject)
EVENTS = Kind("api/v1", "events", ClaimEvent)


class Claims:
    """Asks one cluster about its claims to storage."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    async def pending(self, scope: Scope, *, deadline: Deadline) -> ClaimList:
        """Return the claims in the scope that have no volume, with what the newest event says of each.

        Raises:
            Forbidden: the bot may look nowhere there.
            UpstreamError: see `connectors._errors`. That it may not read events is no error: see `events_unread`.
        """
        found = await self._cluster.find(CLAIMS, scope, deadline)
        # In a thread: with thousands of them this takes longer than the event loop may be held.
        claims = await asyncio.to_thread(_claims, found.items)
        told, unread = await self._events({claim.namespace for claim in claims}, deadline)
        return ClaimList(
            looked_at=len(found.items),
            found=len(claims),
            claims=tuple(_explained(claim, told.get((claim.namespace, claim.name))) for claim in claims[:MOST]),
            classes=counts(Counter(claim.storage_class or "default" for claim in claims)),
            events_unread=unread,
            unread=found.unread,
        )

    async def _events(self, places: Iterable[str], deadline: Deadline) -> tuple[dict[tuple[str, str], PodEvent], str]:
        """Return the newest event about each claim in these namespaces, and why there is none."""
        newest: dict[tuple[str, str], PodEvent] = {}
        wanted = sorted(places)
        unread = ""

        async def read(place: str) -> None:
            nonlocal unread
            about = "involvedObject.kind=PersistentVolumeClaim"
            try:
                found = await self._cluster.find(EVENTS, Scope(place), deadline, fields=about)
            except Forbidden as error:
                unread = error.reason
                return
            for one in found.items:
                key, event = (one.involved_object.namespace, one.involved_object.name), event_of(one)
                known = newest.get(key)
                if known is None or (event.at or 0.0) >= (known.at or 0.0):
                    newest[key] = event

        await each(wanted if len(wanted) <= _PLACES else [""], self._cluster.width, read)
        return newest, unread


def _claims(found: Iterable[ClaimObject]) -> list[Claim]:
    """Return those that have no volume, lost ones first, then the oldest."""
    claims = [_claim(one) for one in found if one.status.phase in ("Pending", "Lost")]
    claims.sort(key=lambda claim: (claim.phase != "Lost", claim.since or 0.0, claim.namespace, claim.name))
    return claims


def _claim(claim: ClaimObject) -> Claim:
    requests = claim.spec.resources.requests
    return Claim(
        namespace=claim.metadata.namespace,
        name=claim.metadata.name,
        phase=claim.status.phase,
        storage_class=claim.spec.storage_class_name or "",
        size=requests.storage if requests else "",
        reason="",
        message="",
        since=seconds(claim.metadata.creation_timestamp),
    )


def _explained(claim: Claim, event: PodEvent | None) -> Claim:
    return replace(claim, reason=event.reason, message=head(event.message)) if event else claim
