"""The demo cluster's world: what is in it, and that its truth is what it shows."""

from __future__ import annotations

import msgspec
import pytest
from demo_kubernetes import NOON, Clock

from playground.kubernetes import World
from playground.kubernetes.deployments import objects as deployments
from playground.kubernetes.durations import human_duration
from playground.kubernetes.events import objects as events
from playground.kubernetes.items import PodItem
from playground.kubernetes.pods import pod_object
from playground.kubernetes.printers import print_pod
from playground.kubernetes.replicasets import objects as replicasets
from playground.kubernetes.states import READY_AFTER, State

SHOWN = {
    "Running": "Running", "Succeeded": "Completed", "CrashLoopBackOff": "CrashLoopBackOff", "OOMKilled": "CrashLoopBackOff",
    "ImagePullBackOff": "ImagePullBackOff", "ErrImagePull": "ErrImagePull", "Evicted": "Evicted", "Failed": "Error",
    "CreateContainerConfigError": "CreateContainerConfigError", "Unschedulable": "Pending", "NotReady": "Running",
    "InitCrash": "Init:CrashLoopBackOff", "NodeLost": "Unknown", "Flapping": "Running", "Starting": "Running",
    "Terminating": "Terminating",
}  # fmt: skip


@pytest.fixture(scope="module")
def world() -> World:
    """A world of the usual size, at noon."""
    return World(now=Clock(NOON))


def test_the_same_seed_makes_the_same_world(world):
    """A failure that was seen once can be seen again."""
    again = World(now=Clock(NOON))
    assert again.truth() == world.truth()
    assert [pod_object(a, again, NOON) for a in again.pods[:50]] == [pod_object(b, world, NOON) for b in world.pods[:50]]
    assert World(seed=8, now=Clock(NOON)).truth() != world.truth()


@pytest.mark.parametrize("pods", [World.SMALLEST, 2000, 5000])
def test_a_world_has_as_many_pods_as_asked_for_and_every_kind_of_failure(pods):
    """Benchmarks count on the number, tests on the kinds."""
    world = World(pods, now=Clock(NOON))
    counts = world.truth()["counts"]
    assert len(world.pods) == sum(counts.values()) == pods
    assert set(counts) == {state.value for state in State}


def test_a_world_too_small_for_its_failures_is_refused():
    """Else it would quietly lack some of them."""
    with pytest.raises(ValueError, match="at least 400"):
        World(10)


def test_every_pod_is_shown_as_its_truth_says(world):
    """The truth is what other tests compare the bot's answers with."""
    for pod in world.pods:
        row = print_pod(pod_object(pod, world, NOON))
        assert row.reason == SHOWN[pod.state.value], pod.key
        assert PodItem(pod, world, NOON).printed() == row


def test_names_are_unique_and_in_the_order_of_etcd(world):
    """Pages are cut by key, so an unordered list would lose pods between pages."""
    keys = [pod.key for pod in world.pods]
    assert keys == sorted(set(keys))
    assert world.find("checkout", "web-0") is not None
    assert world.find("checkout", "web") is None
    assert [world.pods[slice(*world.span(name))][0].namespace for name in ("search", "legacy")] == ["search", "legacy"]


def test_the_same_pod_name_stands_in_several_namespaces(world):
    """Whoever takes a name for a key shows one pod for another."""
    assert len({pod.namespace for pod in world.pods if pod.name == "web-0"}) == 3


def test_the_bad_rollout_is_seen_in_its_replicasets_and_its_deployment(world):
    """`What changed` is answered from them."""
    bad = next(
        d
        for d in deployments(world, NOON)
        if d["metadata"]["namespace"] == "payments" and d["metadata"]["name"] == "checkout"
    )
    sets = [s for s in replicasets(world, NOON) if s["metadata"]["ownerReferences"][0]["uid"] == bad["metadata"]["uid"]]
    images = [s["spec"]["template"]["spec"]["containers"][0]["image"].rsplit(":")[-1] for s in sets]
    assert images == ["v1.4.0", "v1.5.0"]
    assert [s["status"].get("readyReplicas", 0) for s in sets] == [18, 2]
    assert sets[1]["status"]["replicas"] == 12


