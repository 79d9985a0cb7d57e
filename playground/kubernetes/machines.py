"""What is the matter with the nodes, and what people have written into their objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.kubernetes.company import CORDONED_AGO, CORDONED_NODE, SICK_FOR, SICK_NODES, STRAINED_AGO, STRAINED_NODE


@dataclass(slots=True)
class Machines:
    """The nodes, by their numbers, with the moments (seconds since 1970) since when it has been so.

    Attributes:
        sick: do not answer.
        pressed: are short of memory.
        cordoned: take no new pods.
        recovered: answer again.
        written: what was changed in their `metadata` (labels, annotations, managedFields, resourceVersion).
    """

    sick: dict[int, int] = field(default_factory=dict)
    pressed: dict[int, int] = field(default_factory=dict)
    cordoned: dict[int, int] = field(default_factory=dict)
    recovered: dict[int, int] = field(default_factory=dict)
    written: dict[int, Mapping[str, Any]] = field(default_factory=dict)


def machines_at(began: int, *, calm: bool) -> Machines:
    """Return the nodes of a world that began at this moment: all well if it is calm, else some of them ailing."""
    if calm:
        return Machines()
    return Machines(
        sick=dict.fromkeys(SICK_NODES, began - SICK_FOR),
        pressed={STRAINED_NODE: began - STRAINED_AGO},
        cordoned={CORDONED_NODE: began - CORDONED_AGO},
    )
