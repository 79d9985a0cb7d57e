"""What people write to name one object is checked and has one spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._kube.events.records import About
from handlers._contract import UsageError
from handlers._objects import about, object_named, parted, workload_named


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("deploy/web", "deployment/web"),
        ("Deployments/Web", "deployment/web"),
        ("deployment.apps/web", "deployment/web"),
        ("po/web-0", "pod/web-0"),
        ("no/node-007", "node/node-007"),
        ("sts/db", "statefulset/db"),
        ("cj/nightly", "cronjob/nightly"),
        ("jobs/nightly-1", "job/nightly-1"),
        ("ingress/web", "ingress/web"),
        ("pvc/data", "persistentvolumeclaim/data"),
    ],
)
def test_an_object_has_one_spelling(written: str, normal: str) -> None:
    """Kubectl's short names are what fingers know."""
    assert object_named(written) == normal
    assert object_named(normal) == normal


@pytest.mark.parametrize("wrong", ["web", "deploy/", "/web", "secret/x", "deploy/a/b", "deploy/../x", "deploy/<!here>", ""])
def test_what_names_no_object_is_refused(wrong: str) -> None:
    """It becomes part of a question to the server."""
    with pytest.raises(UsageError):
        object_named(wrong)


def test_a_workload_may_be_named_without_its_kind() -> None:
    """People know `web`, not what it is."""
    assert workload_named("web") == "web"
    assert workload_named("ds/agent") == "daemonset/agent"
    assert parted("web") == ("", "web")
    assert parted("daemonset/agent") == ("DaemonSet", "agent")


@pytest.mark.parametrize("wrong", ["pod/web-0", "x/web", "we b", "-x"])
def test_only_the_three_kinds_are_workloads(wrong: str) -> None:
    """`workload pod/web-0` would find nothing; the message says what would."""
    with pytest.raises(UsageError):
        workload_named(wrong)


def test_events_are_about_everything_where_nothing_is_named() -> None:
    """The option is optional."""
    assert about(None) == About()
    assert about("deployment/web") == About("Deployment", "web")


@given(st.text(max_size=40))
def test_what_is_let_through_is_let_through_again_unchanged(text: str) -> None:
    """Buttons carry the normalised name back to where it is checked again."""
    try:
        normal = workload_named(text)
    except UsageError:
        return
    assert workload_named(normal) == normal
