"""What the playground says when it starts."""

from __future__ import annotations

from collections.abc import Sequence

from playground.plan import Plan

TRY = ("/sre pods failed", "/sre digest run overview", "@srehub what is broken in payments?")


def greeting(plan: Plan, page: str, pods: int, unasked: Sequence[str] = ()) -> str:
    """Return the few lines that a newcomer reads first. They hold no token.

    Args:
        plan: what is pretended.
        page: the address of the stand-in's page; "" where Slack is real.
        pods: how many pods the demo clusters have.
        unasked: the variables that name monitoring which is not asked, as the demo's is.
    """
    demo = f"a demo of {pods:,} pods in three clusters; soon something goes wrong in prod"
    slack = f"a stand-in, as {plan.slack_why}" if plan.slack else f"the real one, {plan.slack_why}"
    cluster = f"{demo}, as {plan.cluster_why}" if plan.cluster else plan.cluster_why
    lines = [f"SREHub's playground: {page}" if page else "SREHub with a demo cluster", "", *_begin(plan, page)]
    lines += [*(f"  {line}" for line in TRY), "Ctrl-C ends it.", ""]
    lines += [f"  Slack    {slack}", f"  cluster  {cluster}", f"  cache    {plan.cache}"]
    if unasked:
        lines.append(f"  others   the demo's, whatever {' and '.join(unasked)} may name (--config FILE asks those)")
    return "\n".join([*lines, ""])


def _begin(plan: Plan, page: str) -> list[str]:
    """Return what a newcomer can do first, up to the lines to type."""
    if not page:
        return ["In Slack, type"]
    look = '"Under the bonnet" shows what happens on the way, and what the bot does when things break.'
    if not plan.cluster:
        return [f"Open it. {look} Type in a channel"]
    return ['Open it: soon an alert comes into #incidents. "Story" leads you to its end;', look, "Or type what you like:"]


def exited(code: int) -> str:
    """Return the line that says that the bot ended by itself with this exit code (negative: the signal's number)."""
    how = f"signal {-code} ended it" if code < 0 else f"exit code {code}"
    return f"The bot ended by itself ({how}); its own words stand above."


def exit_code(code: int) -> int:
    """Return the exit code with which to end after the bot ended with this one, as a shell would (128 and the signal)."""
    return 128 - code if code < 0 else code
