"""Says where an alert is, from its labels."""

from __future__ import annotations

from connectors._alerts.records import Labels

_GROUPS = (
    ("namespace", "exported_namespace", "team"),
    ("service", "app", "deployment", "statefulset", "daemonset", "job_name", "workload", "job"),
    ("pod", "instance", "node", "host", "device"),
)
"""Labels that say where, the most general first; of each group the first that is there."""


def place(labels: Labels, parts: int = 2) -> str:
    """Return e.g. `payments/checkout`; "" where no label says where. At most so many parts."""
    found = dict(labels)
    said = [next((found[name] for name in group if found.get(name)), "") for group in _GROUPS]
    return "/".join([one for one in said if one][:parts])


def full_place(labels: Labels) -> str:
    """Return the same down to the pod or machine."""
    return place(labels, len(_GROUPS))
