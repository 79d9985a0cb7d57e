"""How Slack says no."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A call that Slack refuses.

    Attributes:
        error: Slack's own name for it, e.g. `channel_not_found`.
        status: the HTTP status that goes with it; 200 for nearly everything.
        extra: what else stands in the answer, e.g. `needed` and `provided`.
    """

    def __init__(self, error: str, *, status: int = 200, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.extra = extra

    def body(self) -> dict[str, Any]:
        """Return the answer's body."""
        return {"ok": False, "error": self.error, **self.extra}


def invalid(problem: str) -> Refused:
    """Return the refusal of arguments that do not hold, with Slack's sentence about which."""
    return Refused("invalid_arguments", response_metadata={"messages": [f"[ERROR] {problem}"]})


def bad_blocks(problems: list[str], error: str = "invalid_blocks") -> Refused:
    """Return the refusal of blocks: `problems` are sentences with a JSON pointer each."""
    return Refused(error, errors=problems, response_metadata={"messages": [f"[ERROR] {problem}" for problem in problems]})
