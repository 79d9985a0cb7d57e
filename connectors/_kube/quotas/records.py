"""Quotas as flat frozen records."""

from __future__ import annotations

import msgspec

from connectors._kube.records import Unread


class Quota(msgspec.Struct, frozen=True, kw_only=True):
    """One resource of one ResourceQuota.

    Attributes:
        namespace, name: the quota's.
        resource: what is limited, e.g. `requests.cpu`.
        used, hard: how much is used and allowed, as the server writes it.
        share: used of hard, 1.0 when full; None where that cannot be told.
    """

    namespace: str
    name: str
    resource: str
    used: str
    hard: str
    share: float | None


class QuotaList(msgspec.Struct, frozen=True, kw_only=True):
    """All quotas.

    Attributes:
        looked_at: how many ResourceQuotas there are.
        namespaces: in how many namespaces.
        full: how many resources are used up.
        near: how many are used to at least 90 %, but not up.
        quotas: their resources, the fullest first, at most 500.
        left_out: resources beyond these.
        unread: namespaces that could not be looked at.
    """

    looked_at: int
    namespaces: int
    full: int
    near: int
    quotas: tuple[Quota, ...]
    left_out: int = 0
    unread: tuple[Unread, ...] = ()