def test_a_starting_pod_becomes_ready_without_ever_failing(world):
    """A pod that is twenty seconds old is no incident."""
    pod = next(pod for pod in world.pods if pod.state is State.STARTING)
    assert 10 <= NOON - pod.created <= 30
    assert print_pod(pod_object(pod, world, NOON)).ready == "1/2"
    assert print_pod(pod_object(pod, world, pod.created + READY_AFTER)).ready == "2/2"


def test_a_pod_that_is_not_ready_has_been_so_for_over_ten_minutes(world):
    """Ten minutes are what tells a slow start from a failure."""
    pod = next(pod for pod in world.pods if pod.state is State.NOT_READY)
    ready = next(one for one in pod_object(pod, world, NOON)["status"]["conditions"] if one["type"] == "Ready")
    assert ready["status"] == "False"
    assert ready["lastTransitionTime"] <= "2027-01-15T07:48:00Z"


def test_a_crash_loop_goes_on_crashing_as_time_passes(world):
    """A demo that runs all day must not say `12 restarts, the last 9 hours ago`."""
    pod = next(pod for pod in world.pods if pod.state is State.CRASH_LOOP)
    before, after = pod.crashes(NOON), pod.crashes(NOON + 3600)
    assert after[0] - before[0] in (11, 12)
    assert NOON + 3600 - after[1] < 320
    assert pod.crashes(pod.changes_at(NOON) - 1) == before
    assert pod.crashes(pod.changes_at(NOON) + 1)[0] == before[0] + 1


def test_what_an_oom_kill_leaves_behind_is_its_exit_code(world):
    """The Status cell says CrashLoopBackOff; only the last state says why."""
    pod = next(pod for pod in world.pods if pod.state is State.OOM_KILLED)
    ended = pod_object(pod, world, NOON)["status"]["containerStatuses"][0]["lastState"]["terminated"]
    assert (ended["exitCode"], ended["reason"]) == (137, "OOMKilled")


def test_hostile_text_is_there_in_a_name_an_annotation_and_a_long_message(world):
    """Everything that prints text from outside is tried with it."""
    pod = next(pod for pod in world.pods if "<!channel>" in pod.name)
    made = pod_object(pod, world, NOON)
    assert "<!channel>" in made["metadata"]["annotations"]["runbook"]
    assert len(made["status"]["containerStatuses"][0]["lastState"]["terminated"]["message"]) == 3000


def test_every_failing_pod_has_a_warning_that_fits_it(world):
    """`pod NAME` shows the last warnings beside the state."""
    warned = {e["involvedObject"]["name"] for e in events(world, NOON) if e["type"] == "Warning"}
    quiet = {State.RUNNING, State.COMPLETED, State.STARTING, State.TERMINATING, State.FAILED, State.EVICTED}
    assert {pod.name for pod in world.pods if pod.state not in quiet} <= warned


def test_a_pods_fields_are_those_of_its_object(world):
    """Field selectors look at the fields, people at the object."""
    for pod in {pod.state: pod for pod in world.pods}.values():
        made, fields = pod_object(pod, world, NOON), PodItem(pod, world, NOON).fields()
        for path, value in fields.items():
            room, name = path.split(".")
            found = made[room].get(name, "")
            assert value == (found[0]["ip"] if path == "status.podIPs" and found else found), (pod.key, path)


def test_an_object_can_be_written_as_json(world):
    """What cannot be encoded would break the stream in its middle."""
    for pod in {pod.state: pod for pod in world.pods}.values():
        assert msgspec.json.decode(msgspec.json.encode(pod_object(pod, world, NOON)))["metadata"]["name"] == pod.name


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-5, "<invalid>"), (-1, "0s"), (119, "119s"), (120, "2m"), (150, "2m30s"), (600, "10m"), (10799, "179m"), (10800, "3h"),
     (11220, "3h7m"), (28800, "8h"), (172799, "47h"), (172800, "2d"), (180000, "2d2h"), (691200, "8d"), (63072000, "2y"),
     (63158400, "2y1d"), (252288000, "8y")],
)  # fmt: skip
def test_ages_are_written_as_kubernetes_writes_them(seconds, text):
    """The bot reads ages back from cells, so each form has to be right."""
    assert human_duration(seconds) == text
