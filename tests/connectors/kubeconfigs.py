"""Kubeconfig files and credential plugins for the tests."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


def encoded(text: str) -> str:
    """Return the text as a kubeconfig's `-data` keys hold it."""
    return base64.b64encode(text.encode()).decode()


def kubeconfig(
    file: Path,
    user: dict[str, Any] | None = None,
    *,
    name: str = "prod",
    server: str = "https://127.0.0.1:1",
    **cluster: Any,
) -> Path:
    """Write a kubeconfig with one context, one cluster and one user, all called `name`; dashes are underscores here."""
    of_cluster = {"server": server} | {key.replace("_", "-"): value for key, value in cluster.items()}
    file.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": name,
        "contexts": [{"name": name, "context": {"cluster": name, "user": name}}],
        "clusters": [{"name": name, "cluster": of_cluster}],
        "users": [{"name": name, "user": user or {}}],
    }
    file.write_text(yaml.safe_dump(content))
    return file


@dataclass(frozen=True)
class At:
    """Settings that say where the access to a cluster stands."""

    kubeconfig: str = ""
    context: str = ""
    in_cluster: bool = False


def script(file: Path, *lines: str) -> Path:
    """Write a program for the shell; it runs in whatever folder it is started in."""
    file.write_text("\n".join(("#!/bin/sh", *lines, "")))
    file.chmod(0o755)
    return file


def printing(file: Path, **status: str) -> Path:
    """Write a plugin that prints these credentials, and counts its runs in the file `runs` beside it."""
    version = "client.authentication.k8s.io/v1"
    said = json.dumps({"kind": "ExecCredential", "apiVersion": version, "status": status})
    (file.parent / "said.json").write_text(said)
    return script(file, f"echo run >> {file.parent}/runs", f"cat {file.parent}/said.json")


def running(command: Path | str, **more: Any) -> dict[str, Any]:
    """Return a kubeconfig's user whom this plugin gives the credentials."""
    return {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": str(command), **more}}


def runs(folder: Path) -> int:
    """Return how often the plugin in this folder has run."""
    file = folder / "runs"
    return len(file.read_text().splitlines()) if file.exists() else 0


def alive(pid: int) -> bool:
    """Return whether a process runs; one that is dead and not yet buried does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
