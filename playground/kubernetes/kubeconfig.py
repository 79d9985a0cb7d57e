"""Writes the kubeconfig with which a client finds the demo API."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml

CONTEXT = "demo"


def write_kubeconfig(path: Path, url: str, token: str, certificate: Path | None) -> None:
    """Write a kubeconfig with one context, `demo`, readable for its owner alone.

    Args:
        path: the file; it is replaced.
        url: where the server listens.
        token: the bearer token; "" for none.
        certificate: the file of the certificate to trust, for https.
    """
    cluster: dict[str, Any] = {"server": url}
    if certificate:
        cluster["certificate-authority"] = str(certificate)
    told = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": CONTEXT, "cluster": cluster}],
        "users": [{"name": CONTEXT, "user": {"token": token} if token else {}}],
        "contexts": [{"name": CONTEXT, "context": {"cluster": CONTEXT, "user": CONTEXT}}],
        "current-context": CONTEXT,
    }
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "w") as file:
        yaml.safe_dump(told, file, sort_keys=False)
