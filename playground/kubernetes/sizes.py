"""How much of a node each container asks for, and how much it may take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from playground.kubernetes.workloads import Workload, uid

KEPT = 2048
GPU = "nvidia.com/gpu"
TRAINING = ("recommendations", "model-trainer")
"""The workload that wants a GPU, of which there is none."""


@dataclass(frozen=True, slots=True)
class Size:
    """What a container requests and is limited to.

    Attributes:
        cpu: requested, in thousandths of a core.
        memory: requested, in MiB.
        most: the limit of its memory, in MiB.
        pinned: whether its limits are its requests, of the CPU too.
    """

    cpu: int
    memory: int
    most: int
    pinned: bool = False

    def resources(self, gpus: int = 0) -> dict[str, Any]:
        """Return the `resources` of a container of this size that wants so many GPUs."""
        extra = {GPU: str(gpus)} if gpus else {}
        limited = {"cpu": f"{self.cpu}m"} if self.pinned else {}
        return {
            "limits": {**limited, "memory": f"{self.most}Mi", **extra},
            "requests": {"cpu": f"{self.cpu}m", "memory": f"{self.memory}Mi", **extra},
        }


PROXY = Size(25, 32, 128)
STATEFUL = Size(500, 1024, 1024, pinned=True)
USUAL = (Size(50, 64, 256), Size(100, 128, 512), Size(150, 256, 512), Size(200, 384, 768))


@lru_cache(maxsize=KEPT)
def sizes(work: Workload) -> Mapping[str, Size]:
    """Return the size of each container of a workload's pods, by the container's name."""
    if work.kind == "StatefulSet":
        return {"app": STATEFUL}
    app = USUAL[int(uid("size", work.namespace, work.app)[:6], 16) % len(USUAL)]
    return {"app": app, "proxy": PROXY} if work.kind == "Deployment" else {"app": app}


def gpus(work: Workload) -> int:
    """Return how many GPUs the first container of its pods wants."""
    return 1 if (work.namespace, work.name) == TRAINING else 0


def quality(work: Workload) -> str:
    """Return the quality of service of its pods: Guaranteed where each container's limits are its requests."""
    return "Guaranteed" if all(size.pinned for size in sizes(work).values()) else "Burstable"
