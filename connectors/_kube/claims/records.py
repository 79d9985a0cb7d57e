"""Claims to storage as flat frozen records. Times are seconds since 1970; None: not known."""

from __future__ import annotations

import msgspec

from connectors._kube.records import Count, Unread


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One PersistentVolumeClaim that has no volume.

    Attributes:
        namespace, name: where and what it is.
        phase: `Pending`, or `Lost`: its volume is gone.
        storage_class: its class; "" for the default one.
        size: what it asks for, as it is written, e.g. `10Gi`.
        reason: of the newest event about it, e.g. `ProvisioningFailed`; "" if there is none.
        message: the words to it, at most 300 characters.
        since: when it was made.
    """

    namespace: str
    name: str
    phase: str
    storage_class: str
    size: str
    reason: str
    message: str
    since: float | None


class ClaimList(msgspec.Struct, frozen=True, kw_only=True):
    """The claims that have no volume.

    Attributes:
        looked_at: how many claims there are.
        found: how many have no volume.
        claims: those, lost ones first, then the oldest; at most 500.
        classes: how many of them for each storage class, most first.
        events_unread: why no events could be read; "" if they were.
        unread: namespaces that could not be looked at.
    """

    looked_at: int
    found: int
    claims: tuple[Claim, ...]
    classes: tuple[Count, ...] = ()
    events_unread: str = ""
    unread: tuple[Unread, ...] = ()
