"""What `srehub check` is told of a cluster, real servers and the demo one."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from connectors._contract import Finding
from connectors._deadline import Deadline
from connectors._events import unobserved
from connectors._kube.checking import LIST_NAMESPACES, NEEDS
from connectors.kubernetes import KubernetesSettings, open_kubernetes
from playground.kubernetes import DemoCluster, World


async def check(config: Path, namespaces: tuple[str, ...] = ()) -> list[Finding]:
    """Return the findings about the cluster that this kubeconfig leads to."""
    settings = KubernetesSettings(kubeconfig=str(config), namespaces=namespaces)
    async with open_kubernetes("rig", settings, unobserved) as cluster:
        return list(await cluster.check(Deadline.after(30)))


def as_nobody(kubeconfig: Path, copy: Path) -> Path:
    """Write a kubeconfig of the same cluster, for a token that it does not know; return its path."""
    content = yaml.safe_load(kubeconfig.read_text())
    content["users"][0]["user"] = {"token": "nobody's"}
    copy.write_text(yaml.safe_dump(content))
    return copy


def wrong(findings: list[Finding]) -> dict[str, str]:
    """Return what is not well, and what was said of it."""
    return {finding.what: finding.said for finding in findings if not finding.well}


@pytest.mark.kubernetes
async def test_who_may_do_everything_is_told_that_all_is_well(kubeconfig: Path) -> None:
    """The reads that are tried have to be ones that a real server allows, down to those of things that are not there."""
    findings = await check(kubeconfig)
    assert wrong(findings) == {}
    assert [finding.what for finding in findings[:3]] == ["answers", "credentials", "list namespaces"]
    assert len(findings) == 3 + len(NEEDS)
    assert findings[0].said.startswith("Kubernetes v")


@pytest.mark.kubernetes
async def test_who_may_do_nothing_is_told_every_rule_that_is_missing(kubeconfig: Path) -> None:
    """A real server refuses before it looks whether a thing is there; the line can be pasted into the ClusterRole."""
    reader = kubeconfig.with_name("reader.kubeconfig")
    if not reader.is_file():
        pytest.skip("this server has no user without rights")
    found = wrong(await check(reader))
    assert found["list pods"] == "ClusterRole rule missing: verbs [list] on pods (core)"
    assert found["get jobs"] == "ClusterRole rule missing: verbs [get] on jobs (batch)"
    assert found["get nodes"] == "ClusterRole rule missing: verbs [get] on nodes (core)"
    assert found["get pods/log"] == "ClusterRole rule missing: verbs [get] on pods/log (core)"
    assert found["list pods of metrics.k8s.io"] == "ClusterRole rule missing: verbs [list] on pods (metrics.k8s.io)"
    assert len(found) == len((LIST_NAMESPACES, *NEEDS))


async def test_a_rule_that_is_missing_in_one_namespace_names_it(tmp_path: Path) -> None:
    """Where the bot is told where to look, that is where its rights have to be, and nobody asks for the others."""
    async with DemoCluster(World(pods=400)) as demo:
        one, two = demo.world.namespaces[:2]
        demo.rights.forbid("pods", two)
        demo.rights.forbid("namespaces", "")
        found = wrong(await check(demo.kubeconfig(tmp_path / "config"), (one, two)))
    assert found["list pods"] == f"ClusterRole rule missing: verbs [list] on pods (core) in {two}"
    assert "list namespaces" not in found


async def test_a_namespace_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A misspelt one is empty for ever, which looks like health."""
    async with DemoCluster(World(pods=400)) as demo:
        found = wrong(await check(demo.kubeconfig(tmp_path / "config"), (demo.world.namespaces[0], "paymets")))
    assert set(found) == {"namespace paymets"}


@pytest.mark.kubernetes
async def test_a_token_that_is_not_accepted_is_one_finding(kubeconfig: Path, tmp_path: Path) -> None:
    """Six lines that all say the same hide the cause."""
    assert set(wrong(await check(as_nobody(kubeconfig, tmp_path / "config")))) == {"credentials"}


async def test_a_server_that_is_away_is_one_finding(tmp_path: Path) -> None:
    """It raises nothing: the other targets are to be checked too."""
    async with DemoCluster(World(pods=400)) as demo:
        config = demo.kubeconfig(tmp_path / "config")
        await demo.faults.down()
        assert wrong(await check(config)) == {"answers": "connection refused"}
    assert set(wrong(await check(tmp_path / "nowhere"))) == {"credentials"}


async def test_a_read_that_fails_for_another_reason_says_so(tmp_path: Path) -> None:
    """A server that is ill is not one that lacks a rule."""
    async with DemoCluster(World(pods=400)) as demo:
        demo.faults.status(500, only="/events")
        found = wrong(await check(demo.kubeconfig(tmp_path / "config")))
    assert set(found) == {"list events"}
    assert found["list events"].startswith("answered 500")
