"""Writes the kubeconfig with which a client finds the demo API."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CONTEXT = "demo"


@dataclass(frozen=True, slots=True)
class Way:
    """How a client comes to a server.

    Attributes:
        name: the context's.
        url: where the server listens.
        token: the bearer token; "" for none.
        certificate: the file of the certificate to trust, for https.
    """

    name: str
    url: str
    token: str
    certificate: Path | None

    def cluster(self) -> dict[str, Any]:
        """Return what a kubeconfig says of the server."""
        trusted = {"certificate-authority": str(self.certificate)} if self.certificate else {}
        return {"server": self.url, **trusted}


def write_kubeconfig(path: Path, ways: Sequence[Way]) -> None:
    """Write a kubeconfig with a context for each way, the first being the current one, readable for its owner alone.

    Args:
        path: the file; it is replaced.
        ways: to the servers.
    """
    told = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": way.name, "cluster": way.cluster()} for way in ways],
        "users": [{"name": way.name, "user": {"token": way.token} if way.token else {}} for way in ways],
        "contexts": [{"name": way.name, "context": {"cluster": way.name, "user": way.name}} for way in ways],
        "current-context": ways[0].name,
    }
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "w") as file:
        yaml.safe_dump(told, file, sort_keys=False)
