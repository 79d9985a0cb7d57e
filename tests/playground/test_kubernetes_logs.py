"""The demo API's logs: what containers have written, and the options with which one asks for it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from demo_kubernetes import NOON, Client, Clock, demo_client

from playground.kubernetes import DemoCluster, World
from playground.kubernetes.journals import LongJournal
from playground.kubernetes.logoptions import log_options
from playground.kubernetes.logstream import chosen
from playground.kubernetes.planted import PLANTED
from playground.kubernetes.states import State

MANY = 200_000_000


@pytest.fixture
def clock() -> Clock:
    """The world's clock."""
    return Clock(NOON)


@pytest.fixture
async def client(clock: Clock) -> AsyncIterator[Client]:
    """A client of a demo cluster."""
    async with demo_client(clock) as client:
        yield client


async def read(client: Client, pod: str, **options: str) -> tuple[int, str]:
    """Return the status and the text of a log; `pod` is `namespace/name`."""
    namespace, name = pod.split("/")
    url = f"{client.cluster.url}/api/v1/namespaces/{namespace}/pods/{name}/log"
    async with client.session.get(url, params=options) as answer:
        return answer.status, await answer.text()


def pod_of(client: Client, place: tuple[str, str], state: State = State.RUNNING) -> str:
    """Return the first pod of a workload in this state."""
    pods = client.cluster.world.pods
    return next(pod.key for pod in pods if (pod.namespace, pod.workload.name) == place and pod.state is state)


async def test_a_crashed_containers_log_ends_with_its_last_words(client):
    """They are what one looks for first."""
    pod = pod_of(client, ("payments", "checkout"), State.CRASH_LOOP)
    status, said = await read(client, pod)
    assert status == 400
    assert "choose one of: [app proxy]" in said
    _, said = await read(client, pod, container="app", tailLines="6", previous="true")
    lines = said.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[-1].startswith("ValueError: PAYMENT_PROVIDER_URL")


@pytest.mark.parametrize(
    ("place", "begins"),
    [
        (("payments", "ledger"), "2027-01-15 "),
        (("identity", "login"), '{"ts":"2027-01-15T'),
        (("platform", "policy-agent"), "I0115 "),
        (("shipping", "labels"), "time=2027-01-15T"),
        (("search", "suggest"), "2027-01-15 "),
    ],
)
async def test_programs_write_in_dialects(client, place, begins):
    """Levels are found in each of them, or the wrong lines are shown."""
    _, said = await read(client, pod_of(client, place), container="app", sinceSeconds="60")
    assert said.startswith(begins)
    assert len(said.splitlines()) == 4


@pytest.mark.parametrize(
    ("place", "first", "last"),
    [
        (("payments", "ledger"), "Traceback (most recent call last):", "TimeoutError: "),
        (("search", "suggest"), "java.lang.IllegalStateException: ", "\t... 2 more"),
        (("shipping", "labels"), "panic: TimeoutError", "\t/src/labels/main.go:31"),
    ],
)
async def test_running_programs_have_written_stack_traces(client, place, first, last):
    """They take several lines, which belong together."""
    _, said = await read(client, pod_of(client, place), container="app")
    lines = said.splitlines()
    assert any(line.startswith(first) for line in lines)
    assert any(line.startswith(last) for line in lines)


@pytest.mark.parametrize("place", list(PLANTED))
async def test_secrets_are_planted_where_the_truth_says(client, place):
    """Tests that look for them in what the bot says need them to be there."""
    pods = [pod for pod in client.cluster.world.pods if (pod.namespace, pod.workload.name) == place]
    troubled = next((pod for pod in pods if pod.state.loops), pods[0])
    _, said = await read(client, troubled.key, container="app")
    assert all(secret in said for secret in PLANTED[place].secrets)
    assert set(PLANTED[place].secrets) <= set(client.cluster.world.truth()["secrets"])


