"""Kubernetes: how all that lives in a cluster is, what was rolled out, happened and was logged; asked in its cheapest forms.

What the bot needs there are the verbs `list` and `get` on what the commands ask about, all of which `checking.NEEDS` names,
and on namespaces (or their names in the settings).
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from connectors._contract import Connector, Finding, Settings
from connectors._deadline import Deadline
from connectors._events import Observer
from connectors._http import Http
from connectors._kube.api import Api
from connectors._kube.asking import Asking, Reach
from connectors._kube.auth import open_access
from connectors._kube.checking import Checking
from connectors._kube.claims.asking import Claims
from connectors._kube.cluster import Cluster
from connectors._kube.detail import Detailing
from connectors._kube.discovery import Discovery
from connectors._kube.events.asking import Events
from connectors._kube.jobs.asking import Jobs
from connectors._kube.jobs.cron import CronJobs
from connectors._kube.logs.asking import Logs
from connectors._kube.nodes.asking import Nodes
from connectors._kube.questions import INQUIRIES
from connectors._kube.quotas.asking import Quotas
from connectors._kube.records import (
    Condition,
    Container,
    Count,
    Ended,
    Owner,
    Pod,
    PodAnswer,
    PodDetail,
    PodEvent,
    PodList,
    Question,
    Scope,
    Unread,
    Workload,
)
from connectors._kube.rollouts.asking import Rollouts
from connectors._kube.scalers.asking import Scalers
from connectors._kube.spaces.asking import Spaces
from connectors._kube.usage.asking import Usage
from connectors._kube.workloads.asking import Workloads
from connectors._redaction import Pattern, Shapes

__all__ = [
    "CONNECTOR",
    "Condition",
    "Container",
    "Count",
    "Ended",
    "Kubernetes",
    "KubernetesSettings",
    "Owner",
    "Pod",
    "PodAnswer",
    "PodDetail",
    "PodEvent",
    "PodList",
    "Question",
    "Scope",
    "Unread",
    "Workload",
    "open_kubernetes",
]

WIDTH = 8
"""Requests of one question that are under way at once, so that two can be asked at a time; more gain nothing (measured)."""


class KubernetesSettings(Settings, frozen=True):
    """One cluster's settings.

    Attributes:
        kubeconfig: the kubeconfig file; several are separated by `:`.
        context: the context in it; "": its current one.
        in_cluster: use the service account of the pod that the bot runs in, and no kubeconfig.
        namespaces: look at these only, without listing the namespaces; needed where the bot may not list them. Beside these,
            of `default` the events that are about nodes.
        not_ready_after: seconds after which a pod that is not ready, or still starting, counts as failing.
        redact: what else is a secret in logs, besides what looks like one anywhere; see `connectors._redaction.Pattern`.
    """

    kubeconfig: str = "~/.kube/config"
    context: str = ""
    in_cluster: bool = False
    namespaces: tuple[str, ...] = ()
    not_ready_after: float = 300.0
    redact: tuple[Pattern, ...] = ()


class Kubernetes:
    """One cluster.

    Args:
        http: the door to its API server.
        target: its name in the configuration.
        settings: its settings.
        now: returns seconds since 1970.

    Attributes:
        cluster: reads objects of any kind; what the families of questions are made from.
        nodes, workloads, rollouts, events, logs, jobs, cron_jobs, claims, quotas, scalers, usage, spaces: the families of
            questions beside those about pods.
    """

    def __init__(self, http: Http, target: str, settings: KubernetesSettings, now: Callable[[], float] = time.time) -> None:
        self._http, self._api = http, Api(http, target)
        self._target, self._settings, self._now = target, settings, now
        width = min(WIDTH, settings.concurrency)
        self.cluster = Cluster(http, target, settings.namespaces, width, now)
        self.nodes = Nodes(self.cluster, settings.not_ready_after)
        self.workloads = Workloads(self.cluster)
        self.rollouts = Rollouts(self.cluster, self._api)
        self.events = Events(self.cluster)
        self.logs = Logs(self.cluster, Shapes(settings.redact))
        served = Discovery(http, target)
        self.jobs, self.cron_jobs = Jobs(self.cluster), CronJobs(self.cluster, served)
        self.claims, self.quotas = Claims(self.cluster), Quotas(self.cluster)
        self.scalers, self.usage = Scalers(self.cluster, served), Usage(self.cluster, served)
        self.spaces = Spaces(self.cluster, self._api)

    @property
    def target(self) -> str:
        """The target's name in the configuration."""
        return self._target

    @property
    def breaker(self) -> str:
        """`closed`, `open` or `half-open`."""
        return self._http.breaker

    async def ping(self, deadline: Deadline) -> str:
        """Return e.g. `Kubernetes v1.20.2`.

        Raises:
            UpstreamError: it did not answer, or does not accept who we are.
        """
        return f"Kubernetes {await self._api.version(deadline)}"

    async def check(self, deadline: Deadline) -> Sequence[Finding]:
        """Look closely, for `srehub check`: does it answer, does it accept us, may we read what the commands need?

        Returns:
            one finding for each thing looked at. It raises nothing: what fails is a finding, with the rule that is missing.
        """
        return await Checking(self._api, self._settings.namespaces, deadline).findings()

    async def namespaces(self, deadline: Deadline) -> tuple[str, ...]:
        """Return the names of the namespaces that are looked into: those of the settings, else all.

        Raises:
            Forbidden: the bot may not list them, and the settings name none.
            UpstreamError: see `connectors._errors`.
        """
        return self._settings.namespaces or await self._api.namespaces(deadline)

    async def pods(self, scope: Scope, question: Question, *, deadline: Deadline, most: int | None = None) -> PodList:
        """Return the pods in the scope that answer the question.

        Args:
            scope: where to look.
            question: `failed`, `pending`, `restarting` (crash-looping, or within the last hour) or `all`.
            deadline: by when.
            most: list up to so many pods; None: 5,000, and for `all` 1,000 of those that are well.

        Raises:
            Forbidden: the bot may look nowhere there; or not list the namespaces, and the settings name none.
            Missing: there is no such namespace.
            Invalid: the server does not understand the selector.
            UpstreamError: anything else; see `connectors._errors`. A namespace that the bot may not look into, or that
                vanishes meanwhile, is no error while others can be looked at: it is in `PodList.unread`.
        """
        inquiry = INQUIRIES[question](self._now(), self._settings.not_ready_after)
        if most is not None:
            inquiry.widen(most)
        reach = Reach(self._settings.namespaces, self.cluster.width)
        return await Asking(self._api, scope, inquiry, reach, deadline).answer()

    async def pod(self, namespace: str, name: str, *, deadline: Deadline) -> PodAnswer:
        """Return one pod in detail, or those of this name if there are several.

        Args:
            namespace: its namespace; "" to look for it in all of them.
            name: its name.
            deadline: by when.

        Raises:
            Missing: there is none.
            UpstreamError: see `connectors._errors`.
        """
        return await Detailing(self._api, self._settings.namespaces, self._now(), deadline).answer(namespace, name)


@asynccontextmanager
async def open_kubernetes(
    target: str, settings: KubernetesSettings, observe: Observer, now: Callable[[], float] = time.time
) -> AsyncIterator[Kubernetes]:
    """Open one cluster. No request is made and no file is read before the first question."""
    async with (
        open_access(target, settings) as access,
        Http(
            "kubernetes",
            target,
            access.locate,
            settings,
            observe,
            authorize=access.authorize,
            refresh=access.refresh,
        ) as http,
    ):
        yield Kubernetes(http, target, settings, now)


CONNECTOR = Connector("kubernetes", KubernetesSettings, Kubernetes, open_kubernetes)
