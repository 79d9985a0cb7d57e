"""How fast an error budget burns. Pure arithmetic, after https://sre.google/workbook/alerting-on-slos/."""

from __future__ import annotations

import math

import msgspec

SHORT, LONG = 3600, 6 * 3600
"""The windows, in seconds, that say how it is now: an hour, and six."""
WINDOWS = (300, 1800, SHORT, LONG, 3 * 86_400)
"""The windows that are looked at, in seconds: those of the workbook's alerts."""
PAGE, TICKET = 14.4, 6.0
"""Burn rates at which to wake somebody (2 % of a month's budget in an hour), and to act today (5 % in six)."""


class Window(msgspec.Struct, frozen=True):
    """The share of errors within the last so many seconds; None where nothing was asked of the service."""

    seconds: float
    errors: float | None


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """An objective and how it was kept.

    Attributes:
        name, title: what it is called, and what it promises.
        objective: the share that has to be good, in percent.
        period: what it is about.
        windows: shorter times, shortest first.
        warnings: what the server remarked.
    """

    name: str
    title: str
    objective: float
    period: Window
    windows: tuple[Window, ...]
    warnings: tuple[str, ...] = ()

    @property
    def allowed(self) -> float:
        """The share of errors that the objective allows."""
        return 1 - self.objective / 100

    @property
    def left(self) -> float | None:
        """The share of the budget that is left; below 0 it is overdrawn. None where nothing is known."""
        return None if self.period.errors is None else 1 - self.period.errors / self.allowed

    def burn(self, seconds: float) -> float | None:
        """Return how many times faster than allowed the budget burnt within this window; None where it is not known."""
        found = next((window.errors for window in self.windows if window.seconds == seconds), None)
        return None if found is None else found / self.allowed

    @property
    def gone_in(self) -> float | None:
        """Seconds until the budget is gone if it burns on as within the last hour; None where it does not go."""
        burn, left = self.burn(SHORT), self.left
        if not burn or left is None or left <= 0 or not math.isfinite(burn):
            return None
        return left * self.period.seconds / burn
