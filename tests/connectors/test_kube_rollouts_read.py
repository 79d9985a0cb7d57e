"""Where the rollouts are looked for: what the tables tell, and what is read after them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from api_stand_in import ApiServer, Lists, Tables
from kube_stand_in import serving

from connectors._deadline import Deadline
from connectors._events import unobserved
from connectors._kube.objects import NameDocument
from connectors._kube.rollouts.records import RolloutList
from connectors._kube.rollouts.table import Changes, Maker, RevisionTable
from connectors.kubernetes import KubernetesSettings, Scope, open_kubernetes
from playground.kubernetes import DemoCluster, World

DAY = 1_767_571_200.0  # 2026-01-05 00:00:00 UTC
HOURS = 3600.0
SETS, REVISIONS = ("Name", "Desired", "Age"), ("Name", "Controller", "Revision", "Age")
WEB, DB = Maker("shop", "web"), Maker("shop", "db")
OLD, NEW = "web-7b6ef5dfc", "web-5d4f5d4f5"


def told(*rows: tuple[str, ...], columns: tuple[str, ...] = SETS) -> Changes:
    """Return what the table of the namespace `shop` tells of the last two hours."""
    table, changes = RevisionTable("shop", DAY - 2 * HOURS, DAY), Changes()
    heads = [{"name": name} for name in columns]
    table.take(msgspec.convert({"columnDefinitions": heads, "rows": [{"cells": list(row)} for row in rows]}, NameDocument))
    table.tell(changes)
    return changes


def test_a_namespace_with_a_young_replica_set_has_changed() -> None:
    """The cell is rounded down, so that what it shows as older is older."""
    assert told((OLD, "1", "119m")).new == {"shop"}
    assert told((OLD, "1", "3h")).new == set()


@pytest.mark.parametrize(
    ("rows", "doubtful"),
    [
        (((OLD, "1", "9d"), (NEW, "0", "3d")), {WEB}),
        (((OLD, "0", "9d"), (NEW, "1", "3d")), set()),
        (((OLD, "1", "9d"), (NEW, "0", "9d")), {WEB}),
        (((OLD, "1", "9d"), (NEW, "1", "3d")), {WEB}),
        (((OLD, "0", "9d"), (NEW, "0", "3d")), set()),
        (((OLD, "1", "9d"),), set()),
        ((("alone", "1", "9d"),), set()),
    ],
    ids=["an older is used", "the newest", "ages look the same", "both", "none", "the only", "not of a Deployment"],
)
def test_a_deployment_may_be_back_where_another_template_is_no_older(
    rows: tuple[tuple[str, ...], ...], doubtful: set[Maker]
) -> None:
    """No ReplicaSet is young after a rollback, and two of the same day look equally old."""
    changes = told(*rows)
    assert (changes.doubtful, changes.new) == (doubtful, set())


def test_a_stateful_set_may_be_back_where_an_older_revision_has_the_newest_number() -> None:
    """The table of ControllerRevisions has their numbers."""
    db = "statefulset.apps/db"
    assert told(("db-1", db, "3", "9d"), ("db-2", db, "2", "3d"), columns=REVISIONS).doubtful == {DB}
    assert told(("db-1", db, "1", "9d"), ("db-2", db, "2", "3d"), columns=REVISIONS).doubtful == set()
    assert told(("db-1", db, "1", "9d"), ("db-2", db, "2", "9d"), columns=REVISIONS).doubtful == {DB}
    other = told(("db-1", db, "7", "9d"), ("x-1", "daemonset.apps/x", "1", "3d"), columns=REVISIONS)
    assert other.doubtful == set()


def test_a_row_with_its_metadata_tells_the_age_to_the_second() -> None:
    """A cell that says `9d` may be a day off."""
    table, changes = RevisionTable("", DAY - 2 * HOURS, DAY), Changes()
    made = {"db-1": "2026-01-01T08:00:00Z", "db-2": "2026-01-01T09:00:00Z"}
    rows = [
        {
            "cells": [name, "statefulset.apps/db", number, "3d"],
            "object": {"metadata": {"namespace": "shop", "creationTimestamp": made[name]}},
        }
        for number, name in ((1, "db-1"), (2, "db-2"))
    ]
    heads = [{"name": name} for name in REVISIONS]
    table.take(msgspec.convert({"columnDefinitions": heads, "rows": rows}, NameDocument))
    table.tell(changes)
    assert (changes.doubtful, changes.revisions) == (set(), {"shop": 2})


def test_an_age_that_cannot_be_read_is_looked_at() -> None:
    """Rather read too much than miss what changed."""
    assert told((OLD, "1", "<unknown>")).new == {"shop"}
    assert told((OLD,), columns=("Name",)).new == {"shop"}


def test_a_server_without_tables_gives_the_objects() -> None:
    """What stands between may not know them."""
    table, changes = RevisionTable("", DAY - 2 * HOURS, DAY), Changes()
    items = [
        {"metadata": {"name": "a", "namespace": "old", "creationTimestamp": "2026-01-01T00:00:00Z"}},
        {"metadata": {"name": "b", "namespace": "new", "creationTimestamp": "2026-01-04T23:00:00Z"}},
    ]
    table.take(msgspec.convert({"items": items}, NameDocument))
    table.tell(changes)
    assert (changes.new, changes.revisions) == ({"new"}, {"old": 1, "new": 1})


APPS, SHOP = "/apis/apps/v1", "/apis/apps/v1/namespaces/shop"


def replica_set(name: str, number: int, made: str, image: str) -> dict[str, Any]:
    """Return a ReplicaSet of the Deployment `web`."""
    meta = {
        "name": name, "namespace": "shop", "creationTimestamp": made,
        "annotations": {"deployment.kubernetes.io/revision": str(number)},
        "ownerReferences": [{"kind": "Deployment", "name": "web", "controller": True}],
    }  # fmt: skip
    return {"metadata": meta, "spec": {"template": {"spec": {"containers": [{"name": "app", "image": image}]}}}}


def shop(progressed: str) -> ApiServer:
    """Return a server whose Deployment `web` had two templates on one day and uses the older; when it went on last."""
    conditions = [{"type": "Progressing", "status": "True", "lastUpdateTime": progressed}] if progressed else []
    web = {
        "metadata": {"name": "web", "namespace": "shop"}, "spec": {"replicas": 1},
        "status": {"replicas": 1, "readyReplicas": 1, "updatedReplicas": 1, "conditions": conditions},
    }  # fmt: skip
    sets = [
        replica_set(OLD, 3, "2026-01-05T10:00:00Z", "app:1"),
        replica_set(NEW, 2, "2026-01-05T15:00:00Z", "app:2"),
    ]
    lists: Lists = {
        "/api/v1/namespaces": [{"metadata": {"name": "shop"}}],
        f"{APPS}/controllerrevisions": [],
        f"{SHOP}/replicasets": sets,
        f"{SHOP}/deployments": [web],
    }
    tables: Tables = {f"{SHOP}/replicasets": [SETS, (OLD, "1", "9d"), (NEW, "0", "9d")]}
    return ApiServer(lists, tables=tables)


async def asked(server: ApiServer, folder: Path) -> RolloutList:
    """Ask as the bot does for the rollouts of the last hour."""
    async with (
        serving(server.application(), folder) as config,
        open_kubernetes("rig", KubernetesSettings(kubeconfig=str(config)), unobserved) as cluster,
    ):
        return await cluster.rollouts.find(Scope(), HOURS, deadline=Deadline.after(10))


def now() -> str:
    """Return what a cluster writes now."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize("told_when", [True, False])
