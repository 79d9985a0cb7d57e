"""How the demo API can be told to fail."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal


@dataclass(slots=True)
class Fault:
    """One way to fail.

    Attributes:
        only: it strikes requests whose path and query hold this text; "" for all.
        times: how many more requests it strikes; None for any number.
        ended: set when it is over; what hangs goes on then.
    """

    kind: Literal["hang", "slow", "status", "cut", "garbage"]
    only: str = ""
    times: int | None = None
    seconds: float = 0.0
    code: int = 500
    retry_after: int | None = None
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class Faults:
    """What is wrong with the server at the moment. Each fault lasts until `end` or `clear`, or for so many `times`.

    Args:
        down: stops listening and drops every connection.
        up: listens again, on the same port.
    """

    def __init__(self, down: Callable[[], Awaitable[None]], up: Callable[[], Awaitable[None]]) -> None:
        self._faults: list[Fault] = []
        self.down = down
        self.up = up

    def hang(self, only: str = "", times: int | None = None) -> Fault:
        """Take requests and never answer, until `clear`."""
        return self._add(Fault("hang", only, times))

    def slow(self, seconds: float, only: str = "", times: int | None = None) -> Fault:
        """Answer so many seconds late."""
        return self._add(Fault("slow", only, times, seconds=seconds))

    def status(self, code: int, times: int | None = None, retry_after: int | None = None, only: str = "") -> Fault:
        """Answer with this HTTP status and a Status object, and with `Retry-After` (seconds) if given."""
        return self._add(Fault("status", only, times, code=code, retry_after=retry_after))

    def cut(self, only: str = "", times: int | None = None) -> Fault:
        """Break the connection off in the middle of the body."""
        return self._add(Fault("cut", only, times))

    def garbage(self, only: str = "", times: int | None = None) -> Fault:
        """Answer 200 with something that is not JSON, though it says so."""
        return self._add(Fault("garbage", only, times))

    def end(self, fault: Fault) -> None:
        """Let this fault alone be over; what hangs by it is answered now."""
        fault.ended.set()
        self._faults = [one for one in self._faults if one is not fault]

    def _add(self, fault: Fault) -> Fault:
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Be well again; what hangs is answered now. (A server that is down stays down: `up`.)"""
        for fault in self._faults:
            fault.ended.set()
        self._faults.clear()

    def strike(self, path: str) -> list[Fault]:
        """Return the faults that strike a request for this path and query, and count it."""
        struck = [fault for fault in self._faults if fault.only in path]
        for fault in struck:
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self._faults.remove(fault)
        return struck
