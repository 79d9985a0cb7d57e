"""The data_visualization block. https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block/"""

from __future__ import annotations

from typing import Any

from playground.slack.blocks._schema import Problems, by_type, items, number, positive, problem, record, string
from playground.slack.blocks.elements import ID

_LABEL = string(20)
_AXIS = record({"categories": items(_LABEL, 20)}, {"x_label": string(50), "y_label": string(50)})
_SERIES = record(
    {"name": _LABEL, "data": items(record({"label": _LABEL, "value": number}, {}), 20)},
    {},
)


def _matches_axis(value: Any, at: str, problems: Problems) -> None:
    names = [one["name"] for one in value["series"]]
    if len(set(names)) != len(names):
        problems.append(problem("series names must be unique", f"{at}/series"))
    categories = value["axis_config"]["categories"]
    if len(set(categories)) != len(categories):
        problems.append(problem("categories must be unique", f"{at}/axis_config/categories"))
    for index, one in enumerate(value["series"]):
        if sorted(point["label"] for point in one["data"]) != sorted(categories):
            problems.append(problem("data labels must be exactly the categories", f"{at}/series/{index}/data"))


_OVER_AXIS = record({"series": items(_SERIES, 6), "axis_config": _AXIS}, {}, _matches_axis)
_PIE = record({"segments": items(record({"label": _LABEL, "value": positive}, {}), 6)}, {})

CHART = record(
    {"title": string(50), "chart": by_type({"pie": _PIE, "bar": _OVER_AXIS, "area": _OVER_AXIS, "line": _OVER_AXIS})},
    {"block_id": ID},
)
