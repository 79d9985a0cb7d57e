"""The guide: watches the company and the channel, and ticks off what people have done."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from playground.slack import Refused, Slack
from playground.story.colleague import Colleague
from playground.story.everyday import EVERY_DAY
from playground.story.hours import Hours
from playground.story.scene import NAME, Scene
from playground.story.steps import LEARNT, STEPS, Seen, Step
from playground.story.witness import Witness

PANEL = "story"
LOOK_EVERY = 0.5
"""Seconds between two looks at the company."""
SPEEDS = (1.0, 5.0, 20.0, 60.0)
PRELUDE = 10.0
"""How fast the quiet time before the alert goes by: nobody should have to wait for an incident."""
CAN = ("pause", "faster", "restart")


class Order(msgspec.Struct, frozen=True):
    """What the page asks for: `pause`, `resume`, `faster`, `restart`, `step:<id>`, or `move` to a time (since 1970)."""

    act: str
    to: float = 0.0


class Guide:
    """Shows the story and takes orders; see `playground.slack.Panel`. The story's clock stands until a page is open.

    Args:
        slack: where people work.
        scene: the incident.
        colleague: does what the bot cannot do yet.
        hours: what time it is, where that can be moved on.
        alerting: whether the bot is told of alerts; without, the steps about the alert are left out.
    """

    def __init__(
        self, slack: Slack, scene: Scene, colleague: Colleague, hours: Hours | None = None, *, alerting: bool = True
    ) -> None:
        self._slack, self._scene, self._hours = slack, scene, hours
        self._colleague, self._alerting = colleague, alerting
        self._witness = Witness(slack)
        self._begin()
        self._waiting = True
        self._scene.run(0)

    def _begin(self) -> None:
        self._done: set[str] = set()
        self._witness.begin()
        self._alerted = self._averted = False
        self._speed = SPEEDS[0]
        self._over: float | None = None
        self._waiting = False
        self._scene.run(PRELUDE)

    def shown(self) -> dict[str, Any]:
        """Return the clock, the steps, those of every day, and in the end what was learnt."""
        self._tick()
        steps, daily = self._steps(STEPS), self._steps(EVERY_DAY)
        ahead = [step.id for step in steps if step.id not in self._done]
        active = next((step.id for step in (*steps, *daily) if step.id not in self._done), "")
        return {
            "clock": {
                "now": int(self._scene.now),
                "speed": self._scene.speed or self._speed,
                "paused": not self._scene.speed,
            },
            "title": self._title(bool(ahead)),
            "steps": [self._row(step, active) for step in steps] + ([] if ahead else [_end()]),
            "daily": [self._row(step, active) for step in daily],
            "time": self._hours.shown() if self._hours else None,
            "can": CAN,
            "learnt": [] if ahead else LEARNT,
        }

    async def act(self, what: dict[str, Any]) -> None:
        """Pause, go on, go faster, begin again, move the time on, or let the colleague do a step.

        Raises:
            Refused: there is no such act, the time cannot be moved there, or the colleague could not do it.
            msgspec.ValidationError: it is no order.
        """
        asked = msgspec.convert(what, Order)
        order = asked.act
        self._waiting = False
        if order == "pause" and self._scene.speed:
            self._speed = self._scene.speed
            self._scene.run(0)
        elif order == "resume":
            self._scene.run(self._speed)
        elif order == "faster":
            self._scene.run(next((speed for speed in SPEEDS if speed > self._scene.speed), SPEEDS[0]))
        elif order == "restart":
            self._scene.restart()
            self._begin()
        elif order == "step:undo":
            await self._colleague.roll_back()
        elif self._hours and order in ("move", "step:digest"):
            self._hours.move(asked.to if order == "move" else self._hours.coming)
            self._slack.changed("clock")
        elif order != "pause":
            raise Refused("unknown_act")
        self._slack.changed(PANEL)

    async def run(self) -> None:
        """Let the story go on, until cancelled."""
        last: Mapping[str, Any] = {}
        while True:
            if self._waiting and self._slack.watched:
                self._waiting = False
                self._scene.run(PRELUDE)
            self._tick()
            if self._alerted or self._averted or (self._scene.begun and not self._alerting):
                self._slow_down()
            if self._slack.watched and (now := self.shown()) != last:
                last = now
                self._slack.changed(PANEL)
            await asyncio.sleep(LOOK_EVERY)

    def _slow_down(self) -> None:
        if self._scene.speed == PRELUDE:
            self._scene.run(SPEEDS[0])

    def _tick(self) -> None:
        """Tick off what has been done; what is done stays done."""
        self._alerted = self._alerted or self._witness.alerted
        if self._scene.recovered and self._over is None:
            self._over = self._witness.newest()
            self._averted = not self._alerted
        witness = self._witness
        late = [] if self._over is None else witness.asked(self._over)
        seen = Seen(self._scene, witness.asked(), late, self._alerted, witness.written(), witness.digested)
        self._done |= {step.id for step in (*STEPS, *EVERY_DAY) if step.is_done(seen)}

    def _steps(self, steps: Sequence[Step]) -> Sequence[Step]:
        """Return those for which the bot has a command, or that are done without one, and for which there is cause."""
        usages = [usage.usage for usage in self._slack.commands.lines]
        unalerted, still = self._averted or not self._alerting, self._hours is None
        left_out = {"alert": unalerted, "crash": self._averted, "hours": still, "": False}
        return [step for step in steps if step.known(usages) and not left_out[step.needs]]

    def _row(self, step: Step, active: str) -> dict[str, Any]:
        return {
            "id": step.id,
            "text": step.text,
            "hint_line": step.hint(self._scene) or None,
            "done": step.id in self._done,
            "active": step.id == active,
            "where": step.where,
            "act": {"label": step.act} if step.act and step.id not in self._done else None,
        }

    def _title(self, going_on: bool) -> str:
        if not going_on:
            return f"Well done: {NAME} is back"
        if self._averted:
            return f"{NAME} was back before anybody was alerted"
        if self._over is not None:
            return f"{NAME} is back"
        return f"{NAME} fails" if self._alerted or (self._scene.begun and not self._alerting) else "A quiet morning, so far"


def _end() -> dict[str, Any]:
    text = f"You have led an incident to its end. What it showed: {' '.join(LEARNT)} Restart to see it again."
    return {"id": "end", "text": text, "hint_line": None, "done": True, "active": False, "act": None}
