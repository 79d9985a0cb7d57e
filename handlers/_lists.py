"""Declares the commands that bring one list of a cluster: narrowed by namespace and labels, and shown as it came."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

from connectors._deadline import Deadline
from connectors._kube.records import Scope
from connectors.kubernetes import Kubernetes
from handlers._asks import LineAsks
from handlers._contract import Command, Invocation, Tools
from handlers._selectors import NAMESPACE, scope, selector_of
from processors._asks import Asks
from processors._summary import Part, Summary

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class Find(Protocol[R_co]):
    """Asks a cluster for the list."""

    def __call__(self, scope: Scope, *, deadline: Deadline) -> Awaitable[R_co]:
        """Return what is in the scope."""
        ...


def list_command(
    name: str, what: str, *aliases: str, of: str, record: type[R], find: Callable[[Kubernetes], Find[R]],
    show: Callable[[Sequence[Part[R]], Asks], Summary], example: str, everywhere: bool = False,
) -> Command:  # fmt: skip
    """Return the command.

    Args:
        name, what, aliases, example: see `Command`; `what` is its help.
        of: what its labels narrow, e.g. `nodes`.
        everywhere: whether that is in no namespace.
        record: the list's type.
        find: returns what asks a cluster for the list.
        show: makes the summary of the targets' lists.
    """

    async def load(invocation: Invocation, tools: Tools) -> R:
        return await find(tools.upstream(Kubernetes))(scope(invocation), deadline=tools.deadline)

    def shown(invocation: Invocation, parts: Sequence[Part[R]]) -> Summary:
        return show(parts, LineAsks(invocation))

    options = (selector_of(of),) if everywhere else (NAMESPACE, selector_of(of))
    return Command(
        name=name, help=what, record=record, load=load, show=shown, asks=("kubernetes",), options=options, aliases=aliases,
        example=example,
    )  # fmt: skip
