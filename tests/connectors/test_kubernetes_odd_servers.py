"""The connector against servers that differ: newer and older cells, missing rights, other forms of the same answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from kube_stand_in import StandIn, crashing, pod, serving

from connectors._deadline import Deadline
from connectors._errors import Broken, Forbidden
from connectors._events import unobserved
from connectors.kubernetes import KubernetesSettings, PodAnswer, PodList, Question, Scope, open_kubernetes


async def ask(
    server: StandIn, folder: Path, question: Question = "failed", scope: Scope | None = None, **settings: Any
) -> PodList:
    """Ask this server, from the kubeconfig on."""
    async with (
        serving(server.application(), folder) as config,
        open_kubernetes("odd", KubernetesSettings(kubeconfig=str(config), **settings), unobserved) as cluster,
    ):
        return await cluster.pods(scope or Scope(), question, deadline=Deadline.after(30))


async def find(server: StandIn, folder: Path, name: str, namespace: str = "", **settings: Any) -> PodAnswer:
    """Ask this server for one pod."""
    async with (
        serving(server.application(), folder) as config,
        open_kubernetes("odd", KubernetesSettings(kubeconfig=str(config), **settings), unobserved) as cluster,
    ):
        return await cluster.pod(namespace, name, deadline=Deadline.after(30))


def names(answer: PodList) -> list[str]:
    """Return the pods of an answer, sorted."""
    return sorted(f"{pod.namespace}/{pod.name}" for pod in answer.pods)


WEB = [crashing("a", "web-0"), pod("a", "web-1"), crashing("b", "web-0"), pod("b", "web-1")]


@pytest.mark.parametrize(
    "odd", [{}, {"tables": False}, {"page": 1}, {"tables": False, "page": 1}, {"columns_last": True}], ids=str
)
async def test_every_form_of_the_answer_says_the_same(tmp_path: Path, odd: dict[str, Any]) -> None:
    """Proxies and aggregated servers ignore tables, insist on pages or write their keys in another order."""
    answer = await ask(StandIn(WEB, **odd), tmp_path)
    assert names(answer) == ["a/web-0", "b/web-0"]
    assert {(each.reason, each.exit_code, each.owner_kind, each.owner) for each in answer.pods} == {
        ("CrashLoopBackOff", 3, "StatefulSet", "web")
    }
    assert (answer.looked_at, answer.namespaces, answer.found, answer.by_row) == (4, 2, 2, 0)
    assert [(each.namespace, each.found, each.pods) for each in answer.workloads] == [("a", 1, 2), ("b", 1, 2)]


async def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    """Newer servers add columns; one taken for another would make nonsense that looks right."""
    server = StandIn([crashing("a", "web-0")], columns=("Name", "Ready", "Status", "Restarts", "Age", "IP", "Node"))
    server.columns = ("Status", "Node", *server.columns[3:6], "Ready", "Name")
    cells = server.pods[0]["cells"]
    server.pods[0]["cells"] = [cells[2], cells[6], *cells[3:6], cells[1], cells[0]]
    assert names(await ask(server, tmp_path)) == ["a/web-0"]


async def test_a_table_without_a_status_is_refused(tmp_path: Path) -> None:
    """Without it nothing can be told, least of all that all is well."""
    with pytest.raises(Broken, match="no column 'status'"):
        await ask(StandIn(WEB, columns=("Name", "Ready", "State")), tmp_path)


async def test_a_namespace_that_is_forbidden_is_named_and_costs_no_more(tmp_path: Path) -> None:
    """What the bot may see is shown, what it may not is said: neither is silence."""
    answer = await ask(StandIn(WEB, forbidden=frozenset({"", "b"})), tmp_path)
    assert names(answer) == ["a/web-0"]
    assert [each.namespace for each in answer.unread] == ["b"]
    assert "cannot list pods in 'b'" in answer.unread[0].reason


async def test_where_nothing_may_be_seen_the_answer_is_an_error(tmp_path: Path) -> None:
    """Zero failing pods of zero looked at would read as good news."""
    with pytest.raises(Forbidden):
        await ask(StandIn(WEB, forbidden=frozenset({"", "a", "b"})), tmp_path)


async def test_a_bot_that_may_not_list_namespaces_is_told_what_is_missing(tmp_path: Path) -> None:
    """The message has to be enough to mend it."""
    with pytest.raises(Forbidden, match="list on namespaces"):
        await ask(StandIn(WEB, names=False), tmp_path)


@pytest.mark.parametrize("selector", ["", "app=web"])
async def test_namespaces_of_the_settings_need_no_list_of_namespaces(tmp_path: Path, selector: str) -> None:
    """In a shared cluster a team's bot has a Role in its namespaces and nothing else."""
    server = StandIn(WEB, names=False, forbidden=frozenset({""}))
    answer = await ask(server, tmp_path, scope=Scope("", selector), namespaces=("b",))
    assert names(answer) == ["b/web-0"]
    assert not any(path.startswith(("/api/v1/pods", "/api/v1/namespaces?")) for path in server.asked)


