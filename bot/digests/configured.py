"""The digests of the configuration: what is wrong with them, and what they are to everybody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.config.errors import Place
from bot.config.shape import Digest as Entry
from bot.digests.calendar import check_cron, check_zone
from bot.digests.digest import Digest
from handlers._contract import UsageError
from handlers._digest_names import digest_name

Checked = Callable[[str], object]
"""Takes a text, and raises UsageError when it is no good."""


def digests(entries: Sequence[Entry]) -> tuple[Digest, ...]:
    """Return them as they are run; nobody made them, and they may ask all."""
    return tuple(
        Digest(
            name=digest_name(entry.name), channel=entry.channel, cron=entry.cron, timezone=entry.timezone,
            commands=entry.commands, only_if_changed=entry.only_if_changed, quiet_if_healthy=entry.quiet_if_healthy,
            missed=entry.missed, grace=entry.grace,
        )
        for entry in entries
    )  # fmt: skip


def mistakes(entries: Sequence[Entry], understood: Checked) -> Iterator[tuple[Place, str]]:
    """Yield what is wrong with them, and where.

    Args:
        entries: the section, its types in order.
        understood: takes a command line, and raises UsageError unless the bot understands it.
    """
    names = set[str]()
    for number, entry in enumerate(entries):
        place: Place = ("digests", number)
        checks: list[tuple[Place, Checked, str]] = [
            ((*place, "name"), digest_name, entry.name),
            ((*place, "cron"), check_cron, entry.cron),
            ((*place, "timezone"), check_zone, entry.timezone),
            *(((*place, "commands", index), understood, line) for index, line in enumerate(entry.commands)),
        ]
        for where, check, text in checks:
            if said := _wrong(check, text):
                yield where, said
        if entry.name.lower() in names:
            yield (*place, "name"), f"is {entry.name!r}, which is the name of another digest"
        if not entry.commands:
            yield (*place, "commands"), "is empty; a digest asks something"
        names.add(entry.name.lower())


def _wrong(check: Checked, text: str) -> str:
    try:
        check(text)
    except UsageError as error:
        return error.said
    return ""
