"""Which rollouts there were, as the templates that are left tell."""

from typing import Any

import msgspec
import pytest

from connectors._kube.rollouts.history import Key, by_workload, rollouts
from connectors._kube.rollouts.managers import manager_of
from connectors._kube.rollouts.objects import RevisionObject
from connectors._kube.rollouts.records import ImageChange, Rollout
from connectors._kube.workloads.objects import WorkloadObject

WEB = Key("Deployment", "shop", "web")
DAY = 1_767_571_200.0  # 2026-01-05 00:00:00 UTC


def template(**images: str) -> dict[str, Any]:
    """Return a template with these containers."""
    return {"spec": {"containers": [{"name": name, "image": image} for name, image in images.items()]}}


def replica_set(number: int, hour: int, **images: str) -> RevisionObject:
    """Return a ReplicaSet of the Deployment `web` that was made at this hour."""
    owner = {"kind": "Deployment", "name": "web", "controller": True}
    meta = {
        "name": f"web-{number}", "namespace": "shop", "creationTimestamp": f"2026-01-05T{hour:02d}:00:00Z",
        "annotations": {"deployment.kubernetes.io/revision": str(number)}, "ownerReferences": [owner],
    }  # fmt: skip
    return msgspec.convert({"metadata": meta, "spec": {"template": template(**images)}}, RevisionObject)


def deployment(*managers: tuple[str, str], progressed: str = "2026-01-05T10:01:00Z", **entry: str) -> WorkloadObject:
    """Return the Deployment `web`, as these managers left it at these times."""
    fields = [{"manager": name, "operation": "Update", "time": at} | entry for name, at in managers]
    progress = {"type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable", "lastUpdateTime": progressed}
    meta = {"name": "web", "namespace": "shop", "managedFields": fields}
    status = {"replicas": 1, "readyReplicas": 1, "updatedReplicas": 1, "conditions": [progress]}
    return msgspec.convert({"metadata": meta, "spec": {"replicas": 1}, "status": status}, WorkloadObject)


def told(*sets: RevisionObject, since: float = DAY, workload: WorkloadObject | None = None) -> list[Rollout]:
    """Return the rollouts that these ReplicaSets tell of."""
    return rollouts(by_workload(sets), {WEB: workload} if workload else {}, since)


def test_a_rollout_is_told_from_image_to_image() -> None:
    """Which container, from what to what: the sidecar may be what broke it."""
    (one,) = told(
        replica_set(1, 1, app="app:1", proxy="proxy:1", old="old:1"),
        replica_set(2, 10, app="app:2", proxy="proxy:1", new="new:1"),
        since=DAY + 9 * 3600,
    )
    assert one.changes == (
        ImageChange("app", "app:1", "app:2"), ImageChange("new", "", "new:1"), ImageChange("old", "old:1", "")
    )  # fmt: skip
    assert (one.revision, one.at, one.first, one.current) == (2, DAY + 36_000, False, True)


def test_revisions_are_ordered_by_their_numbers_not_as_words() -> None:
    """Revision 10 follows 9."""
    newest = told(replica_set(9, 1, app="app:9"), replica_set(10, 2, app="app:10"))[0]
    assert newest.changes == (ImageChange("app", "app:9", "app:10"),)


def test_only_the_newest_template_tells_how_it_went() -> None:
    """The others have been replaced, however they went."""
    newest, oldest = told(replica_set(1, 1, app="a:1"), replica_set(2, 2, app="a:2"), workload=deployment())
    assert newest.standing
    assert newest.standing.state == "steady"
    assert (oldest.standing, oldest.current) == (None, False)


def test_a_rollback_is_a_rollout() -> None:
    """No ReplicaSet is made for it: an old one gets the newest number, and the Deployment tells when it went on."""
    found = told(
        replica_set(3, 1, app="app:1"),
        replica_set(2, 9, app="app:2"),
        since=DAY + 9.5 * 3600,
        workload=deployment(progressed="2026-01-05T10:01:00Z"),
    )
    (one,) = found
    assert (one.back, one.at, one.changes) == (True, DAY + 36_060, (ImageChange("app", "app:2", "app:1"),))


def test_a_rollback_of_long_ago_is_not_lately() -> None:
    """The old ReplicaSet stays in use for months."""
    sets = (replica_set(3, 1, app="app:1"), replica_set(2, 2, app="app:2"))
    assert told(*sets, since=DAY + 9 * 3600, workload=deployment(progressed="2026-01-05T03:00:00Z")) == []