async def test_a_selector_where_not_every_namespace_is_allowed_goes_by_namespace(tmp_path: Path) -> None:
    """One table over all is quicker, but needs a right that the bot may not have."""
    answer = await ask(StandIn(WEB, forbidden=frozenset({"", "a"})), tmp_path, scope=Scope("", "app=web"))
    assert names(answer) == ["b/web-0"]


async def test_a_pod_that_is_gone_when_it_is_read_does_not_fail(tmp_path: Path) -> None:
    """During a rollout pods vanish between two requests all the time."""
    answer = await ask(StandIn(WEB, gone=frozenset({"web-0"})), tmp_path)
    assert answer.found == 0


async def test_of_many_alike_only_some_are_read_and_the_cells_stand_for_the_rest(tmp_path: Path) -> None:
    """When thousands crash-loop, reading each would take longer than anybody waits, and tell nothing new."""
    pods = [crashing("a", f"web-{number}") for number in range(500)] + [crashing("b", "db-0")]
    server = StandIn(pods)
    answer = await ask(server, tmp_path)
    assert (answer.found, answer.by_row) == (501, 101)
    assert {each.owner for each in answer.pods} == {"web", "db"}
    assert [(each.name, each.found, each.pods) for each in answer.workloads] == [("web", 500, 500), ("db", 1, 1)]
    assert next(each for each in answer.pods if each.owner == "db").exit_code == 3


async def test_the_answer_of_thousands_is_bounded_and_its_counts_are_whole(tmp_path: Path) -> None:
    """Every workload has to occur in what is left, or the small one that matters is lost among the evicted."""
    evicted = [
        pod("a", f"web-{number}", "Evicted", "0/1", phase="Failed", reason="Evicted", message="memory " * 100)
        for number in range(6000)
    ]
    answer = await ask(StandIn([*evicted, crashing("b", "db-0")]), tmp_path)
    assert (answer.found, len(answer.pods)) == (6001, 5000)
    assert {each.owner for each in answer.pods} == {"web", "db"}
    assert {each.word: each.count for each in answer.reasons} == {"Evicted": 6000, "CrashLoopBackOff": 1}
    assert max(len(each.message) for each in answer.pods) == 300


async def test_newer_cells_tell_when_a_pod_restarted(tmp_path: Path) -> None:
    """Then the old restarts need not be read at all."""
    pods = [
        crashing("a", "web-0", "5 (3m ago)"),
        pod("a", "web-1", restarts="2 (59m ago)"),
        pod("a", "web-2", restarts="7 (3d4h ago)"),
        pod("a", "web-3", restarts="0"),
    ]
    pods[1]["status"]["containerStatuses"] = [{"name": "app", "restartCount": 2, "ready": True, "state": {"running": {}}}]
    server = StandIn(pods, forbidden=frozenset())
    answer = await ask(server, tmp_path, "restarting")
    assert "a/web-2" not in names(answer)
    assert not any("web-2" in path for path in server.asked)
    assert answer.pods[0].name == "web-0"


async def test_a_pod_that_has_just_started_does_not_fail_yet(tmp_path: Path) -> None:
    """Each rollout has pods that are not ready for a moment; after five minutes it is no moment."""
    pods = [
        pod("a", "young-0", ready="0/1", age="4m50s"),
        pod("a", "old-0", ready="0/1", age="6m"),
        pod("a", "gated-0", gates="0/1"),
    ]
    unready = {"type": "Ready", "status": "False", "lastTransitionTime": "2026-01-01T00:00:00Z"}
    for each in pods:
        each["status"]["conditions"] = [unready]
    answer = await ask(StandIn(pods), tmp_path)
    assert names(answer) == ["a/gated-0", "a/old-0"]
    assert {each.reason for each in answer.pods} == {"NotReady"}


@pytest.mark.parametrize("body", ["<html><body>Sign in</body></html>", '{"kind":"Status"}', '{"kind":"Table","rows":[{"ce'])
async def test_what_is_no_answer_of_a_kubernetes_server_is_broken(tmp_path: Path, body: str) -> None:
    """A login page with status 200 is what many a proxy gives."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(text=body, content_type="application/json")

    app = web.Application()
    app.router.add_get("/{tail:.*}", answer)
    async with (
        serving(app, tmp_path) as config,
        open_kubernetes("odd", KubernetesSettings(kubeconfig=str(config)), unobserved) as cluster,
    ):
        with pytest.raises(Broken):
            await cluster.pods(Scope(), "failed", deadline=Deadline.after(30))


async def test_a_name_that_stands_in_several_namespaces_gives_the_candidates(tmp_path: Path) -> None:
    """`web-0` is the first pod of every StatefulSet called web."""
    answer = await find(StandIn(WEB), tmp_path, "web-0")
    assert answer.detail is None
    assert [each.namespace for each in answer.candidates] == ["a", "b"]


async def test_a_pod_is_shown_although_its_events_and_owners_may_not_be_read(tmp_path: Path) -> None:
    """A bot with the least rights still says what the pod itself says."""
    answer = await find(StandIn(WEB), tmp_path, "web-0", "a")
    assert answer.detail
    assert "events is forbidden" in answer.detail.events_unread
    assert [each.kind for each in answer.detail.owners] == ["StatefulSet"]
