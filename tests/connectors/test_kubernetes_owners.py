"""Whose a pod is, from what the pod says: names as people know them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._kube.answer import Kin
from connectors._kube.objects import Labels, Meta, OwnerReference
from connectors._kube.owners import NOBODY, above, scheduled, stem, workload
from connectors._kube.records import Owner

CREATED = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTES = int(CREATED.timestamp()) // 60
NAME = st.from_regex(r"[a-z]([-a-z0-9]{0,20}[a-z0-9])?", fullmatch=True)
SUFFIX = st.text("bcdfghjklmnpqrstvwxz2456789", min_size=5, max_size=5)


def meta(kind: str, name: str, labels: Labels | None = None) -> Meta:
    """Return the metadata of a pod of this controller."""
    owner = OwnerReference(kind=kind, name=name, controller=True)
    return Meta(name=f"{name}-abcde", creation_timestamp=CREATED, labels=labels, owner_references=(owner,))


@pytest.mark.parametrize(
    ("of", "owner"),
    [
        (meta("ReplicaSet", "web-7d9f8c6b5", Labels(pod_template_hash="7d9f8c6b5")), Owner("Deployment", "web")),
        (meta("ReplicaSet", "web-7d9f8c6b5", Labels(rollouts_hash="7d9f8c6b5")), Owner("Rollout", "web")),
        (meta("ReplicaSet", "web-by-hand"), Owner("ReplicaSet", "web-by-hand")),
        (meta("StatefulSet", "db"), Owner("StatefulSet", "db")),
        (meta("DaemonSet", "agent"), Owner("DaemonSet", "agent")),
        (meta("Job", f"backup-{MINUTES - 5}"), Owner("CronJob", "backup")),
        (meta("Job", f"backup-{MINUTES * 60}"), Owner("CronJob", "backup")),
        (meta("Job", "backup-20261123"), Owner("Job", "backup-20261123")),
        (meta("Job", "backup-1"), Owner("Job", "backup-1")),
        (meta("Node", "node-1"), NOBODY),
        (Meta(name="bare"), NOBODY),
        (Meta(name="kept", owner_references=(OwnerReference(kind="Thing", name="t"),)), NOBODY),
    ],
    ids=lambda value: value.name if isinstance(value, Owner) else "",
)
def test_a_pod_belongs_to_the_workload_that_people_know(of: Meta, owner: Owner) -> None:
    """Nobody rolls back a ReplicaSet; and a date in a Job's name does not make it a CronJob's."""
    assert workload(of) == owner


@given(NAME, SUFFIX)
def test_a_stem_is_the_name_of_the_controller(name: str, suffix: str) -> None:
    """By it pods that were not read find the workload of those that were."""
    assert stem(f"{name}-{suffix}") == name


@given(NAME, st.integers(0, 2**32 - 1))
def test_a_replica_set_leads_to_its_deployment(name: str, number: int) -> None:
    """A Deployment's pods are counted over all its ReplicaSets; the hash is made as Kubernetes makes it."""
    hashed = "".join("bcdfghjklmnpqrstvwxz2456789"[ord(digit) % 27] for digit in str(number))
    if len(hashed) >= 5:
        assert above(f"{name}-{hashed}") == Owner("Deployment", name)


@pytest.mark.parametrize("name", ["web-agent", "web-backend", "web", "web-1", "web-v2"])
def test_a_name_with_a_word_at_its_end_is_no_replica_set(name: str) -> None:
    """Else `web-agent`, a DaemonSet, would be counted among the pods of `web`."""
    assert above(name) == NOBODY


@given(st.text(max_size=12), st.none() | st.floats(0, 4e9))
def test_no_number_is_too_odd_to_be_looked_at(number: str, created: float | None) -> None:
    """Names are free; digits of other scripts are digits to Python, but no schedule's."""
    assert scheduled(number, created) in (True, False)


@given(st.text(min_size=1))
def test_every_name_has_a_stem(name: str) -> None:
    """An empty stem would throw unlike pods together."""
    assert stem(name)


def test_a_pod_none_of_whose_kin_was_read_is_its_deployments_as_far_as_its_name_tells() -> None:
    """`pods` reads no pod, and would list a thousand pods as a thousand workloads. What was read is better."""
    kin = Kin()
    assert kin.owner("shop", "web-7d9f8c6b5-x2x4z") == Owner("Deployment", "web")
    assert kin.owner("shop", "db-0") == NOBODY
    kin.learn("shop", "web-7d9f8c6b5-b7k4t", "web-7d9f8c6b5", Owner("Rollout", "web"))
    assert kin.owner("shop", "web-7d9f8c6b5-x2x4z") == Owner("Rollout", "web")
