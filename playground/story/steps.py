"""The steps of the story: what each suggests, and by what it is ticked off."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from playground.story.scene import BAD, GOOD, NAME, NAMESPACE, Scene

_BEFORE = re.compile(r"^\s*(/\S+|<@\w+>|@\S+)\s+")
"""What stands before a line: the slash command, or the mention of the bot."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What has been seen so far.

    Attributes:
        scene: the incident.
        lines: the lines that people have asked the bot, oldest first.
        late_lines: those of them that were asked after the recovery.
        alerted: whether the alert stands in the channel.
        direct: what people have written to the bot in their DMs, in their own words or not.
        digested: whether a digest has come.
    """

    scene: Scene
    lines: Sequence[str]
    late_lines: Sequence[str]
    alerted: bool
    direct: Sequence[str] = ()
    digested: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        id: its name for the page.
        text: what it is about, in one line.
        is_done: tells by what was seen whether it is done.
        hint: returns what could be typed, "" for nothing.
        word: the first word of the command that is needed for it, "" for none.
        act: what somebody else can be asked to do instead, "" for nothing.
        needs: without what it is left out: an alert in the channel, pods that crash, or a clock that can be moved; "" for
            nothing.
        where: where it is done: a channel's name, `dm` or `home` for those with the bot; "" for anywhere.
    """

    id: str
    text: str
    is_done: Callable[[Seen], bool]
    word: str = ""
    hint: Callable[[Scene], str] = lambda _: ""
    act: str = ""
    needs: Literal["", "alert", "crash", "hours"] = ""
    where: str = ""

    def known(self, usages: Sequence[str]) -> bool:
        """Return whether the bot has the command for it, by its usage lines; True as long as it tells none."""
        return not usages or not self.word or any(usage.split()[0] == self.word for usage in usages)


def line(typed: str) -> str:
    """Return a typed text without the slash command or the mention in front."""
    return _BEFORE.sub("", typed).strip().lower()


def _asked(pattern: str) -> Callable[[Seen], bool]:
    wanted = re.compile(pattern)
    return lambda seen: any(wanted.search(one) for one in seen.lines)


FAILED = r"^(pods? )?(failed|failing)\b"

STEPS = (
    Step("alert", "An alert comes in", lambda seen: seen.alerted, needs="alert"),
    Step("ack", "Acknowledge it, so that nobody else has to", _asked(r"^alert ack\b"), needs="alert"),
    Step("failed", "Ask what failed", _asked(FAILED), "pods", lambda _: "/sre pods failed"),
    Step(
        "worst",
        "Look into the worst pod",
        _asked(rf"^pod .*\b{NAME}-"),
        "pod",
        lambda scene: f"/sre pod {scene.worst_pod() or NAME} -n {NAMESPACE}",
        needs="crash",
    ),
    Step(
        "changed",
        "What changed?",
        _asked(r"^(rollouts|changes|what changed)\b"),
        "rollouts",
        lambda _: f"/sre rollouts -n {NAMESPACE}",
    ),
    Step(
        "log",
        "Read its log",
        _asked(rf"^logs?\b.*\b{NAME}\b"),
        "logs",
        lambda _: f"/sre logs deploy/{NAME} -n {NAMESPACE}",
        needs="crash",
    ),
    Step("undo", f"Roll {NAME} back to {GOOD}", lambda seen: seen.scene.rolled_back, act="Ask Ben to roll it back"),
    Step(
        "recover",
        "See it recover: its pods are replaced a few at a time (Faster, if you cannot wait)",
        lambda seen: any(re.search(FAILED, one) for one in seen.late_lines),
        "pods",
        lambda scene: f"/sre pods failed -n {NAMESPACE}" if scene.recovered else "",
    ),
)

ALERT = "ErrorBudgetBurn"
"""The name of the alert that comes of it, in the demo Prometheus' rules."""

LEARNT = (
    "The alert was one message from its beginning to its end; it turns green by itself.",
    "One question showed what failed, worst first; nobody opened a laptop.",
    f"The pod's last exit and the rollout from {GOOD} to {BAD} together said why.",
    "Every answer stands where the incident is, so everyone saw the same, and the cluster was asked once.",
    "A rollback is one line; the next question showed that it helped.",
)
