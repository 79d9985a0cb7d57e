"""Situations of digests themselves: about to be made, made, looked at."""

from golden.asked import HOUR, NOW
from msgspec.structs import replace

from processors._controls import Button
from processors._summary import Summary
from processors.digest_plan import Coming, Described, cancelled, done, draft, listed, saved, shown

NINE = NOW - 65 + 19 * HOUR  # tomorrow
MORNING = Described(
    name="morning", when="weekdays 09:00", zone="Europe/London",
    lines=("pods failed @all", "alerts firing severity=critical"), maker="U0ANA",
    rule="posted only if something has changed",
    coming=(
        Coming(NINE, "Tue 24 Nov 09:00"), Coming(NINE + 24 * HOUR, "Wed 25 Nov 09:00"),
        Coming(NINE + 48 * HOUR, "Thu 26 Nov 09:00"),
    ),
)  # fmt: skip
NIGHT = Described(
    name="night", when="0 3 13 * 5", zone="UTC", lines=("status @all",), channel="C0OPS",
    coming=(Coming(NINE + 66 * HOUR, "Fri 27 Nov 03:00"),),
)  # fmt: skip
RESTS = replace(MORNING, name="quota", paused="its channel is archived", rule="")
SAVE = "digest save --name morning 'pods failed @all' 'alerts firing severity=critical' '0 9 * * 1-5 Europe/London'"


def situations() -> dict[str, Summary]:
    """Return what is said of digests, by the situation's name."""
    return {
        "digest_plan_draft": draft(MORNING, SAVE),
        "digest_plan_replaces": draft(replace(MORNING, channel="C0OPS"), f"{SAVE} --revision 3", replaces=True),
        "digest_plan_saved": saved(MORNING),
        "digest_plan_shown": shown(MORNING),
        "digest_plan_configured": shown(NIGHT),
        "digest_plan_rests": shown(RESTS),
        "digest_plan_list": listed([RESTS, MORNING, NIGHT]),
        "digest_plan_direct": shown(replace(NIGHT, channel="D0ANA", maker="U0ANA")),
        "digest_plan_none": listed([]),
        "digest_plan_removed": done("morning", "comes no more.", Button("Make it again", SAVE)),
        "digest_plan_cancelled": cancelled(),
    }
