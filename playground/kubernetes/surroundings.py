"""What surrounds the company's workloads (schedules, claims, autoscalers, quotas, budgets), and what is wrong there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from playground.kubernetes.company import BAD_ROLLOUT
from playground.kubernetes.workloads import uid

PROVISIONER = "ebs.csi.aws.com"
USUAL, FAST = "gp3", "io2"
"""The StorageClasses; the first is the default."""
SCHEDULES = {
    ("payments", "reconcile"): "15 * * * *",
    ("catalog", "import"): "0 */6 * * *",
    ("orders", "archive"): "30 2 * * *",
    ("data-platform", "nightly-export"): "0 1 * * *",
    ("data-platform", "compaction"): "*/20 * * * *",
    ("platform", "backup"): "0 */4 * * *",
    ("search", "reindex"): "*/30 * * * *",
}
SUSPENDED = frozenset({("orders", "archive"), ("catalog", "import")})
"""The CronJobs that somebody stopped, and did not start again."""
FULL = 0.97
SHARES = {"payments": 0.6, "search": FULL, "data-platform": 0.75, "legacy": 0.5}
"""How much of its quota each namespace that has one uses when the world begins."""
MINIMA = {BAD_ROLLOUT: "80%", ("platform", "ingress-gateway"): "50%", ("identity", "login"): "50%"}
"""The Deployments that have a budget, and what has to stay available of each."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A claim that has no volume.

    Attributes:
        storage_class: the class that it names, which need not exist.
        ago: seconds since it was made.
        kind, reason, message, source: of the event about it.
    """

    namespace: str
    name: str
    storage_class: str
    ago: int
    kind: str
    reason: str
    message: str
    source: str

    @property
    def uid(self) -> str:
        """Its UID."""
        return uid("PersistentVolumeClaim", self.namespace, self.name)


PENDING: Sequence[Pending] = (
    Pending("data-platform", "kafka-archive", "archive", 3000, "Warning", "ProvisioningFailed",
            'storageclass.storage.k8s.io "archive" not found', "persistentvolume-controller"),
    Pending("search", "index-snapshots", FAST, 1500, "Warning", "ProvisioningFailed",
            f'failed to provision volume with StorageClass "{FAST}": rpc error: code = ResourceExhausted desc = Could not '
            "create volume: MaxIOPSLimitExceeded: the maximum of 100000 IOPS in this region is reached",
            f"{PROVISIONER}_csi-controller-0_7f1c"),
    Pending("recommendations", "training-cache", USUAL, 5400, "Normal", "WaitForFirstConsumer",
            "waiting for first consumer to be created before binding", "persistentvolume-controller"),
)  # fmt: skip


def pending(*, calm: bool) -> Sequence[Pending]:
    """Return the claims that wait; in a calm world only the one that is to wait."""
    return PENDING[-1:] if calm else PENDING


@dataclass(frozen=True, slots=True)
class Plan:
    """How a Deployment is scaled.

    Attributes:
        now: the metric's value at this moment; None where it cannot be read.
        maxed: whether it would scale further if it might.
        queue: the queue whose length it is scaled by; "": by its CPU.
    """

    now: int | None
    maxed: bool = False
    queue: str = ""

    def seen(self, metrics: bool) -> bool:
        """Return whether the metric can be read, in a cluster with metrics-server or without."""
        return self.now is not None and (metrics or bool(self.queue))


PLANS: Mapping[tuple[str, str], Plan] = {
    ("payments", "card-gateway"): Plan(48),
    ("search", "query"): Plan(183, maxed=True),
    ("catalog", "catalog-api"): Plan(62),
    ("orders", "orders-worker"): Plan(26, queue="orders"),
    ("identity", "login"): Plan(55),
    ("legacy", "monolith"): Plan(None, queue="soap"),
}


QUEUED = ("orders", "orders-worker")
"""The Deployment that is scaled by the length of a queue that can grow."""


def plans(*, calm: bool) -> Mapping[tuple[str, str], Plan]:
    """Return how Deployments are scaled; in a calm world none is at its end, and none cannot see."""
    if not calm:
        return PLANS
    return {place: replace(plan, now=52, maxed=False) if plan.maxed else plan for place, plan in PLANS.items() if plan.now}
