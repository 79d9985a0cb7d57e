"""What the parts of one run share."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FRESH_FOR = 86_400
"""Seconds: longer than any run, so that what is cached stays so."""


class Skipped(Exception):
    """A part cannot be measured here; the text says why."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run.

    Attributes:
        folder: where its files are put; it is gone afterwards.
        quick: whether to make a third of the rounds, for a first look.
    """

    folder: Path
    quick: bool = False

    def rounds(self, count: int) -> int:
        """Return how many rounds to make where a whole run makes `count`."""
        return max(2, count // 3) if self.quick else count

    def say(self, text: str) -> None:
        """Say how the run goes."""
        print(text, file=sys.stderr, flush=True)

    def config(self, name: str, kubeconfig: Path, **sections: Any) -> Path:
        """Write a configuration with one cluster, in which nothing cached grows old; return its path."""
        targets = {"prod": {"kubeconfig": str(kubeconfig), "timeout": 60}}
        shape = {
            "http": {"host": "127.0.0.1", "port": 0},
            "connectors": {"kubernetes": targets},
            "answer_timeout": 60,
            "cache": {"ttl": {"default": FRESH_FOR}},
        } | sections
        path = self.folder / f"{name}.yaml"
        path.write_text(yaml.safe_dump(shape))
        return path
