"""Makes paths of names that a server or a person gives."""

from __future__ import annotations

from urllib.parse import quote

from connectors._errors import Invalid


def segment(name: str, target: str) -> str:
    """Return `name` as a segment of a path, whatever it is called.

    Servers may undo the quoting before they split the path, so that a name which would lead up it is refused.

    Raises:
        Invalid: nothing can have this name.
    """
    if not name or not {".", ".."}.isdisjoint(name.split("/")):
        raise Invalid(target, f"{name!r} cannot be a name")
    return quote(name, safe="")
