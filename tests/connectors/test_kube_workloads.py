"""How a workload stands, as the server tells it."""

from typing import Any

import msgspec
import pytest

from connectors._kube.workloads.labels import written
from connectors._kube.workloads.objects import Selector, WorkloadObject
from connectors._kube.workloads.records import Standing
from connectors._kube.workloads.rollout import badness, standing


def deployment(desired: int = 4, updated: int = 4, ready: int = 4, pods: int = 4, **parts: Any) -> Standing:
    """Return how a Deployment with these numbers stands; `parts` go into its spec, its status or the metadata."""
    status = {"replicas": pods, "readyReplicas": ready, "updatedReplicas": updated, "observedGeneration": 1}
    shape = {
        "metadata": {"name": "web", "namespace": "shop", "generation": 1} | parts.get("metadata", {}),
        "spec": {"replicas": desired} | parts.get("spec", {}),
        "status": status | parts.get("status", {}),
    }
    return standing(parts.get("kind", "Deployment"), msgspec.convert(shape, WorkloadObject))


def conditions(*several: tuple[str, str, str]) -> dict[str, Any]:
    """Return a status with these conditions (type, status, reason)."""
    told = [
        {"type": kind, "status": status, "reason": reason, "message": f"{reason} it is",
         "lastTransitionTime": "2026-01-05T00:00:00Z", "lastUpdateTime": "2026-01-05T00:00:00Z"}
        for kind, status, reason in several
    ]  # fmt: skip
    return {"status": {"conditions": told}}


PROGRESSED = ("Progressing", "True", "NewReplicaSetAvailable")


def test_what_is_as_it_was_asked_for_is_steady() -> None:
    """Most are, and need no word."""
    one = deployment(**conditions(PROGRESSED))
    assert (one.state, one.unhealthy) == ("steady", False)


def test_pods_that_are_missing_after_the_rollout_are_missing_not_rolled_out() -> None:
    """A rollout that was done days ago does not go on because a pod crashes."""
    one = deployment(ready=3, **conditions(PROGRESSED, ("Available", "False", "MinimumReplicasUnavailable")))
    assert (one.state, one.unhealthy) == ("short", True)
    assert one.since


@pytest.mark.parametrize(("updated", "pods", "ready"), [(2, 4, 4), (4, 6, 4), (4, 4, 2)])
def test_a_rollout_goes_on_until_the_new_pods_are_ready_and_the_old_ones_gone(updated: int, pods: int, ready: int) -> None:
    """As `kubectl rollout status` waits."""
    one = deployment(updated=updated, pods=pods, ready=ready, **conditions(("Progressing", "True", "ReplicaSetUpdated")))
    assert one.state == "rolling"
    assert one.unhealthy == (ready < 4)


def test_a_rollout_that_timed_out_is_stuck_since_then() -> None:
    """It is unhealthy though all old pods are ready: nobody gets the new version."""
    one = deployment(updated=1, **conditions(("Progressing", "False", "ProgressDeadlineExceeded")))
    assert (one.state, one.reason, one.unhealthy) == ("stuck", "ProgressDeadlineExceeded", True)
    assert one.message == "ProgressDeadlineExceeded it is"
    assert one.since


def test_pods_that_cannot_be_made_are_why_it_is_stuck() -> None:
    """A quota or a webhook says so here, ten minutes before the deadline does."""
    one = deployment(ready=2, **conditions(("ReplicaFailure", "True", "FailedCreate"), ("Progressing", "True", "x")))
    assert (one.state, one.reason) == ("stuck", "FailedCreate")


def test_what_somebody_has_paused_or_scaled_to_nothing_is_not_unhealthy() -> None:
    """It is as somebody wants it."""
    assert deployment(updated=1, spec={"paused": True}).state == "paused"
    nothing = deployment(0, 0, 0, 0)
    assert (nothing.state, nothing.unhealthy) == ("stopped", False)


def test_what_its_controller_has_not_seen_is_not_known() -> None:
    """The numbers are those of the wish before; if it lasts, the controllers are down."""
    one = deployment(metadata={"generation": 7})
    assert (one.state, one.unhealthy) == ("unseen", True)
    assert "7" in one.message


def test_replicas_that_are_not_given_are_one() -> None:
    """The server's own default, which an old object may lack."""
    assert deployment(spec={"replicas": None}, status={"replicas": 1, "readyReplicas": 1, "updatedReplicas": 1}).desired == 1


def stateful(updated: int, ready: int, **strategy: Any) -> Standing:
    """Return how a StatefulSet of three stands that is between two revisions."""
    status = {"currentRevision": "db-1", "updateRevision": "db-2"}
    return deployment(3, updated, ready, 3, kind="StatefulSet", spec={"updateStrategy": strategy}, status=status)


def test_a_stateful_set_rolls_out_down_to_its_partition() -> None:
    """A partition is how a canary is held where it is; it is not stuck there."""
    assert stateful(1, 3, type="RollingUpdate").state == "rolling"
    held = stateful(1, 3, type="RollingUpdate", rollingUpdate={"partition": 2})
    assert (held.state, held.unhealthy) == ("steady", False)


def test_what_is_updated_on_deletion_only_does_not_roll_out() -> None:
    """Its pods stay old until somebody deletes them."""
    assert stateful(0, 3, type="OnDelete").state == "steady"
    assert stateful(0, 2, type="OnDelete").state == "short"


def test_a_daemon_set_has_its_own_names_for_the_numbers() -> None:
    """Wanted on so many nodes, not so many replicas."""
    status = {"desiredNumberScheduled": 60, "currentNumberScheduled": 60, "numberReady": 58, "updatedNumberScheduled": 60}
    one = deployment(kind="DaemonSet", spec={"replicas": None}, status=status)
    assert (one.desired, one.ready, one.state) == (60, 58, "short")
    assert deployment(kind="DaemonSet", status=status | {"updatedNumberScheduled": 10}).state == "rolling"
    assert deployment(0, 0, 0, 0, kind="DaemonSet").state == "stopped"


def test_the_worst_comes_first() -> None:
    """Stuck, then not looked at, then nothing ready, then most lacking."""
    stuck = deployment(updated=1, **conditions(("Progressing", "False", "ProgressDeadlineExceeded")))
    unseen, none, one = deployment(metadata={"generation": 7}), deployment(ready=0), deployment(ready=3)
    assert sorted([one, none, unseen, stuck, deployment()], key=badness) == [stuck, unseen, none, one, deployment()]


def test_a_selector_is_written_as_the_server_reads_it() -> None:
    """Its pods are asked for by it."""
    shape = {
        "matchLabels": {"app": "web"},
        "matchExpressions": [
            {"key": "tier", "operator": "In", "values": ["b", "a"]},
            {"key": "canary", "operator": "DoesNotExist"},
            {"key": "zone", "operator": "NotIn", "values": ["z"]},
            {"key": "team", "operator": "Exists"},
        ],
    }
    assert written(msgspec.convert(shape, Selector)) == "!canary,app=web,team,tier in (a,b),zone notin (z)"
    assert written(Selector()) == ""
