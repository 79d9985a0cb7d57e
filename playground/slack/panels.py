"""Side panels of the page: whoever runs the stand-in may offer `story` and `bonnet`. README.md has their JSON."""

from __future__ import annotations

from typing import Any, Protocol


class Panel(Protocol):
    """What stands behind one side panel. Call `Slack.changed` with its name whenever it has changed: the page asks again."""

    def shown(self) -> dict[str, Any]:
        """Return what the panel shows, as JSON."""
        ...

    async def act(self, what: dict[str, Any]) -> None:
        """Do what was pressed in it. Raises `Refused` for what cannot be done."""
        ...
