"""The shipped config.yaml and .env.example: they run as they are, and leave nothing out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
from configured import CONNECTORS, configured
from msgspec.structs import fields

from bot.catalogue import find_connectors
from bot.config.config import load
from bot.config.kinds import bare
from bot.config.shape import File

ROOT = Path(__file__).parents[2]
KNOWN = {name: connector.settings for name, connector in find_connectors().items()} | CONNECTORS


def test_the_shipped_file_runs_as_it_is() -> None:
    """`make run` uses it untouched."""
    config = load(ROOT / "config.yaml", {}, KNOWN)
    assert config.targets() == ("prod",)
    assert config.connectors["kubernetes"]["prod"].kubeconfig == "~/.kube/config"
    assert (config.http.host, config.http.port) == ("0.0.0.0", 8080)
    assert load(ROOT / "config.yaml", {"SREHUB_HTTP_PORT": "0"}, KNOWN).http.port == 0


def test_the_shipped_file_shows_the_true_defaults() -> None:
    """It says so in its first line."""
    shipped, empty = load(ROOT / "config.yaml", {}, KNOWN), msgspec.convert({}, File)
    for name in set(File.__struct_fields__) - {"connectors", "cache"}:
        assert getattr(shipped, name) == getattr(empty, name), name


def test_the_examples_in_the_shipped_file_are_accepted(tmp_path: Path) -> None:
    """A commented example that is refused is worse than none."""
    text = (ROOT / "config.yaml").read_text()
    sections = re.findall(r"^# ((?:channels|access|webhooks|alerts|digests):(?:\n#   .*)+)", text, re.MULTILINE)
    assert len(sections) == 5
    examples = "\n".join(section.replace("\n# ", "\n") for section in sections)
    config = configured(
        tmp_path, f"connectors: {{kubernetes: {{prod: {{}}}}}}\n{examples}\n", ALERTMANAGER_WEBHOOK_TOKEN="t"
    )
    assert config.access[0].commands == ("pods *",)
    assert config.digests[0].commands == ("pods failed @all",)


def test_every_key_stands_in_the_shipped_file() -> None:
    """A setting that nobody can find does not exist."""
    text = (ROOT / "config.yaml").read_text()
    missing = [key for key in _keys(File) if not re.search(rf"(?:^|[\s{{,#]){key}:", text)]
    assert not missing


def test_every_key_of_every_connector_stands_in_the_shipped_file() -> None:
    """A new connector is one file, and its lines in the configuration."""
    text = (ROOT / "config.yaml").read_text()
    settings = {name: connector.settings for name, connector in find_connectors().items()}
    assert [name for name in settings if not re.search(rf"^ +(?:# )?{name}:", text, re.MULTILINE)] == []
    keys = {key for kind in settings.values() for key in _keys(kind)}
    assert [key for key in sorted(keys) if not re.search(rf"^ +(?:# )?{key}:", text, re.MULTILINE)] == []


def test_the_shipped_file_knows_what_the_environment_names() -> None:
    """One variable is all that a Prometheus needs; without it there is none, rather than one that never answers."""
    named = {"PROMETHEUS_URL": "http://p:9090", "ALERTMANAGER_URL": "http://a:9093"}
    config = load(ROOT / "config.yaml", named, KNOWN)
    assert {name: list(targets) for name, targets in config.connectors.items()} == {
        "kubernetes": ["prod"], "prometheus": ["prod"], "alertmanager": ["prod"], "loki": []
    }  # fmt: skip
    assert config.connectors["prometheus"]["prod"].graphs["errors"].unit == "ratio"


def test_every_variable_stands_in_the_example_of_the_environment() -> None:
    """The same for the environment."""
    named = {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL", "REDIS_URL", "KUBECONFIG", "SREHUB_CONFIG", "LOG_LEVEL"}
    named |= set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (ROOT / "config.yaml").read_text())) - {"NAME"}
    named |= set(re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', (ROOT / "bot" / "config" / "config.py").read_text()))
    example = (ROOT / ".env.example").read_text()
    assert not [name for name in sorted(named) if not re.search(rf"^(?:# )?{name}=", example, re.MULTILINE)]


def _keys(kind: Any) -> set[str]:
    """Return the names of all keys of a Struct and of the Structs in it."""
    found: set[str] = set()
    for field in fields(kind):
        found.add(field.encode_name)
        inner = [field.type, *getattr(bare(field.type), "__args__", ())]
        for core in map(bare, inner):
            if isinstance(core, type) and issubclass(core, msgspec.Struct):
                found |= _keys(core)
    return found
