"""Whose cluster it is: teams, their namespaces, what they run, and what goes wrong today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.kubernetes.states import State

Kind = Literal["Deployment", "StatefulSet", "DaemonSet", "Job"]


@dataclass(frozen=True, slots=True)
class Team:
    """A namespace, the names of what runs in it, and the field manager that deploys it."""

    namespace: str
    deployments: tuple[str, ...] = ()
    statefulsets: tuple[str, ...] = ()
    daemonsets: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()
    deployer: str = "argocd-controller"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is not plainly running: so many pods of one workload in one state.

    Attributes:
        scales: whether a larger cluster has proportionally more of it.
    """

    namespace: str
    workload: str
    state: State
    pods: int
    scales: bool = True


TEAMS = (
    Team(
        "payments",
        ("checkout", "ledger", "refunds", "card-gateway", "fraud-score", "payouts"),
        ("ledger-db",),
        (),
        ("reconcile",),
    ),
    Team("checkout", ("cart", "basket-api", "promo", "tax"), ("web",)),
    Team("search", ("query", "indexer", "suggest", "ranker"), ("web", "shards"), (), ("reindex",)),
    Team("catalog", ("catalog-api", "image-resizer", "thumbnails", "pricing"), ("catalog-db",), (), ("import",)),
    Team("identity", ("login", "sso-gateway", "sessions", "mfa"), ("users-db",)),
    Team("orders", ("orders-api", "orders-worker", "returns"), ("orders-db",), (), ("archive",)),
    Team("shipping", ("tracker", "labels", "carriers", "eta")),
    Team("notifications", ("mailer", "push", "sms", "templates")),
    Team("recommendations", ("model-server", "model-trainer", "features"), ("feature-store",)),
    Team("data-platform", ("stream-ingest", "spark-executor", "airflow"), ("kafka",), (), ("nightly-export", "compaction")),
    Team("legacy", ("monolith", "soap-bridge", "cron-runner"), ("web",), deployer="kubectl-client-side-apply"),
    Team("monitoring", ("grafana", "alert-router"), ("prometheus",), ("node-exporter",), deployer="helm"),
    Team("platform", ("ingress-gateway", "cert-renewer", "policy-agent"), (), ("log-shipper",), ("backup",), "helm"),
    Team("kube-system", ("coredns", "metrics-server"), (), ("kube-proxy", "cni-agent"), deployer="helm"),
)
DEPLOYERS = {team.namespace: team.deployer for team in TEAMS}

BAD_ROLLOUT = ("payments", "checkout")
BAD_ROLLOUT_VERSIONS = ("1.4.0", "1.5.0")
BAD_ROLLOUT_OLD_PODS = 18
BAD_ROLLOUT_GOOD_NEW_PODS = 2
BAD_ROLLOUT_AGO = 14 * 60
"""Seconds ago at which the deployment of `checkout` began."""
BAD_ROLLOUT_BY = "kubectl-edit"
"""The field manager that changed its image, past the one that deploys everything else there."""

TROUBLES = (
    Trouble("payments", "checkout", State.CRASH_LOOP, 10),
    Trouble("checkout", "web", State.CRASH_LOOP, 1, scales=False),
    Trouble("legacy", "soap-bridge", State.CRASH_LOOP, 2),
    Trouble("search", "indexer", State.OOM_KILLED, 5),
    Trouble("catalog", "image-resizer", State.IMAGE_PULL_BACK_OFF, 4),
    Trouble("catalog", "thumbnails", State.ERR_IMAGE_PULL, 2),
    Trouble("identity", "sso-gateway", State.CONFIG_ERROR, 3),
    Trouble("data-platform", "spark-executor", State.EVICTED, 6),
    Trouble("data-platform", "nightly-export", State.FAILED, 3),
    Trouble("recommendations", "model-trainer", State.UNSCHEDULABLE, 4),
    Trouble("orders", "orders-api", State.INIT_CRASH, 3),
    Trouble("shipping", "tracker", State.NOT_READY, 4),
    Trouble("shipping", "eta", State.NODE_LOST, 1),
    Trouble("monitoring", "alert-router", State.FLAPPING, 2),
    Trouble("notifications", "mailer", State.STARTING, 2, scales=False),
    Trouble("search", "query", State.TERMINATING, 2),
    Trouble("platform", "backup", State.COMPLETED, 12),
    Trouble("payments", "reconcile", State.COMPLETED, 8),
    Trouble("catalog", "import", State.COMPLETED, 8),
    Trouble("orders", "archive", State.COMPLETED, 8),
    Trouble("data-platform", "compaction", State.COMPLETED, 16),
    Trouble("search", "reindex", State.RUNNING, 1, scales=False),
)

SICK_NODES = (3, 5)
"""The numbers of the nodes that are not ready; nothing healthy stands on them."""
SICK_FOR = 840
"""Seconds for which they have not been ready."""
STRAINED_NODE = 7
"""The number of the node under memory pressure, from which pods are evicted."""
STRAINED_AGO = 1800
CORDONED_NODE = 9
"""The number of the node on which nothing new may be placed; what runs there stays."""
CORDONED_AGO = 5 * 3600
STUCK_NAMESPACE = "sandbox-preview"
"""The namespace that was deleted and waits for a finalizer."""
STUCK_FOR = 3 * 86400

HOSTILE_POD = "monolith-<!channel>-`rm`-&-<@U1>"
"""No real server takes such a name; a client that trusts names to be harmless meets it here."""
HOSTILE_MESSAGE = (
    "<!channel> *bold* `tick` ```fence``` <https://evil.example|runbook> <@U1> & "
    "\u2028 \x07\x1b[31mred\x1b[0m \u202eright to left "
)
"""Repeated to 3,000 characters where it is used."""
