"""Situations that the golden files show: records as the connector returns them, at a fixed moment."""

from collections import Counter

from golden import (
    scenes_alarms,
    scenes_capacity,
    scenes_digest_plans,
    scenes_digests,
    scenes_events,
    scenes_here,
    scenes_jobs,
    scenes_logs,
    scenes_monitoring,
    scenes_nodes,
    scenes_rollouts,
    scenes_status,
    scenes_subscriptions,
    scenes_talk,
    scenes_workloads,
)
from golden.asked import MINUTE, NOW, asks, source

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
    Unread,
    Workload,
)
from handlers._asks import LineAsks
from handlers._contract import Invocation
from processors import ping, pod, pods, watch
from processors._digest import PodDigest, condense
from processors._file_controls import with_files
from processors._frame import frame, unanswered, usage
from processors._health import BotHealth, TargetHealth
from processors._summary import Part, Source, Summary
from processors.help import Entry, Help
from processors.help import summary as explain
from processors.watch import Watched


def failing(number: int, workload: str = "svc-014", namespace: str = "payments", **fields: object) -> list[Pod]:
    """Return so many crash-looping pods of one Deployment, newest trouble first; `fields` replaces any of their fields."""
    usual = {
        "owner_kind": "Deployment",
        "owner": workload,
        "status": "CrashLoopBackOff",
        "reason": "CrashLoopBackOff",
        "ready": "1/2",
        "created": NOW - 9000,
        "exit_code": 1,
        "container": "app",
        "node": "node-007",
        "image": "registry.example.com/app:v1.5.0",
        "message": "back-off 5m0s restarting failed container",
    }
    return [
        Pod(
            **(
                {"namespace": namespace, "name": f"{workload}-7b6ef5dfc-{i:05d}"}
                | {"restarts": 5 + i, "since": NOW - MINUTE * (4 + i)}
                | usual
                | fields
            )
        )
        for i in range(number)
    ]


def pod_list(found: list[Pod], /, question: Question = "failed", **fields: object) -> PodList:
    """Return the connector's answer that has these pods, its counts in agreement with them."""
    words = Counter(one.reason or one.status for one in found)
    reasons = [Count(word, number) for word, number in words.most_common()]
    owners = Counter((one.namespace, one.owner_kind, one.owner) for one in found if one.owner)
    workloads = tuple(Workload(*owner, number, number + 11) for owner, number in owners.most_common())
    usual = {"looked_at": 20_000, "namespaces": 22, "found": len(found), "reasons": tuple(reasons), "workloads": workloads}
    return PodList(question=question, pods=tuple(found), **(usual | fields))


def part(found: list[Pod], /, target: str = "prod", question: Question = "failed", **fields: object) -> Part[PodDigest]:
    """Return one target's part of an answer, true at NOW."""
    return Part(target, condense(pod_list(found, question, **fields)), NOW)


def incident() -> list[Pod]:
    """Return an afternoon's failures: a bad rollout, and what always lies about in a cluster of this size."""
    return [
        *failing(32),
        *failing(3, "web", "shop", status="Error", reason="OOMKilled", exit_code=137, message=""),
        *failing(2, "search", "search", reason="ImagePullBackOff", exit_code=None, message="manifest for app:v9 not found"),
        *failing(40, "report", "batch", reason="Evicted", exit_code=None, message="The node was low on resource: memory."),
        *failing(
            1,
            "migrate",
            "ops",
            owner_kind="",
            owner="",
            reason="Unschedulable",
            exit_code=None,
            message="0/60 nodes are available: 60 Insufficient memory.",
        ),
        *failing(2, "api", "shop", reason="NotReady", exit_code=None, message=""),
        *failing(1, "cart", "shop", reason="Init:CrashLoopBackOff", exit_code=2, message="ValueError: <!channel> `boom`"),
        *failing(1, "auth", "shop", reason="CreateContainerConfigError", exit_code=None, message='secret "auth" not found'),
    ]


def thousands() -> list[Pod]:
    """Return 5,000 failing pods of 1,000 workloads."""
    return [one for i in range(1000) for one in failing(5, f"svc-{i:04d}", f"team-{i % 20:02d}")]


def unread() -> dict[str, object]:
    """Return the fields of an answer of which two namespaces are missing."""
    missing = (Unread("vault", "the bot may not list pods there"), Unread("audit", "the bot may not list pods there"))
    return {"unread": missing}


