"""The Kubernetes API's own JSON, reduced to the fields that are used: decoding skips the rest.

Names and meanings: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ and, for tables,
https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables. Every field has a default, as
the server leaves out what is empty; where it writes `null` instead, the type says so.
"""

from __future__ import annotations

from datetime import datetime

import msgspec


class _Json(msgspec.Struct, frozen=True, rename="camel", gc=False):
    pass


class OwnerReference(_Json, frozen=True):
    """Who created an object; the one with `controller` looks after it."""

    kind: str = ""
    name: str = ""
    controller: bool | None = None
    api_version: str = ""


class Labels(msgspec.Struct, frozen=True, gc=False):
    """The labels that tell a pod's workload; see https://kubernetes.io/docs/reference/labels-annotations-taints/."""

    pod_template_hash: str = msgspec.field(name="pod-template-hash", default="")
    rollouts_hash: str = msgspec.field(name="rollouts-pod-template-hash", default="")


class Annotations(msgspec.Struct, frozen=True, gc=False):
    """The annotations that are used; see the same page."""

    default_container: str = msgspec.field(name="kubectl.kubernetes.io/default-container", default="")


class Meta(_Json, frozen=True):
    """An object's metadata."""

    name: str = ""
    namespace: str = ""
    uid: str = ""
    creation_timestamp: datetime | None = None
    deletion_timestamp: datetime | None = None
    labels: Labels | None = None
    annotations: Annotations | None = None
    owner_references: tuple[OwnerReference, ...] | None = None


class Waiting(_Json, frozen=True):
    """A container that does not run yet."""

    reason: str = ""
    message: str = ""


class Running(_Json, frozen=True):
    """A container that runs."""

    started_at: datetime | None = None


class Terminated(_Json, frozen=True):
    """A container's run that has ended."""

    exit_code: int = 0
    signal: int = 0
    reason: str = ""
    message: str = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None


class State(_Json, frozen=True):
    """Exactly one is set; none means waiting."""

    waiting: Waiting | None = None
    running: Running | None = None
    terminated: Terminated | None = None


class ContainerStatus(_Json, frozen=True):
    """What the kubelet says of one container."""

    name: str = ""
    image: str = ""
    ready: bool = False
    started: bool | None = None
    restart_count: int = 0
    state: State = State()
    last_state: State = State()


class ContainerSpec(_Json, frozen=True):
    """What was asked for. An init container with `restart_policy` Always is a sidecar that keeps running."""

    name: str = ""
    image: str = ""
    restart_policy: str = ""


class PodSpec(_Json, frozen=True):
    """What was asked for."""

    node_name: str = ""
    service_account_name: str = ""
    containers: tuple[ContainerSpec, ...] | None = None
    init_containers: tuple[ContainerSpec, ...] | None = None


class PodCondition(_Json, frozen=True):
    """`Ready`, `PodScheduled`, … with the status `True`, `False` or `Unknown`."""

    type: str = ""
    status: str = ""
    reason: str = ""
    message: str = ""
    last_transition_time: datetime | None = None


class PodStatus(_Json, frozen=True):
    """What is."""

    phase: str = ""
    reason: str = ""
    message: str = ""
    pod_ip: str = msgspec.field(name="podIP", default="")
    start_time: datetime | None = None
    conditions: tuple[PodCondition, ...] | None = None
    container_statuses: tuple[ContainerStatus, ...] | None = None
    init_container_statuses: tuple[ContainerStatus, ...] | None = None


class PodObject(_Json, frozen=True):
    """One pod."""

    metadata: Meta = Meta()
    spec: PodSpec = PodSpec()
    status: PodStatus = PodStatus()

    def condition(self, kind: str) -> PodCondition | None:
        """Return the condition of this type, if the server tells it."""
        return next((c for c in self.status.conditions or () if c.type == kind), None)


class ListMeta(msgspec.Struct, frozen=True, gc=False):
    """A list's metadata; `next` is the token of the next page, "" at the end."""

    next: str = msgspec.field(name="continue", default="")


class Partial(_Json, frozen=True):
    """An object of which only the metadata is told (`PartialObjectMetadata`)."""

    metadata: Meta = Meta()


Cell = str | int | float | bool | None
"""What a cell of a table may be."""


class TableRow(_Json, frozen=True):
    """One row: its cells in the columns' order; the object with `includeObject=Metadata` only."""

    cells: list[Cell] = []
    object: Partial | None = None


class Column(_Json, frozen=True):
    """One column's heading, e.g. `Restarts`."""

    name: str = ""


class PodDocument(_Json, frozen=True):
    """A list of pods, in whichever form the server gave it: `rows` of a `Table`, or `items` of a `PodList`."""

    kind: str = ""
    metadata: ListMeta = ListMeta()
    column_definitions: tuple[Column, ...] = ()
    rows: tuple[TableRow, ...] | None = ()
    items: tuple[PodObject, ...] | None = ()


class NameDocument(_Json, frozen=True):
    """A list of any objects, of which only the names matter."""

    metadata: ListMeta = ListMeta()
    column_definitions: tuple[Column, ...] = ()
    rows: tuple[TableRow, ...] | None = ()
    items: tuple[Partial, ...] | None = ()


class EventSource(_Json, frozen=True):
    """Who reported it."""

    component: str = ""


class EventSeries(_Json, frozen=True):
    """How often the same happened, for events of the newer API."""

    count: int = 0
    last_observed_time: datetime | None = None


class EventObject(_Json, frozen=True):
    """One event; which of the times is set depends on which API it was written through."""

    type: str = ""
    reason: str = ""
    message: str = ""
    count: int | None = None
    first_timestamp: datetime | None = None
    last_timestamp: datetime | None = None
    event_time: datetime | None = None
    series: EventSeries | None = None
    source: EventSource = EventSource()
    reporting_component: str = ""


class EventDocument(_Json, frozen=True):
    """A list of events."""

    metadata: ListMeta = ListMeta()
    items: tuple[EventObject, ...] | None = ()


class Version(_Json, frozen=True):
    """The answer of `/version`."""

    git_version: str = ""


POD = msgspec.json.Decoder(PodObject)
PODS = msgspec.json.Decoder(PodDocument)
NAMES = msgspec.json.Decoder(NameDocument)
EVENTS = msgspec.json.Decoder(EventDocument)
PARTIAL = msgspec.json.Decoder(Partial)
VERSION = msgspec.json.Decoder(Version)


def seconds(moment: datetime | None) -> float | None:
    """Return a moment as seconds since 1970."""
    return moment.timestamp() if moment else None
