"""Situations of workloads."""

from golden.asked import HOUR, MINUTE, NOW, asks, shown, silent, source
from golden.scenes_events import backed_off, happened
from golden.scenes_rollouts import rolled

from connectors._kube.records import Count, Owner, Pod, PodList, Unread, Workload
from connectors._kube.workloads.records import Image, Named, Standing, WorkloadList, WorkloadQuestion
from handlers._asks import LineAsks
from handlers._contract import Invocation
from processors import workload, workloads
from processors._digest import PodDigest, condense
from processors._piece import Piece
from processors._summary import Part, Summary
from processors.workload import WorkloadReport


def standing(name: str = "svc-014", **fields: object) -> Standing:
    """Return a Deployment that is well; `fields` replaces any of its fields."""
    usual = {
        "kind": "Deployment", "namespace": "payments", "name": name, "state": "steady", "desired": 43, "ready": 43,
        "updated": 43, "pods": 43, "created": NOW - 90 * HOUR, "revision": "5",
    }  # fmt: skip
    return Standing(**(usual | fields))


def stuck(**fields: object) -> Standing:
    """Return one whose rollout does not go on; what is said of it is hostile."""
    usual = {
        "state": "stuck", "ready": 11, "updated": 32, "reason": "ProgressDeadlineExceeded",
        "message": 'ReplicaSet "svc-014-7b6ef5dfc" has timed out progressing. <!channel>', "since": NOW - 4 * MINUTE,
    }  # fmt: skip
    return standing(**(usual | fields))


def every_state() -> list[Standing]:
    """Return workloads in all the states that there are, worst first."""
    return [
        stuck(),
        stuck(name="web", namespace="shop", reason="FailedCreate", message="exceeded quota: compute", ready=0, desired=4),
        standing("auth", state="unseen", message="generation 7 is asked for, 6 was seen"),
        standing("db", kind="StatefulSet", state="rolling", desired=3, ready=2, updated=2, pods=3),
        standing("agent", kind="DaemonSet", namespace="infra", state="short", desired=60, ready=58, updated=60, pods=60),
        standing("cart", state="short", ready=42, since=NOW - 9 * MINUTE),
        standing("api", state="rolling", pods=45),
        standing("report", state="paused"),
        standing("migrate", state="stopped", desired=0, ready=0, updated=0, pods=0),
        standing("search"),
    ]


def listed(
    found: list[Standing], /, question: WorkloadQuestion = "unhealthy", target: str = "prod", **fields: object
) -> Part[WorkloadList]:
    """Return one target's answer with these workloads."""
    states = [Count(word, sum(one.state == word for one in found)) for word in dict.fromkeys(one.state for one in found)]
    usual = {
        "question": question,
        "looked_at": 440,
        "found": len(found),
        "states": tuple(states),
        "workloads": tuple(found),
    }
    return Part(target, WorkloadList(**(usual | fields)), NOW)


def failing_pods() -> PodDigest:
    """Return the pods of that Deployment that fail."""
    pods = tuple(
        Pod(
            namespace="payments", name=f"svc-014-7b6ef5dfc-{n:05d}", owner_kind="Deployment", owner="svc-014",
            status="CrashLoopBackOff", reason="CrashLoopBackOff", since=NOW - 4 * MINUTE, exit_code=1,
            message="ValueError: boom",
        )
        for n in range(32)
    )  # fmt: skip
    owner = Workload("payments", "Deployment", "svc-014", 32, 43)
    reasons = (Count("CrashLoopBackOff", 32),)
    return condense(
        PodList(question="failed", looked_at=43, namespaces=1, found=32, pods=pods, reasons=reasons, workloads=(owner,))
    )


def report(one: Standing, **pieces: object) -> Part[WorkloadReport]:
    """Return a workload in detail."""
    named = Named(
        standing=one,
        images=(Image("app", "registry.example.com/svc:v1.5.0"), Image("sidecar", "registry.example.com/sidecar:v3")),
        selector="app=svc-014",
        owner=Owner("Application", "payments"),
    )
    return Part("prod", WorkloadReport(named=named, **pieces), NOW)


def situations() -> dict[str, Summary]:
    """Return what people see of workloads in each situation, by the situation's name."""
    unread = (Unread("daemonsets", "the bot may not list daemonsets"), Unread("vault", "the bot may not look there"))
    unhealthy = [one for one in every_state() if one.unhealthy]
    many = [standing(f"svc-{n:04d}", namespace=f"team-{n % 20:02d}", state="short", ready=41) for n in range(300)]
    one = LineAsks(Invocation("workload", ("deployment/svc-014",), (("namespace", "payments"),), ("prod",)))
    whole = report(
        stuck(),
        pods=Piece(failing_pods()),
        rollouts=Piece(tuple(rolled())),
        events=Piece(happened([backed_off()], "all")),
    )
    nothing = Piece(None, "timed out after 5 s")
    fine = report(standing(), pods=nothing, rollouts=nothing, events=nothing)
    several = Part("prod", WorkloadReport(candidates=(stuck(), standing(namespace="shop", kind="StatefulSet"))), NOW)
    return {
        "workloads_healthy": shown(workloads.summary([listed([])], asks("workloads unhealthy"))),
        "workloads_one": shown(workloads.summary([listed([stuck()])], asks("workloads unhealthy"))),
        "workloads_unhealthy": shown(workloads.summary([listed(unhealthy)], asks("workloads unhealthy"))),
        "workloads_all": shown(workloads.summary([listed(every_state(), "all", looked_at=10)], asks("workloads"))),
        "workloads_none": shown(workloads.summary([listed([], looked_at=0)], asks("workloads", namespace="shop"))),
        "workloads_unread": shown(workloads.summary([listed([], unread=unread)], asks("workloads unhealthy"))),
        "workloads_partial": shown(
            workloads.summary(
                [listed(unhealthy), listed([stuck(name="web")], target="staging")],
                asks("workloads unhealthy", "eu-west", "prod", "staging"),
            ),
            source(), source("staging"), silent(),
        ),
        "workloads_thousands": shown(
            workloads.summary([listed(many, found=3000, looked_at=12_000)], asks("workloads unhealthy"))
        ),
        "workload_stuck": shown(workload.summary("deployment/svc-014", [whole], one)),
        "workload_fine": shown(workload.summary("deployment/svc-014", [fine], one)),
        "workload_which": shown(workload.summary("svc-014", [several], one)),
    }  # fmt: skip
