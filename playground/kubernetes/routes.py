"""The paths of the API: `/api/v1/namespaces/NAMESPACE/pods/NAME/log` and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass

PATH = re.compile(
    r"/(?:api|apis/(?P<group>[^/]+))/(?P<version>v\d[^/]*)(?:/namespaces/(?P<namespace>[^/]+))?"
    r"/(?P<plural>[^/]+)(?:/(?P<name>[^/]+)(?:/(?P<sub>[^/]+))?)?/?"
)
NAMESPACE = re.compile(r"/api/v1/namespaces/(?P<name>[^/]+)/?")


@dataclass(frozen=True, slots=True)
class Route:
    """What a path means; what it does not hold is "".

    Attributes:
        sub: the subresource, e.g. `log`.
    """

    group: str
    version: str
    namespace: str
    plural: str
    name: str
    sub: str


def parse_route(path: str) -> Route | None:
    """Return what a path means; None if it is not that of a resource."""
    of_namespace = NAMESPACE.fullmatch(path)
    if of_namespace:
        return Route("", "v1", "", "namespaces", of_namespace["name"], "")
    match = PATH.fullmatch(path)
    return match and Route(**{name: value or "" for name, value in match.groupdict().items()})
