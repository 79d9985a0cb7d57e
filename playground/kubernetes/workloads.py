"""What owns pods: workloads and the revisions of their templates, compactly."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import msgspec

from playground.kubernetes.company import Kind
from playground.kubernetes.states import READY_AFTER, State

CRASH_EVERY = 310
"""Seconds from one crash to the next, once the kubelet's back-off has reached its five minutes."""
FLAP_EVERY = 1500
BACK_OFFS = (0, 5, 20, 45, 90, 175, 340)
"""Seconds from the first crash to the following ones, while the back-off of 10 s doubles each time."""


def uid(*parts: object) -> str:
    """Return the UID that the thing named by `parts` has in every run, in a UUID's form."""
    h = blake2b("/".join(map(str, parts)).encode(), digest_size=16).hexdigest()
    return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-a{h[17:20]}-{h[20:]}"


@dataclass(frozen=True, slots=True, eq=False)
class Revision:
    """One template of a workload, and what owns the pods made from it. (Compared by identity: each is made once.)

    Attributes:
        owner: the name of the ReplicaSet, or of the StatefulSet, DaemonSet or Job itself.
        hash: the template's hash, as in `pod-template-hash`.
        version: the image's tag without its `v`, e.g. `1.4.0`.
        number: `deployment.kubernetes.io/revision`.
        created: seconds since 1970.
        template: the template as somebody has written it; None for the one that its workload has had from the beginning.
    """

    owner: str
    hash: str
    version: str
    number: int
    created: int
    template: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Workload:
    """A Deployment, StatefulSet, DaemonSet or Job. (Compared by identity: each is made once.)

    Attributes:
        app: the value of its `app` label; for a Job its CronJob's name.
        revisions: oldest first.
        created: seconds since 1970.
        written: `metadata` and `spec` as they were written last; None as long as nobody has changed anything.
        progressed: when its rollout last came forward, in seconds since 1970.
        stalled: whether its rollout has not come forward within its deadline.
    """

    namespace: str
    name: str
    app: str
    kind: Kind
    revisions: tuple[Revision, ...]
    created: int
    written: Mapping[str, Any] | None = None
    progressed: int = 0
    stalled: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """Its kind, namespace and name."""
        return self.kind, self.namespace, self.name

    @property
    def owner_kind(self) -> str:
        """The kind that owns its pods directly."""
        return "ReplicaSet" if self.kind == "Deployment" else self.kind

    def owner_uid(self, revision: Revision) -> str:
        """Return the UID of what owns the pods of this revision."""
        return uid(self.owner_kind, self.namespace, revision.owner)

    @property
    def own_uid(self) -> str:
        """Its own UID."""
        return uid(self.kind, self.namespace, self.name)


class Sketch(msgspec.Struct, frozen=True, gc=False):
    """All that there is to know of one pod; its object is made from this when somebody asks.

    Attributes:
        index: its number in the world: a seed for what differs from pod to pod.
        created: seconds since 1970.
        node: the number of its node; -1 if it has none.
        began: seconds since 1970 at which the world began; crashes are counted from there.
        since: when it came into its state, in seconds since 1970; 0 for what was so from the beginning.
        version: its resource version; 0 for that of the beginning.
    """

    name: str
    workload: Workload
    revision: Revision
    state: State
    index: int
    created: int
    node: int
    began: int
    since: int = 0
    version: int = 0

    @property
    def namespace(self) -> str:
        """The namespace it stands in."""
        return self.workload.namespace

    @property
    def key(self) -> str:
        """Where it stands in the order of lists: etcd's, by `namespace/name`."""
        return f"{self.workload.namespace}/{self.name}"

    @property
    def spread(self) -> int:
        """A number from 0 to 65535 that looks random and is always the same for this pod."""
        return (self.index * 2654435761 >> 8) & 0xFFFF

    @property
    def counts(self) -> bool:
        """Whether it counts as a replica: it has not ended, and is not being deleted."""
        return self.state.phase not in ("Failed", "Succeeded") and self.state not in (State.TERMINATING, State.NODE_LOST)

    def state_at(self, now: float) -> State:
        """Return its state at this moment: what starts becomes ready."""
        if self.state is State.STARTING and not self.since and now - self.created >= READY_AFTER:
            return State.RUNNING
        return self.state

    def crashes(self, now: float) -> tuple[int, int]:
        """Return how often its container has been restarted, and when it ended last (seconds since 1970; 0: never)."""
        if not self.state.loops:
            calm = self.spread % 40
            return (1, self.created + 3600) if calm == 0 and now - self.created > 2 * 3600 else (0, 0)
        if self.since:
            return self._crashes_since(now)
        every = FLAP_EVERY if self.state is State.FLAPPING else CRASH_EVERY
        first = self.began - 20 - self.spread % 240
        age = self.began - self.created
        before = 6 if age < 1800 else 4 + age // every
        more = max(0, int(now - first) // every)
        return before + more, first + more * every

    def _crashes_since(self, now: float) -> tuple[int, int]:
        """Return the same for a container that crashed first at `since`."""
        elapsed = max(0, int(now) - self.since)
        if elapsed < BACK_OFFS[-1] + CRASH_EVERY:
            count = bisect_right(BACK_OFFS, elapsed)
            return count, self.since + BACK_OFFS[count - 1]
        more = (elapsed - BACK_OFFS[-1]) // CRASH_EVERY
        return len(BACK_OFFS) + more, self.since + BACK_OFFS[-1] + more * CRASH_EVERY

    def changes_at(self, now: float) -> float:
        """Return the moment up to which its object stays as it is now, apart from ages."""
        if self.state is State.STARTING and not self.since and now < self.created + READY_AFTER:
            return self.created + READY_AFTER
        if self.state.loops and self.since:
            count, last = self.crashes(now)
            return last + (BACK_OFFS[count] - BACK_OFFS[count - 1] if count < len(BACK_OFFS) else CRASH_EVERY)
        if self.state.loops:
            return self.crashes(now)[1] + (FLAP_EVERY if self.state is State.FLAPPING else CRASH_EVERY)
        if self.spread % 40 == 0 and now - self.created <= 2 * 3600:
            return self.created + 2 * 3600 + 1
        return float("inf")
