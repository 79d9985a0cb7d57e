"""Situations of rollouts."""

from golden.asked import HOUR, MINUTE, NOW, asks, shown, silent, source

from connectors._kube.records import Unread
from connectors._kube.rollouts.records import ImageChange, Rollout, RolloutList
from connectors._kube.workloads.records import Standing
from processors import rollouts
from processors._summary import Part, Summary

REGISTRY = "registry.example.com"


def stands(state: str, ready: int = 4) -> Standing:
    """Return how the workload of a rollout stands."""
    return Standing(
        kind="Deployment", namespace="payments", name="svc-014", state=state, desired=4, ready=ready, updated=4, pods=4,
        reason="ProgressDeadlineExceeded" if state == "stuck" else "",
    )  # fmt: skip


def rollout(name: str = "svc-014", **fields: object) -> Rollout:
    """Return a rollout of four minutes ago that went well; `fields` replaces any of its fields."""
    usual = {
        "kind": "Deployment", "namespace": "payments", "name": name, "revision": 5, "at": NOW - 4 * MINUTE,
        "changes": (ImageChange("app", f"{REGISTRY}/svc:v1.4.0", f"{REGISTRY}/svc:v1.5.0"),),
        "manager": "argocd-controller", "standing": stands("steady"),
    }  # fmt: skip
    return Rollout(**(usual | fields))


def rolled() -> list[Rollout]:
    """Return rollouts of all kinds, newest first."""
    digest = "@sha256:" + "0123456789abcdef" * 4
    return [
        rollout("web", at=NOW - MINUTE, standing=stands("rolling", 3), manager="kubectl-rollout"),
        rollout(standing=stands("stuck", 1)),
        rollout("cart", at=NOW - 6 * MINUTE, changes=(), standing=stands("short", 3)),
        rollout("auth", at=NOW - 9 * MINUTE, back=True, manager="helm"),
        rollout("db", kind="StatefulSet", at=NOW - HOUR, changes=(
            ImageChange("db", f"{REGISTRY}/db{digest}", f"{REGISTRY}/db:v2"),
            ImageChange("backup", "", f"{REGISTRY}/backup:v1"),
            ImageChange("old", f"{REGISTRY}/old:v1", ""),
        )),
        rollout("new", revision=1, at=NOW - HOUR, first=True, manager="<!here>", changes=(
            ImageChange("a", "", "localhost:5000/new"),
        )),
        rollout(revision=4, at=NOW - 90 * MINUTE, current=False, standing=None, manager=""),
    ]  # fmt: skip


def listed(found: list[Rollout], /, target: str = "prod", **fields: object) -> Part[RolloutList]:
    """Return one target's answer with these rollouts."""
    usual = {"since": NOW - 2 * HOUR, "looked_at": 880, "found": len(found), "rollouts": tuple(found)}
    return Part(target, RolloutList(**(usual | fields)), NOW)


def situations() -> dict[str, Summary]:
    """Return what people see of rollouts in each situation, by the situation's name."""
    unread = (Unread("controllerrevisions", "there is no such API"),)
    several = [listed(rolled()), listed([rollout("web", namespace="shop")], "staging")]
    many = [rollout(f"svc-{n:04d}", at=NOW - n) for n in range(300)]
    return {
        "rollouts_good": shown(rollouts.summary([listed([rollout()])], asks("rollouts"))),
        "rollouts_bad": shown(rollouts.summary([listed(rolled())], asks("rollouts"))),
        "rollouts_none": shown(rollouts.summary([listed([])], asks("rollouts", namespace="shop"))),
        "rollouts_unread": shown(rollouts.summary([listed([], unread=unread)], asks("rollouts"))),
        "rollouts_partial": shown(
            rollouts.summary(several, asks("rollouts", "eu-west", "prod", "staging")), source(), source("staging"), silent()
        ),
        "rollouts_thousands": shown(rollouts.summary([listed(many, found=3000)], asks("rollouts"))),
    }
