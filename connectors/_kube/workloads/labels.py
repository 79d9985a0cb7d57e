"""Writes a workload's selector as the server's own syntax of label selectors. Pure.

https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
"""

from __future__ import annotations

from connectors._kube.workloads.objects import Requirement, Selector


def written(selector: Selector) -> str:
    """Return the selector, e.g. `app=web,tier in (a,b)`; "" for one that picks everything."""
    labels = [f"{key}={value}" for key, value in (selector.match_labels or {}).items()]
    return ",".join(sorted([*labels, *map(_requirement, selector.match_expressions or ())]))


def _requirement(one: Requirement) -> str:
    values = f"({','.join(sorted(one.values or ()))})"
    forms = {"In": f"{one.key} in {values}", "NotIn": f"{one.key} notin {values}", "DoesNotExist": f"!{one.key}"}
    return forms.get(one.operator, one.key)
