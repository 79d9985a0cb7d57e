"""What can go wrong, as switches that stay on and buttons that do something once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from playground.kubernetes import DemoCluster
from playground.redis import DemoRedis
from playground.slack import Slack
from playground.slack.faults import Fault as SlackFault

F = TypeVar("F")

AWAY_SECONDS = 20.0
REFUSALS = {401: "does not know the bot", 403: "refuses the bot", 500: "fails"}
LIMITED = ("chat.postMessage", "chat.update")
LIMITED_FOR = 2
"""Seconds that Slack asks to wait, each time."""


@dataclass(frozen=True, slots=True)
class Switch:
    """One thing that can go wrong.

    Attributes:
        id: its name for the page.
        label: its name for people.
        kind: a `switch` is on until it is put off; a `push` does something once.
        is_on: whether it is so at the moment.
        put: makes it so, or ends it.
    """

    id: str
    label: str
    kind: Literal["switch", "push"]
    is_on: Callable[[], bool]
    put: Callable[[bool], Awaitable[None]]


def switches(
    slack: Slack, clusters: Mapping[str, DemoCluster], redis: DemoRedis | None, away_seconds: float = AWAY_SECONDS
) -> Iterator[Switch]:
    """Yield what can go wrong here.

    Args:
        slack: the stand-in.
        clusters: the demo clusters by their targets' names; the first can fail in every way, the others hang.
        redis: the playground's own Redis, if it runs one.
        away_seconds: how long Slack is gone.
    """
    if redis is not None:
        yield _redis(redis)
    for number, (target, cluster) in enumerate(clusters.items()):
        yield _hanging(target, cluster)
        for code, what in REFUSALS.items() if not number else ():
            yield _refusing(target, cluster, code, what)
    yield _limited(slack)
    yield _push("drop", "Drop the sockets", lambda: slack.drop(), lambda: False)
    label = f"Slack away for {away_seconds:g} s"
    yield _push("away", label, lambda: slack.away(away_seconds), lambda: slack.is_away)


def _redis(redis: DemoRedis) -> Switch:
    async def put(on: bool) -> None:
        await (redis.kill() if on else redis.start())

    return Switch("redis", "Redis is dead", "switch", lambda: not redis.alive, put)


def _hanging(target: str, cluster: DemoCluster) -> Switch:
    faults = cluster.faults
    return _lasting(f"hang:{target}", f"{target} hangs", lambda: [faults.hang()], faults.end)


def _refusing(target: str, cluster: DemoCluster, code: int, what: str) -> Switch:
    faults = cluster.faults
    return _lasting(f"{code}:{target}", f"{target} {what} ({code})", lambda: [faults.status(code)], faults.end)


def _limited(slack: Slack) -> Switch:
    def begin() -> list[SlackFault]:
        refuse = slack.faults.refuse
        return [refuse(method, "ratelimited", retry_after=LIMITED_FOR, times=None) for method in LIMITED]

    return _lasting("429", "Slack answers 429", begin, slack.faults.end)


def _lasting(name: str, label: str, begin: Callable[[], Sequence[F]], end: Callable[[F], None]) -> Switch:
    """Return a switch for faults that last from `begin` until each is handed to `end`."""
    held: list[F] = []

    async def put(on: bool) -> None:
        if on and not held:
            held.extend(begin())
        while held and not on:
            end(held.pop())

    return Switch(name, label, "switch", lambda: bool(held), put)


def _push(name: str, label: str, do: Callable[[], Awaitable[None]], is_on: Callable[[], bool]) -> Switch:
    async def put(on: bool) -> None:
        if on:
            await do()

    return Switch(name, label, "push", is_on, put)
