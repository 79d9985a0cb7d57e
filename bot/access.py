"""Who may ask what, where. Asked again for every click: a button is state, not authority.

Rules only matter once there are some: with none, everyone reads and nobody changes anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

import msgspec

from bot.errors import Denied


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lets those whom it names read what it names. An empty list means all.

    Attributes:
        users: user IDs. IDs only: names can be taken by others.
        channels: channel IDs.
        targets: targets' names, `*` allowed. A command that asks no target, such as `help`, is not held back by them.
        commands: commands' names, `*` allowed, e.g. `pods *`.
    """

    users: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()

    def lets(self, user: str, channel: str, target: str, command: str) -> bool:
        """Return whether this rule allows it."""
        return (
            (not self.users or user in self.users)
            and (not self.channels or channel in self.channels)
            and (not target or not self.targets or any(fnmatchcase(target, pattern) for pattern in self.targets))
            and (not self.commands or any(fnmatchcase(command, pattern) for pattern in self.commands))
        )


class Access:
    """Decides by the configured rules."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(rules)

    def rights(self, user: str) -> tuple[Rule, ...] | None:
        """Return the rules that are about this user; None where there are no rules and everyone reads."""
        return tuple(rule for rule in self._rules if not rule.users or user in rule.users) if self._rules else None

    def check(self, *, user: str, channel: str, targets: Sequence[str], command: str) -> None:
        """Return if the user may ask the command of every target from the channel.

        Raises:
            Denied: naming what is not allowed.
        """
        if not self._rules:
            return
        for target in targets or ("",):
            if not any(rule.lets(user, channel, target, command) for rule in self._rules):
                where = f" of @{target}" if target else ""
                raise Denied(f"You may not ask {command}{where} here. The rules stand under `access` in the configuration.")
