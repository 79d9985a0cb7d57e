"""What can go wrong with Slack: calls, sockets, all of it."""

from __future__ import annotations

from playground.slack.clock import sleep
from playground.slack.faults import Faults
from playground.slack.server import Server
from playground.slack.state import State


class Trouble:
    """Lets it go wrong, and right again."""

    _state: State
    _server: Server

    @property
    def faults(self) -> Faults:
        """What goes wrong with the Web API."""
        return self._state.faults

    @property
    def connections(self) -> int:
        """How many sockets are open."""
        return len(self._state.sockets.open)

    async def drop(self, n: int | None = None) -> None:
        """Cut the `n` oldest sockets, or all, without a close frame."""
        self._state.sockets.cut(n)

    async def refresh(self, n: int = 1, *, ahead: float = 10.0) -> None:
        """Ask the `n` oldest sockets to go: `warning` now, and `ahead` seconds later `refresh_requested` and the close."""
        leaving = self._state.sockets.open[:n]
        if ahead > 0:
            await self._state.sockets.say_goodbye(leaving, "warning")
        self._state.deliveries.spawn(self._state.sockets.retire(leaving, ahead))

    async def away(self, seconds: float) -> None:
        """Be gone for apps, but not for the page: sockets are cut now, and calls as they come, for so many seconds."""
        outage = self._state.outage
        if outage.on:
            return
        outage.on = True
        self._state.sockets.cut()

        async def come_back() -> None:
            await sleep(self._state.clock, seconds)
            outage.on = False

        self._state.deliveries.spawn(come_back())

    @property
    def is_away(self) -> bool:
        """Whether it is gone for apps at the moment."""
        return self._state.outage.on

    async def down(self) -> None:
        """Go away altogether: connections are refused, open ones cut."""
        self._state.sockets.cut()
        await self._server.down()

    async def up(self) -> None:
        """Come back, on the same port."""
        await self._server.up()

    def revoke(self, *tokens: str, error: str = "invalid_auth") -> None:
        """Refuse these tokens (both by default) from now on, with `error`."""
        for token in tokens or (self._state.tokens.bot, self._state.tokens.app):
            self._state.tokens.revoked[token] = error
