"""The Helm chart, rendered as helm does and checked against Kubernetes' own schemas, offline."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from servers import real

from bot.catalogue import find_connectors
from bot.config.config import load

CHART = Path(__file__).parents[2] / "helm" / "srehub"
TOKENS = {"slack": {"botToken": "xoxb-1", "appToken": "xapp-1"}}
OWN_SECRET = {
    "existingSecret": "slack-tokens",
    "replicaCount": 3,
    "image": {"repository": "registry.example.com/srehub", "tag": "1.2.3"},
    "imagePullSecrets": [{"name": "registry"}],
    "fullnameOverride": "oncall-bot",
    "serviceAccount": {"create": False, "name": "reader"},
    "rbac": {"create": False},
    "config": {"http": {"port": 9000}, "slack": {"command": "/oncall"}},
    "extraEnv": [{"name": "PROXY", "value": "x"}],
    "extraVolumes": [{"name": "kube", "secret": {"secretName": "kube"}}],
    "extraVolumeMounts": [{"name": "kube", "mountPath": "/kube", "readOnly": True}],
    "podAnnotations": {"a": "b"},
    "podLabels": {"team": "sre"},
    "nodeSelector": {"kubernetes.io/os": "linux"},
    "tolerations": [{"key": "x", "operator": "Exists"}],
}
VALUES: Mapping[str, dict[str, Any]] = {
    "tokens": TOKENS,
    "own secret": OWN_SECRET,
    "redis": TOKENS | {"redis": {"url": "redis://r"}, "replicaCount": 2},
}


@pytest.fixture(scope="session")
def helm() -> Any:
    """The helm SDK, which needs no helm binary."""
    real("helm-python-sdk (pip install -e .[charts])", importlib.util.find_spec("helm_python"))
    import helm_python

    return helm_python


@pytest.fixture(scope="session")
def schemas() -> Any:
    """Kubernetes' schemas."""
    real("kubernetes-validate (pip install -e .[charts])", importlib.util.find_spec("kubernetes_validate"))
    import kubernetes_validate

    return kubernetes_validate


@pytest.fixture
def rendered(helm: Any) -> Any:
    """Render the chart with some values into objects, by kind."""

    def render(values: dict[str, Any]) -> dict[str, dict[str, Any]]:
        with helm.Chart.load(CHART) as chart:
            files = chart.render(values, name="bot", namespace="ops")
        texts = (text for path, text in files.items() if path.endswith(".yaml"))
        return {found["kind"]: found for text in texts for found in yaml.safe_load_all(text) if found}

    return render


@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES.keys())
def test_the_linter_has_nothing_to_say(helm: Any, values: dict[str, Any]) -> None:
    """It sees what rendering lets pass."""
    report = helm.lint(CHART, values, strict=True)
    assert [m for m in report["messages"] if m["severity"] > 1] == []
    assert report["errors"] == []


@pytest.mark.parametrize("version", ["1.25", "1.37"])
@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES.keys())
def test_every_object_is_what_kubernetes_accepts(rendered: Any, schemas: Any, values: dict[str, Any], version: str) -> None:
    """From the oldest version that the chart allows to the newest known: strictly, so that no key is misspelt."""
    for found in rendered(values).values():
        schemas.validate(found, version, strict=True)


def test_the_plain_installation_has_all_that_the_bot_needs(rendered: Any) -> None:
    """A missing piece shows only in a cluster."""
    kinds = {
        "ConfigMap", "Secret", "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Service", "Deployment"
    }  # fmt: skip
    assert set(rendered(TOKENS)) == kinds


def test_what_one_brings_along_is_not_made_again(rendered: Any) -> None:
    """Secrets and accounts are often managed elsewhere."""
    found = rendered(OWN_SECRET)
    assert set(found) == {"ConfigMap", "Service", "Deployment"}
    pod = found["Deployment"]["spec"]["template"]["spec"]
    assert pod["containers"][0]["envFrom"] == [{"secretRef": {"name": "slack-tokens"}}]
    assert pod["serviceAccountName"] == "reader"
    assert pod["containers"][0]["ports"][0]["containerPort"] == 9000


@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES.keys())
def test_the_configuration_in_the_chart_is_one_that_the_bot_accepts(
    rendered: Any, tmp_path: Path, values: dict[str, Any]
) -> None:
    """Otherwise the pod would restart for ever, and say so only in its log."""
    path = tmp_path / "config.yaml"
    path.write_text(rendered(values)["ConfigMap"]["data"]["config.yaml"])
    known = {name: connector.settings for name, connector in find_connectors().items()}
    config = load(path, {}, known)
    assert config.targets() == ("prod",)


def test_the_pod_is_restarted_when_its_configuration_changes(rendered: Any) -> None:
    """The bot reads it once, at the start."""

    def checksum(values: dict[str, Any]) -> str:
        return str(rendered(values)["Deployment"]["spec"]["template"]["metadata"]["annotations"]["checksum/config"])

    assert checksum(TOKENS) != checksum(TOKENS | {"config": {"log": {"level": "debug"}}})


def test_the_pod_may_do_as_little_as_it_needs(rendered: Any) -> None:
    """A bot that hears a whole company is a target."""
    pod = rendered(TOKENS)["Deployment"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_the_role_only_reads_and_no_secrets(rendered: Any) -> None:
    """Least rights: the role is the bot's whole reach."""
    rules = rendered(TOKENS)["ClusterRole"]["rules"]
    assert {verb for rule in rules for verb in rule["verbs"]} == {"get", "list"}
    resources = {resource for rule in rules for resource in rule["resources"]}
    assert not resources & {"secrets", "configmaps", "pods/exec", "*"}


def test_answers_in_hand_are_finished_before_the_pod_is_killed(rendered: Any, tmp_path: Path) -> None:
    """The grace of the pod has to be longer than the bot's own."""
    found = rendered(TOKENS)
    path = tmp_path / "config.yaml"
    path.write_text(found["ConfigMap"]["data"]["config.yaml"])
    known = {name: connector.settings for name, connector in find_connectors().items()}
    grace = load(path, {}, known).grace
    assert found["Deployment"]["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] > grace


@pytest.mark.parametrize(
    ("values", "said"),
    [({}, "slack.botToken"), (TOKENS | {"replicaCount": 2}, "redis.url")],
    ids=["no tokens", "two replicas without Redis"],
)
def test_what_cannot_work_is_refused_at_once(helm: Any, rendered: Any, values: dict[str, Any], said: str) -> None:
    """Better than a pod that fails in a loop, or two that answer twice."""
    with pytest.raises(helm.HelmError, match=said):
        rendered(values)
