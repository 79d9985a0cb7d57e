"""What the playground says when it starts."""

from __future__ import annotations

from playground.plan import Plan

TRY = ("/sre pods failed", "/sre pods restarting -n payments", "@srehub help")


def greeting(plan: Plan, page: str, pods: int) -> str:
    """Return the few lines that a newcomer reads first. They hold no token.

    Args:
        plan: what is pretended.
        page: the address of the stand-in's page; "" where Slack is real.
        pods: how many pods the demo clusters have.
    """
    demo = f"a demo of {pods:,} pods in three clusters; soon something goes wrong in prod"
    slack = f"a stand-in, as {plan.slack_why}" if plan.slack else f"the real one, {plan.slack_why}"
    cluster = f"{demo}, as {plan.cluster_why}" if plan.cluster else plan.cluster_why
    lines = [f"SREHub's playground: {page}" if page else "SREHub with a demo cluster", ""]
    lines += [f"  Slack    {slack}", f"  cluster  {cluster}", f"  cache    {plan.cache}", ""]
    lines += ["Open the page and type" if page else "In Slack, type", *(f"  {line}" for line in TRY), "Ctrl-C ends it.", ""]
    return "\n".join(lines)


def exited(code: int) -> str:
    """Return the line that says that the bot ended by itself with this exit code (negative: the signal's number)."""
    how = f"signal {-code} ended it" if code < 0 else f"exit code {code}"
    return f"The bot ended by itself ({how}); its own words stand above."


def exit_code(code: int) -> int:
    """Return the exit code with which to end after the bot ended with this one, as a shell would (128 and the signal)."""
    return 128 - code if code < 0 else code
