"""The bot's configuration for the demo clusters: the user's own, with the demo's targets in the place of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

USUAL = "config.yaml"
"""The file that the bot reads if SREHUB_CONFIG names none."""


def write_config(path: Path, targets: Iterable[str], environ: Mapping[str, str]) -> Path | None:
    """Write the configuration that the bot is to read.

    Args:
        path: the file; it is replaced.
        targets: the contexts of the kubeconfig that KUBECONFIG will name; each is a target of its name.
        environ: the environment, which may name the user's own configuration.

    Returns:
        the path; None where there is no configuration to begin with, or it is broken: the bot says that better.
    """
    own = Path(environ.get("SREHUB_CONFIG") or USUAL)
    try:
        read = yaml.safe_load(own.read_text())
    except (OSError, yaml.YAMLError, UnicodeDecodeError):
        return None
    if not isinstance(read, dict):
        return None
    path.write_text(yaml.safe_dump(demo_config(read, targets), sort_keys=False, allow_unicode=True))
    return path


def demo_config(own: Mapping[str, Any], targets: Iterable[str]) -> dict[str, Any]:
    """Return a configuration with these targets as its Kubernetes clusters, and all else as it is."""
    clusters = {name: {"kubeconfig": "${KUBECONFIG}", "context": name} for name in targets}
    return {**own, "connectors": {**(own.get("connectors") or {}), "kubernetes": clusters}}
