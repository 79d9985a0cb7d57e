"""Makes Slack fail in the ways that it fails."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong with one method's calls.

    Attributes:
        kind: `refuse` answers an error, `lose_answer` does the call and cuts the line, `hang` does nothing at all.
        times: how many calls it still hits; None for every one.
    """

    kind: Literal["refuse", "lose_answer", "hang"]
    times: int | None = 1
    error: str = ""
    status: int = 200
    retry_after: float | None = None


class Faults:
    """What goes wrong, set by tests; nothing by default. `method` is a name such as `chat.update`, or `*` for all."""

    def __init__(self) -> None:
        self._by_method: dict[str, list[Fault]] = {}
        self._released = asyncio.Event()
        self.hidden_blocks: frozenset[str] = frozenset()

    def refuse(
        self, method: str, error: str = "", *, status: int = 200, retry_after: float | None = None, times: int | None = 1
    ) -> Fault:
        """Answer the next `times` calls (None: all) with an error.

        Args:
            method: the calls that are hit.
            error: Slack's error; `ratelimited` goes with status 429. Without it and with a status, a page that is not JSON.
            status: the HTTP status, e.g. 500 or 429.
            retry_after: seconds for the `Retry-After` header, sent as whole seconds; 1 by default for 429.
            times: how many calls are hit.

        Returns:
            the fault, for `end`.
        """
        if error in ("ratelimited", "rate_limited") and status == 200:
            status = 429
        if status == 429:
            error, retry_after = error or "ratelimited", 1.0 if retry_after is None else retry_after
        return self._add(
            method, Fault("refuse", times, error or ("" if status >= 500 else "internal_error"), status, retry_after)
        )

    def lose_answer(self, method: str, times: int | None = 1) -> None:
        """Carry out the next calls, then cut the connection before they are answered."""
        self._add(method, Fault("lose_answer", times))

    def hang(self, method: str, times: int | None = 1) -> None:
        """Leave the next calls without an answer, neither done nor refused, until `clear` or the end."""
        self._add(method, Fault("hang", times))

    def unknown_blocks(self, *types: str) -> None:
        """Refuse these types of block as a Slack does that has not rolled them out; none to accept all again."""
        self.hidden_blocks = frozenset(types)

    def clear(self) -> None:
        """Let everything work again; calls that hang are cut."""
        self._released.set()
        self._released = asyncio.Event()
        self._by_method.clear()
        self.hidden_blocks = frozenset()

    def end(self, fault: Fault) -> None:
        """Let this fault alone be over."""
        fault.times = 0

    def _add(self, method: str, fault: Fault) -> Fault:
        self._by_method.setdefault(method, []).append(fault)
        return fault

    def take(self, method: str) -> Fault | None:
        """Return what goes wrong with a call of `method` that has just come in, and count it."""
        for key in (method, "*"):
            faults = self._by_method.get(key, [])
            while faults:
                fault = faults[0]
                if fault.times is None:
                    return fault
                if fault.times > 0:
                    fault.times -= 1
                    return fault
                faults.pop(0)
        return None

    async def hold(self) -> None:
        """Wait, as a call that hangs does, until `clear`."""
        await self._released.wait()