async def test_tails_and_moments_choose_the_same_lines(client):
    """A tail is made from the end, a moment is looked for: both must agree with the whole."""
    pod = pod_of(client, ("shipping", "labels"))
    whole = (await read(client, pod, container="app", timestamps="true"))[1].splitlines()
    assert len(whole) > 1500
    assert whole == sorted(whole, key=lambda line: line[:30])
    for tail in (0, 1, 41, 300, 1_000_000):
        _, said = await read(client, pod, container="app", timestamps="true", tailLines=str(tail))
        assert said.splitlines() == whole[max(0, len(whole) - tail) :]
    _, said = await read(client, pod, container="app", timestamps="true", sinceSeconds="3000")
    assert said.splitlines() == [line for line in whole if line[:30] >= "2027-01-15T07:10:00.000000000Z"]
    assert (await read(client, pod, container="app", timestamps="true", sinceTime="2027-01-15T07:10:00Z"))[1] == said
    _, cut = await read(client, pod, container="app", timestamps="true", limitBytes="1000")
    assert cut == "\n".join(whole)[:1000]


async def test_a_follower_gets_new_lines_as_time_passes(client, clock):
    """`logs --follow` and the page live on this."""
    namespace, name = pod_of(client, ("shipping", "labels")).split("/")
    url = f"{client.cluster.url}/api/v1/namespaces/{namespace}/pods/{name}/log"
    options = {"container": "app", "follow": "true", "tailLines": "1"}
    async with client.session.get(url, params=options) as answer:
        first = await answer.content.readline()
        clock.at += 30
        second, third = await answer.content.readline(), await answer.content.readline()
    assert b"T07:59:45Z" in first
    assert b"T08:00:00Z" in second
    assert b"T08:00:15Z" in third


async def test_what_has_no_log_says_why(client):
    """Each of these is a sentence for people, not an empty file."""
    truth = client.cluster.world.truth()
    said = {
        state: await read(client, truth[state][0], container="app")
        for state in ("ImagePullBackOff", "CreateContainerConfigError", "Evicted", "Unschedulable", "NodeLost", "InitCrash")
    }
    assert {state: status for state, (status, _) in said.items()} == {
        "ImagePullBackOff": 400, "CreateContainerConfigError": 400, "Evicted": 400, "Unschedulable": 204, "NodeLost": 500,
        "InitCrash": 400,
    }  # fmt: skip
    assert "trying and failing to pull image" in said["ImagePullBackOff"][1]
    assert "dial tcp 10.1.0.5:10250: i/o timeout" in said["NodeLost"][1]
    status, words = await read(client, truth["InitCrash"][0], container="migrate")
    assert status == 200
    assert "DuplicateColumn" in words
    status, words = await read(client, pod_of(client, ("shipping", "labels")), container="proxy", previous="true")
    assert (status, "not found" in words) == (400, True)


async def test_a_very_long_log_is_read_from_its_end_and_its_beginning_without_being_made_whole():
    """Who asks for ten lines must not wait for 200 MB; who cuts a stream must not pay for the rest."""
    world = World(400, now=Clock(NOON), long_log=MANY)
    pod = world.find(*world.truth()["long_log"].split("/"))
    assert pod is not None
    journal = LongJournal(pod, MANY)
    lines = len(journal.pages(NOON)) * 500
    tail = list(chosen(journal, log_options(pod.name, {"tailLines": "10"}, NOON), NOON))
    assert [text.split()[2] for _, text in tail] == [f"i={number}" for number in range(lines - 10, lines)]
    assert lines * 128 >= MANY
    async with DemoCluster(world) as cluster, aiohttp.ClientSession() as session:
        url = f"{cluster.url}/api/v1/namespaces/{pod.namespace}/pods/{pod.name}/log"
        async with session.get(url, params={"container": "app"}) as answer:
            begun = await answer.content.readexactly(1_000_000)
        async with session.get(url, params={"container": "app", "sinceSeconds": "2"}) as answer:
            lately = await answer.text()
    assert begun.startswith(b"level=info msg=ingested i=0 ")
    assert len(lately.splitlines()) == 1000


async def test_who_may_not_read_logs_is_refused(client):
    """`pods` and `pods/log` are rights of their own."""
    client.cluster.rights.forbid("pods/log", "payments")
    status, said = await read(client, pod_of(client, ("payments", "ledger")), container="app")
    assert status == 403
    assert 'cannot get resource \\"pods/log\\" in API group \\"\\" in the namespace \\"payments\\"' in said