def test_a_controller_revision_tells_its_template_as_a_patch() -> None:
    """StatefulSets and DaemonSets have no ReplicaSets."""
    owner = {"kind": "StatefulSet", "name": "db", "controller": True}
    meta = {"namespace": "shop", "creationTimestamp": "2026-01-05T10:00:00Z", "ownerReferences": [owner]}
    made = [
        msgspec.convert(
            {"metadata": meta, "revision": number, "data": {"spec": {"template": template(db=f"db:{number}")}}},
            RevisionObject,
        )
        for number in (1, 2)
    ]
    newest = told(*made)[0]
    assert (newest.kind, newest.name, newest.revision) == ("StatefulSet", "db", 2)
    assert newest.changes == (ImageChange("db", "db:1", "db:2"),)


DB = Key("StatefulSet", "shop", "db")


def revision(number: int, hour: int, image: str) -> RevisionObject:
    """Return a ControllerRevision of the StatefulSet `db` that was made at this hour and has this number by now."""
    owner = {"kind": "StatefulSet", "name": "db", "controller": True}
    made = f"2026-01-05T{hour:02d}:00:00Z"
    meta = {"name": f"db-{hour}", "namespace": "shop", "creationTimestamp": made, "ownerReferences": [owner]}
    data = {"spec": {"template": template(db=image)}}
    return msgspec.convert({"metadata": meta, "revision": number, "data": data}, RevisionObject)


def stateful_set(*managers: tuple[str, str, dict[str, Any]]) -> WorkloadObject:
    """Return the StatefulSet `db`, with those who own so much of its spec, and when they changed it last."""
    fields = [
        {"manager": name, "operation": "Update", "time": at, "fieldsV1": {"f:spec": owned}} for name, at, owned in managers
    ]
    return msgspec.convert({"metadata": {"name": "db", "namespace": "shop", "managedFields": fields}}, WorkloadObject)


IMAGE = {"f:template": {"f:spec": {"f:containers": {'k:{"name":"db"}': {"f:image": {}}}}}}


def test_a_rollback_of_a_stateful_set_is_told_with_its_time_and_who_did_it() -> None:
    """`kubectl rollout undo`: the old revision gets the newest number, and who owns the template tells when."""
    undone = stateful_set(
        ("kubectl", "2026-01-05T10:30:00Z", IMAGE),
        ("helm", "2026-01-05T01:00:00Z", IMAGE),
        ("hpa", "2026-01-05T11:30:00Z", {"f:replicas": {}}),
        ("kube-controller-manager", "2026-01-05T11:40:00Z", {}),
    )
    revisions = by_workload([revision(2, 9, "db:2"), revision(3, 1, "db:1")])
    (one,) = rollouts(revisions, {DB: undone}, DAY + 10 * 3600)
    assert (one.back, one.revision, one.at, one.manager) == (True, 3, DAY + 10.5 * 3600, "kubectl")
    assert one.changes == (ImageChange("db", "db:2", "db:1"),)


def test_a_rollback_whose_time_nobody_tells_was_after_what_it_undid() -> None:
    """That much is sure: what was made within the window was undone within it, and of what is older nobody knows."""
    revisions = by_workload([revision(2, 9, "db:2"), revision(3, 1, "db:1")])
    one = rollouts(revisions, {DB: stateful_set()}, DAY + 8 * 3600)[0]
    assert (one.back, one.at, one.manager) == (True, DAY + 9 * 3600, "")
    assert rollouts(revisions, {}, DAY + 10 * 3600) == []


def test_what_nobody_looks_after_is_nobodys_rollout() -> None:
    """A ReplicaSet of its own has no history."""
    assert by_workload([RevisionObject()]) == {}


@pytest.mark.parametrize(
    ("managers", "manager"),
    [
        ((("argocd", "2026-01-05T09:59:58Z"), ("kubectl-edit", "2026-01-03T00:00:00Z")), "argocd"),
        ((("argocd", "2026-01-05T09:59:58Z"), ("hpa", "2026-01-05T11:00:00Z")), "argocd"),
        ((("helm", "2026-01-05T12:00:00Z"),), "helm"),
        ((("kubectl-edit", "2026-01-03T00:00:00Z"),), ""),
        ((("kube-controller-manager", "2026-01-05T10:00:00Z"),), ""),
        ((), ""),
    ],
)
def test_who_has_changed_nothing_since_has_not_made_it(managers: tuple[tuple[str, str], ...], manager: str) -> None:
    """The server keeps the time of each manager's last change only; a name that is guessed would be a slander."""
    assert manager_of(deployment(*managers), DAY + 36_000) == manager


def test_who_writes_the_status_makes_no_rollout() -> None:
    """Since 1.22 the server tells such entries apart."""
    assert manager_of(deployment(("x", "2026-01-05T10:00:00Z"), subresource="status"), DAY + 36_000) == ""
