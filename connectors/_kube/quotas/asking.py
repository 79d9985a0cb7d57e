"""Answers how full the quotas are."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator

from connectors._deadline import Deadline
from connectors._kube.cluster import Cluster, Kind
from connectors._kube.fields import Fields
from connectors._kube.objects import Meta
from connectors._kube.quantities import quantity
from connectors._kube.quotas.records import Quota, QuotaList
from connectors._kube.records import Scope

MOST = 500
"""Resources that are told."""
NEAR = 0.9
"""The share from which a quota is nearly full."""


class _Status(Fields, frozen=True):
    hard: dict[str, str] | None = None
    used: dict[str, str] | None = None


class QuotaObject(Fields, frozen=True):
    """One ResourceQuota; its status has what is enforced now."""

    metadata: Meta = Meta()
    status: _Status = _Status()


QUOTAS = Kind("api/v1", "resourcequotas", QuotaObject)


class Quotas:
    """Asks one cluster about its quotas."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    async def all(self, scope: Scope, *, deadline: Deadline) -> QuotaList:
        """Return the quotas in the scope, the fullest first.

        Raises:
            Forbidden: the bot may look nowhere there.
            UpstreamError: see `connectors._errors`.
        """
        found = await self._cluster.find(QUOTAS, scope, deadline)
        # In a thread: with thousands of them this takes longer than the event loop may be held.
        quotas = await asyncio.to_thread(_fullest, found.items)
        shares = [quota.share or 0.0 for quota in quotas]
        return QuotaList(
            looked_at=len(found.items),
            namespaces=len({one.metadata.namespace for one in found.items}),
            full=sum(share >= 1 for share in shares),
            near=sum(NEAR <= share < 1 for share in shares),
            quotas=tuple(quotas[:MOST]),
            left_out=max(0, len(quotas) - MOST),
            unread=found.unread,
        )


def _fullest(found: Iterable[QuotaObject]) -> list[Quota]:
    """Return their resources, the fullest first."""
    quotas = [quota for one in found for quota in _resources(one)]
    quotas.sort(key=lambda quota: (-(quota.share or 0.0), quota.namespace, quota.name, quota.resource))
    return quotas


def _resources(quota: QuotaObject) -> Iterator[Quota]:
    used = quota.status.used or {}
    for resource, hard in (quota.status.hard or {}).items():
        taken = used.get(resource, "0")
        amount, limit = quantity(taken), quantity(hard)
        share = None
        if amount is not None and limit:  # where nothing is allowed, that is meant, and no news
            share = float(amount / limit)
        meta = quota.metadata
        yield Quota(namespace=meta.namespace, name=meta.name, resource=resource, used=taken, hard=hard, share=share)
