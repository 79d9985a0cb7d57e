"""Situations of a digest: its first run, and what a week of runs makes of it."""

from golden.asked import HOUR, MINUTE, NOW, asks, shown, silent, source

from connectors._kube.records import Count
from processors import digest, digest_rests, digest_week, pods
from processors._counts import counted
from processors._digest import Group, PodDigest
from processors._news import answered, unanswered
from processors._passages import Cell, Table
from processors._strands import Memory
from processors._summary import Part, Summary, Tone
from processors._text import Span, bold, plain
from processors._told import Issue, Told

DAY = 24 * HOUR
PODS, ALERTS, STATUS = "pods failed @prod", "alerts firing severity=critical @prod", "status @prod"
WHEN = "weekdays 09:00 Europe/London"


def failing(at: float = NOW, target: str = "prod", **found: int) -> Summary:
    """Return the answer that so many pods of each workload fail; `__` in a name stands for its slash."""
    groups = tuple(
        Group(
            namespace=name.split("__")[0], kind="Deployment", name=name.split("__")[1], found=count, pods=count + 11,
            reasons=(Count("CrashLoopBackOff", count),), restarts=count * 9, since=at - 20 * MINUTE, latest=at - MINUTE,
            exit_code=1, message="ValueError: <!channel>", samples=(),
        )
        for name, count in found.items()
    )  # fmt: skip
    total = sum(found.values())
    reasons = (Count("CrashLoopBackOff", total),) if total else ()
    known = PodDigest(
        question="failed", looked_at=4000, namespaces=22, found=total, workloads=len(groups), groups=groups, reasons=reasons
    )
    return shown(pods.summary([Part(target, known, at)], asks("pods failed", target)), source(target, at=at))


def firing(*names: str) -> Summary:
    """Return the answer that these alerts fire."""
    head = f"{counted(len(names), 'alert')} firing" if names else "No alert fires"
    rows = tuple((Cell(name), Cell("critical"), Cell("6 min", 360)) for name in names)
    body = (Table("Alerts, worst first", ("Alert", "Severity", "For"), rows),) if names else ()
    tone = Tone.FIRING if names else Tone.GOOD
    return shown(Summary(tone=tone, title=(bold(head), Span(" · prod")), body=body, measure=len(names)))


AWAY = Summary(
    tone=Tone.WARNING, title=(bold("prod did not answer"), Span(": timed out after 5 s. ")), sources=(silent("prod"),)
)
REFUSED = Summary(tone=Tone.REFUSED, title=plain("You may not ask alerts firing of @prod here."), private=True)
BROKEN = Summary(tone=Tone.NEUTRAL, title=plain("“pods faild” is not a command."), private=True)


def run(memory: Memory, answers: dict[str, Summary], at: float = NOW) -> tuple[tuple[Told, ...], Memory]:
    """Return what one run tells, and what is remembered after it; what has no sources or no records is no answer."""
    told = []
    for line, answer in answers.items():
        there = any(one.at is not None for one in answer.sources)
        before = memory.strand(line)
        strand, news = answered(before, line, answer, int(at)) if there else unanswered(before, line)
        told.append(Told(line=line, answer=answer, answered=there, strand=strand, news=news))
    return tuple(told), Memory(at=int(at), strands=tuple(one.strand for one in told))


def story() -> Memory:
    """Return what is remembered on Monday of five runs on workdays, of which the last was on Friday."""
    week = (
        ({"payments__svc-014": 4}, ("DiskFull",)),
        ({"payments__svc-014": 6, "shop__web": 2}, ("DiskFull",)),
        ({"shop__web": 3}, ()),
        ({"payments__svc-014": 9, "shop__web": 3, "ops__migrate": 1}, ("CheckoutErrors",)),
        ({"payments__svc-014": 20, "shop__web": 3, "ops__migrate": 1}, ("CheckoutErrors", "DiskFull")),
    )
    memory = Memory()
    for days, (found, names) in zip((7, 6, 5, 4, 3), week, strict=True):
        at = NOW - days * DAY + MINUTE
        _, memory = run(memory, {PODS: failing(at, **found), ALERTS: firing(*names)}, at)
    return memory


def said(answers: dict[str, Summary], memory: Memory | None = None) -> Summary:
    """Return the message of a run now."""
    memory = story() if memory is None else memory
    told, _ = run(memory, answers)
    return digest.summary(Issue(name="morning", at=NOW, before=memory.at, notes=(WHEN,)), told)


def situations() -> dict[str, Summary]:
    """Return what a digest says in each situation, by the situation's name."""
    friday = {"payments__svc-014": 20, "shop__web": 3, "ops__migrate": 1}
    monday = {"payments__svc-014": 32, "shop__web": 3, "search__search": 2}
    _, week = run(story(), {PODS: failing(**monday), ALERTS: firing("CheckoutErrors", "Budget")})
    hostile = "<!channel> & *bold*"
    return {
        "digest_first": said({PODS: failing(**monday), ALERTS: firing("CheckoutErrors")}, Memory()),
        "digest_first_well": said({PODS: failing(), ALERTS: firing()}, Memory()),
        "digest_nothing_new": said({PODS: failing(**friday), ALERTS: firing("CheckoutErrors", "DiskFull")}),
        "digest_something_new": said({PODS: failing(**monday), ALERTS: firing("CheckoutErrors", "DiskFull", "Budget")}),
        "digest_well_again": said({PODS: failing(), ALERTS: firing()}),
        "digest_one_command": said({PODS: failing(**monday)}),
        "digest_in_part": said({PODS: failing(**monday), ALERTS: REFUSED, "pods faild": BROKEN, STATUS: AWAY}),
        "digest_well_in_part": said({PODS: failing(), STATUS: AWAY}),
        "digest_not_answered": said({PODS: AWAY, ALERTS: REFUSED}),
        "digest_week": digest_week.summary("morning", week, NOW + HOUR),
        "digest_rests": digest_rests.summary("morning", "its channel is archived"),
        "digest_week_none": digest_week.summary("morning", Memory(), NOW),
        "digest_hostile": said({PODS: failing(), ALERTS: firing(hostile, *(f"Alert{place}" for place in range(40)))}),
    }
