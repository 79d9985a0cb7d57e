"""Checks the name of a time zone: IANA's, e.g. `Europe/London` (https://www.iana.org/time-zones)."""

from __future__ import annotations

from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from handlers._contract import UsageError

_LONGEST = 60
_TELLING = 5
"""Letters from which on a name is like another by more than chance: `PST` is like a dozen."""


def zone(name: str) -> str:
    """Return the zone's name as IANA spells it, however its letters were cased; of a city alone, the zone named after it.

    Raises:
        UsageError: there is no such zone; the nearest is named.
    """
    if _is_zone(name):
        return name
    known = {one.lower(): one for one in available_timezones()}
    cities = {city: [one for one in known if one.endswith(f"/{city}")] for city in (one.split("/")[-1] for one in known)}
    if found := known.get(name.lower()):
        return found
    if len(found_in := cities.get(name.lower(), [])) == 1:
        return known[found_in[0]]
    near = get_close_matches(name.lower(), [*known, *cities], n=1) if len(name) >= _TELLING else []
    meant = f" Did you mean {known[cities.get(near[0], near)[0]]}?" if near else " Write one like Europe/London."
    raise UsageError(f"“{name[:_LONGEST]}” is no time zone.{meant}")


def own_zone(name: str) -> str:
    """Return a person's zone, as Slack names it, if this machine knows it; else UTC."""
    return name if name and _is_zone(name) else "UTC"


def _is_zone(name: str) -> bool:
    """Return whether the system's data have this very name; looking at all of them would take a while."""
    if not name.isascii() or not name.isprintable() or len(name) > _LONGEST:
        return False
    try:
        ZoneInfo(name)
    except (ValueError, LookupError, OSError):  # what leads out of the folder, what is not there, what is a folder
        return False
    return True