def as_file(summary: Summary, line: str = "pods failed @prod") -> Summary:
    """Return the answer to `pods failed` as people see it: a long list can be had as a file."""
    return with_files(summary, f"{line} --file csv", f"{line} --file text")


def situations() -> dict[str, Summary]:
    """Return what people see in each situation, by the situation's name."""
    away = source(origin="kept", at=NOW - 4 * MINUTE, took=None, trouble="connection refused", retry_after=30.0)
    silent = source("eu-west", at=None, took=None, trouble="timed out after 5 s", retry_after=30.0, kind="TimedOut")
    refused = source(at=None, took=None, trouble="the bot may not list pods in payments (403)", kind="Forbidden")
    several = [part(incident()), part(failing(3, "cart", "shop"), "staging")]
    one = LineAsks(Invocation("pod", ("web-0",), (), ("prod",)))
    everywhere = asks("pods failed", "eu-west", "prod", "staging")
    return {
        **scenes_digest_plans.situations(),
        **scenes_digests.situations(),
        **scenes_nodes.situations(),
        **scenes_workloads.situations(),
        **scenes_rollouts.situations(),
        **scenes_events.situations(),
        **scenes_status.situations(),
        **scenes_subscriptions.situations(),
        **scenes_here.situations(),
        **scenes_talk.situations(),
        **scenes_logs.situations(),
        **scenes_jobs.situations(),
        **scenes_capacity.situations(),
        "healthy": frame(pods.summary([part([])], asks()), [source(origin="cache", at=NOW - 12, took=None)]),
        "one_failure": frame(pods.summary([part(failing(1))], asks()), [source()]),
        "incident": frame(pods.summary([part(incident())], asks()), [source(shared=3)]),
        "thousands": frame(as_file(pods.summary([part(thousands())], asks())), [source()]),
        "some_unread": frame(pods.summary([part([], **unread())], asks()), [source()], ["cache away"]),
        "nothing_there": frame(
            pods.summary([part([], looked_at=0, namespaces=1)], asks("pods failed", namespace="shop", selector="app=web")),
            [source()],
        ),
        "several_targets": frame(
            pods.summary(several, asks("pods failed", "prod", "staging")), [source(), source("staging", took=0.44)]
        ),
        "partial_failure": frame(pods.summary(several, everywhere), [source(), source("staging", took=0.44), silent]),
        "thirty_targets": frame(
            as_file(pods.summary(thirty()[0], asks("pods failed", "all")), "pods failed @all"), thirty()[1]
        ),
        "none_of_thirty": unanswered(
            [source(f"cluster-{i:02d}", at=None, trouble="connection refused", kind="Unreachable") for i in range(30)],
            "pods failed @all",
        ),
        "kept": frame(pods.summary([part(incident())], asks()), [away]),
        "kept_in_part": frame(pods.summary(several, asks("pods failed", "prod", "staging")), [away, source("staging")]),
        "refused": unanswered([refused], "pods failed @prod"),
        "none_answered": unanswered([refused, silent], "pods failed @all"),
        "usage": usage("“pods faild” is not a command.", ["pods failed", "pods pending", "help"]),
        "pending": frame(pods.summary([part(waiting(), question="pending")], asks("pods pending")), [source()]),
        "restarting": frame(
            pods.summary([part(failing(4), question="restarting", unsure=7)], asks("pods restarting")), [source()]
        ),
        "few_pods": frame(pods.summary([part(failing(3), question="all")], asks("pods", namespace="payments")), [source()]),
        "one_pod": frame(pod.summary("web-0", [Part("prod", PodAnswer(one_pod()), NOW)], one), [source()]),
        "which_pod": frame(pod.summary("web-0", [Part("prod", PodAnswer(None, tuple(same_name())), NOW)], one), [source()]),
        "watched": watch.running(changing(), "watch stop 7f3a2b"),
        "watched_in_vain": watch.running(
            watch.silent(changing(), unanswered([silent], "pods failed @prod"), NOW), "watch stop 7f3a2b"
        ),
        "watch_over": watch.over(changing(), NOW + 5 * MINUTE),
        "watch_stopped": watch.over(changing(), NOW + MINUTE, stopped_by="U0BEN"),
        "ping": frame(ping.summary(health(), "ping"), []),
        "help": frame(explain(Help(entries())), []),
        "help_command": frame(explain(Help(entries()[:1], whole=True)), []),
        **scenes_monitoring.situations(),
        **scenes_alarms.situations(),
    }


