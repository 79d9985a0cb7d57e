"""One bad moment of a server among the hundred requests of an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors._deadline import Deadline
from connectors._errors import Broken
from connectors._events import Event, RequestDone
from connectors.kubernetes import KubernetesSettings, PodList, Question, Scope, open_kubernetes
from playground.kubernetes import DemoCluster, World
from playground.kubernetes.faults import Faults


async def ask(demo: DemoCluster, folder: Path, question: Question = "failed", outcomes: list[str] | None = None) -> PodList:
    """Ask the demo cluster; how its requests ended goes into `outcomes`."""

    def observe(event: Event) -> None:
        if isinstance(event, RequestDone) and outcomes is not None:
            outcomes.append(event.outcome)

    settings = KubernetesSettings(kubeconfig=str(demo.kubeconfig(folder / "config")))
    async with open_kubernetes("demo", settings, observe) as cluster:
        return await cluster.pods(Scope(), question, deadline=Deadline.after(30))


def seen(answer: PodList) -> tuple[int, list[tuple[str, str, str]], int]:
    """Return what an answer says: how many were looked at, which pods fail and why, how many were not read."""
    pods = sorted((pod.namespace, pod.name, pod.reason) for pod in answer.pods)
    return answer.looked_at, pods, answer.by_row


TABLES, LISTS, GETS = "includeObject", "fieldSelector", "/pods/"


def strike(faults: Faults, kind: str, only: str) -> None:
    """Have the next such request fail in this way."""
    if kind == "500":
        faults.status(500, times=1, only=only)
    elif kind == "cut":
        faults.cut(times=1, only=only)
    else:
        faults.garbage(times=1, only=only)


@pytest.mark.parametrize("only", [TABLES, LISTS, GETS])
@pytest.mark.parametrize("kind", ["500", "cut"])
async def test_one_bad_answer_costs_nothing(tmp_path: Path, kind: str, only: str) -> None:
    """A rolling API server drops a few requests each time; whoever asks then is in an incident, perhaps this one."""
    async with DemoCluster(World(pods=2000)) as demo:
        whole = seen(await ask(demo, tmp_path))
        strike(demo.faults, kind, only)
        outcomes: list[str] = []
        assert seen(await ask(demo, tmp_path, outcomes=outcomes)) == whole
    assert outcomes.count("ok") == len(outcomes) - 1, "it was struck once"


async def test_a_table_of_nonsense_is_asked_for_once_more(tmp_path: Path) -> None:
    """A load balancer's own page, with the status 200, is what a restart behind it looks like."""
    async with DemoCluster(World(pods=400)) as demo:
        demo.faults.garbage(times=1, only=TABLES)
        assert (await ask(demo, tmp_path)).looked_at == 400


async def test_an_answer_that_always_breaks_off_is_broken(tmp_path: Path) -> None:
    """Half a table would be an answer that overlooks; and nobody asks without end."""
    async with DemoCluster(World(pods=400)) as demo:
        demo.faults.cut(only=TABLES)
        with pytest.raises(Broken, match="broke off"):
            await ask(demo, tmp_path)
        tables = [each for each in demo.requests if "/pods?" in each.path and TABLES in each.path]
    assert len(tables) <= 4 * len(demo.world.namespaces)
