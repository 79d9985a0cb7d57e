"""Writes a configuration, loads it, and says how it was refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pytest

from bot.config.config import Config, ConfigError, load
from connectors._contract import Secret, Settings


class ClusterSettings(Settings, frozen=True, kw_only=True):
    """A connector's settings with every kind of key that one may have."""

    kubeconfig: str = "~/.kube/config"
    context: str = ""
    in_cluster: bool = False
    namespaces: tuple[str, ...] = ()
    token: Secret = Secret("")
    mode: Literal["fast", "thorough"] = "fast"

    def __post_init__(self) -> None:
        if self.in_cluster and self.context:
            raise ValueError("`context` means nothing with `in_cluster`")


CONNECTORS: Mapping[str, type[Settings]] = {"kubernetes": ClusterSettings}


def configured(folder: Path, text: str, **environ: str) -> Config:
    """Return what `text` as `config.yaml` in `folder` means, under these variables."""
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, environ, CONNECTORS)


def refused(folder: Path, text: str, **environ: str) -> list[str]:
    """Return the sentences with which `text` is refused."""
    with pytest.raises(ConfigError) as caught:
        configured(folder, text, **environ)
    return [str(mistake) for mistake in caught.value.mistakes]