def changing() -> Watched:
    """Return a watch that has seen one workload get worse, one get well and one begin to fail."""
    earlier = frame(pods.summary([part(incident())], asks()), [source()])
    kept = [one for one in incident() if one.owner not in ("web", "svc-014")]
    now = [*kept, *failing(38), *failing(2, "mailer", "shop")]
    return watch.after(
        Watched(now=earlier, until=NOW + 5 * MINUTE), frame(pods.summary([part(now)], asks()), [source()]), NOW
    )


def entries() -> tuple[Entry, ...]:
    """Return two commands to explain."""
    pods = Entry(
        name="pods failed",
        usage="pods failed [-n NAMESPACE] [@target]",
        help="pods that fail, and why",
        takes=(("-n, --namespace NAMESPACE", "only in this namespace"),),
        aliases=("failed",),
        example="pods failed -n payments @prod",
        alone=True,
        targets=True,
    )
    return pods, Entry(
        name="pod", usage="pod NAME", help="one pod", takes=(), aliases=(), example="", alone=False, targets=True
    )


def thirty() -> tuple[list[Part[PodDigest]], list[Source]]:
    """Return the parts of 25 of 30 clusters, and how all of them are: three hang, two refuse."""
    names = [f"cluster-{i:02d}" for i in range(30)]
    late = dict.fromkeys(names[3:6], ("timed out after 5 s", "TimedOut"))
    refusing = dict.fromkeys(names[10:12], ("connection refused", "Unreachable"))
    away = late | refusing
    parts = [part(failing(1 + i % 7), name) for i, name in enumerate(names) if name not in away]
    sources = [
        source(name, at=None, took=None, trouble=away[name][0], kind=away[name][1], retry_after=30.0)
        if name in away
        else source(name, took=0.2 + i / 50)
        for i, name in enumerate(names)
    ]
    return parts, sources


def waiting() -> list[Pod]:
    """Return pods that wait for a node."""
    words = "0/60 nodes are available: 60 Insufficient memory."
    return failing(
        3, "web", "shop", status="Pending", reason="Unschedulable", exit_code=None, message=words, node="", ready="0/1"
    )


def same_name() -> list[Pod]:
    """Return pods of one name in several namespaces."""
    return [Pod(namespace=f"team-{i}", name="web-0", status="Running", ready="1/1", restarts=i) for i in range(3)]


def one_pod() -> PodDetail:
    """Return a pod that crash-loops, and what it says is hostile."""
    ended = Ended("Error", 1, 0, "", NOW - 400, NOW - 300)
    app = Container(
        name="app",
        init=False,
        image="registry.example.com/app:v1.5.0",
        ready=False,
        restarts=66,
        state="waiting",
        reason="CrashLoopBackOff",
        message="back-off 5m0s",
        since=None,
        exit_code=None,
        last=ended,
    )
    side = Container(
        name="sidecar",
        init=False,
        image="registry.example.com/sidecar:v3",
        ready=True,
        restarts=0,
        state="running",
        reason="",
        message="",
        since=NOW - 9000,
        exit_code=None,
        last=None,
    )
    said = (
        'Traceback (most recent call last):\n  File "app.py", line 3\nValueError: <!channel> \x1b[31m```boom```\x1b[0m '
        + "x" * 60
    )
    return PodDetail(
        pod=failing(1, "web", "shop", message=said)[0],
        phase="Running",
        address="10.2.1.160",
        service_account="web",
        containers=(app, side),
        conditions=(Condition("Ready", "False", "ContainersNotReady", "", NOW - 240),),
        owners=(Owner("ReplicaSet", "web-7b6ef5dfc"), Owner("Deployment", "web")),
        events=(PodEvent("Warning", "BackOff", "Back-off restarting failed container", 30, NOW - 60, "kubelet"),),
    )


def health() -> BotHealth:
    """Return a bot that is well but for one target."""
    well = TargetHealth("kubernetes", "prod", well=True, said="Kubernetes v1.20.2", seconds=0.012, breaker="closed")
    unwell = TargetHealth("kubernetes", "eu-west", well=False, said="connection refused", seconds=0.001, breaker="open")
    return BotHealth("0.1.0", 7300.0, 2, "Redis, 0.4 ms", cache_well=True, targets=(well, unwell))
