"""Situations in which people are told that something has turned."""

from golden.asked import NOW, asks, shown
from golden.scenes_status import BAD, picture

from processors import status
from processors._summary import Source, Summary, Tone
from processors._text import plain
from processors._turns import Course
from processors.subscription import Told, bad, begun, blind, ended, listed, over, stopped, well

MINE = Told(id="7f3a2b", line="pods failed -n payments @prod", hold=60, quiet="22:00-07:00 (Europe/London)")
OPS = Told(id="0c11d2", line='alerts firing severity="<critical>" @prod', whom="C0OPS", asker="U0ANA", hold=60)
TURNED = Course(
    healthy=False, since=NOW - 150, seen=False, seen_since=NOW - 150, told=True, turned=(NOW - 9000, NOW - 150),
    title="178 pods failing <!channel> in 142 workloads · prod",
)  # fmt: skip


def situations() -> dict[str, Summary]:
    """Return what people are told in each situation, by the situation's name."""
    ill = shown(status.summary("", [picture(**BAD)], asks("status")))
    fine = shown(status.summary("", [picture()], asks("status")))
    silent = Source("prod", None, trouble="connection refused")
    away = Summary(tone=Tone.REFUSED, title=plain("prod cannot be reached: connection refused"), sources=(silent,))
    again = Course(healthy=True, since=NOW - 60, told=False, turned=TURNED.turned, title=TURNED.title)
    return {
        "notify_begun": begun(MINE, fine, lasting=True, every=30),
        "notify_begun_channel": begun(OPS, ill, lasting=False, every=30),
        "notify_bad": bad(ill, TURNED, MINE.id, ""),
        "notify_bad_channel": bad(ill, TURNED, OPS.id, "U0ANA"),
        "notify_well": well(fine, again, NOW - 900),
        "notify_over": over(again, NOW - 900, "status --fresh @prod"),
        "notify_blind": blind(away, Course(healthy=True, told=True, blind_since=NOW - 660), MINE.line, MINE.id),
        "notify_ended": ended(MINE.line, "you may not see it any more"),
        "notify_list": listed(
            [(MINE, Course(healthy=True, since=NOW - 86_400)), (OPS, TURNED)], "to you or in this channel"
        ),
        "notify_list_none": listed([], "to you or in this channel"),
        "notify_stopped": stopped(OPS),
    }