async def test_a_rollback_between_templates_of_the_same_day_is_found(tmp_path: Path, told_when: bool) -> None:
    """The table shows both as `9d`; the Deployment tells when it went on last, or else it is read what there is."""
    server = shop(now() if told_when else "")
    found = await asked(server, tmp_path)
    assert server.asked.count(f"{SHOP}/replicasets") == 2
    told = [(one.name, one.back, [change.after for change in one.changes]) for one in found.rollouts]
    assert told == ([("web", True, ["app:1"])] if told_when else [])  # without a time nobody knows that it was lately


async def test_who_went_on_long_ago_is_not_read(tmp_path: Path) -> None:
    """Two templates of one day are common; their ReplicaSets are the large part."""
    server = shop("2026-01-05T16:00:00Z")
    assert (await asked(server, tmp_path)).rollouts == ()
    assert server.asked.count(f"{SHOP}/deployments") == 1
    assert server.asked.count(f"{SHOP}/replicasets") == 1


async def demo_rollouts(demo: DemoCluster, folder: Path, *, most: float) -> set[tuple[str, str, float]]:
    """Return the rollouts of the last seconds of a demo cluster, as the bot finds them."""
    settings = KubernetesSettings(kubeconfig=str(demo.kubeconfig(folder / "config")))
    async with open_kubernetes("demo", settings, unobserved) as cluster:
        found = await cluster.rollouts.find(Scope(), most, deadline=Deadline.after(30))
    return {(one.namespace, one.name, one.at) for one in found.rollouts}


@pytest.mark.parametrize("plural", ["replicasets", "deployments", "controllerrevisions", "statefulsets"])
async def test_who_may_not_read_all_at_once_reads_one_namespace_after_the_other(tmp_path: Path, plural: str) -> None:
    """Where most changed, one list is as good as many; a bot with a role in each namespace finds the same."""
    async with DemoCluster(World(pods=400)) as demo:
        at_once = await demo_rollouts(demo, tmp_path, most=400 * 24 * HOURS)
        demo.rights.forbid(plural, "")
        assert await demo_rollouts(demo, tmp_path, most=400 * 24 * HOURS) == at_once
    assert len({namespace for namespace, _, _ in at_once}) > 2
