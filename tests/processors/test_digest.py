"""The digest of a list of pods: small, worst first, and true to the list."""

import msgspec
from golden.scenes import NOW, failing, incident, pod_list, thousands

from connectors._kube.records import Pod, Workload
from processors._digest import condense


def test_forty_pods_of_one_deployment_are_one_row() -> None:
    """People fix workloads, not pods."""
    digest = condense(pod_list(failing(40)))
    assert [(group.name, group.found, group.pods) for group in digest.groups] == [("svc-014", 40, 51)]


def test_the_same_name_in_two_namespaces_is_two_workloads() -> None:
    """`web` stands in many namespaces, each another team's."""
    digest = condense(pod_list([*failing(1, "web", "a"), *failing(1, "web", "b")]))
    assert digest.workloads == 2


def test_pods_that_are_well_and_not_listed_are_counted_all_the_same() -> None:
    """Of 20,000 pods the rows of a few are kept: those that fail, and some others."""
    every = (Workload("payments", "Deployment", "svc-014", 45, 45, restarts=700),)
    (group,) = condense(pod_list(failing(3), "all", found=45, workloads=every)).groups
    assert (group.found, group.pods, group.restarts) == (45, 45, 700)
    assert [(reason.word, reason.count) for reason in group.reasons] == [("Running", 42), ("CrashLoopBackOff", 3)]


def test_a_bare_pod_is_its_own_workload() -> None:
    """Nobody looks after it, so nobody else's row may swallow it."""
    bare = [Pod(namespace="ops", name=name, reason="Error") for name in ("debug-1", "debug-2")]
    assert [(group.kind, group.name, group.pods) for group in condense(pod_list(bare)).groups] == [
        ("", "debug-1", 0),
        ("", "debug-2", 0),
    ]


def test_what_only_lies_about_comes_after_what_is_down_now() -> None:
    """Forty evicted pods that were replaced long ago are no emergency; two that cannot start are."""
    names = [group.name for group in condense(pod_list(incident())).groups]
    assert names[0] == "svc-014"
    assert names[-1] == "report"


def test_of_equally_many_the_newest_comes_first() -> None:
    """What has just begun is what the incident is about."""
    old = failing(2, "old", since=NOW - 9000)
    new = failing(2, "new", since=NOW - 60)
    assert [group.name for group in condense(pod_list([*old, *new])).groups] == ["new", "old"]


def test_most_restarts_come_first_where_restarts_are_asked_for() -> None:
    """There the number of pods says little."""
    pods = [*failing(5, "many", restarts=0), *failing(1, "hot")]
    pods = [msgspec.structs.replace(pod, restarts=1 if pod.owner == "many" else 90) for pod in pods]
    assert condense(pod_list(pods, "restarting")).groups[0].name == "hot"


def test_five_thousand_failures_stay_small() -> None:
    """It is what the cache stores, for every question, and what every replica reads."""
    digest = condense(pod_list(thousands()))
    assert (digest.found, digest.workloads, len(digest.groups)) == (5000, 1000, 200)
    assert len(msgspec.msgpack.encode(digest)) < 100_000


def test_the_digest_survives_the_cache() -> None:
    """The cache stores MessagePack; a digest that comes back must be the same."""
    digest = condense(pod_list(incident()))
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(digest), type=type(digest)) == digest


def test_names_to_look_into_are_shared_out_over_the_workloads() -> None:
    """A menu holds a hundred: every workload has one before any has two."""
    digest = condense(pod_list([*failing(150, "big"), *failing(2, "small")]))
    assert [(group.name, len(group.samples)) for group in digest.groups] == [("big", 98), ("small", 2)]


def test_the_counts_are_the_connectors_even_where_its_list_was_cut() -> None:
    """Over 5,000 pods the list is a part; what people read is the whole."""
    cut = pod_list(failing(3), found=9000, workloads=(Workload("payments", "Deployment", "svc-014", 9000, 9500),))
    digest = condense(cut)
    assert (digest.found, digest.groups[0].found, digest.groups[0].pods) == (9000, 9000, 9500)


def test_the_kubelets_back_off_is_no_message() -> None:
    """It repeats the reason in more words; the termination message is the news."""
    pods = [*failing(1), *failing(1, message="ValueError: boom")]
    assert condense(pod_list(pods)).groups[0].message == "ValueError: boom"


def test_the_reason_is_that_of_most_pods_and_since_is_its_first() -> None:
    """One OOMKilled pod among thirty that crash-loop is not the story."""
    group = condense(pod_list([*failing(5), *failing(1, reason="OOMKilled", since=NOW - 99_999)])).groups[0]
    assert [(reason.word, reason.count) for reason in group.reasons] == [("CrashLoopBackOff", 5), ("OOMKilled", 1)]
    assert group.since == NOW - 8 * 60
