"""Answers one question about pods: the table as a filter over all, then the few pods themselves that matter.

For each namespace the server's table without the objects, several at a time (the cells name no namespace, so one table
over all would not do); meanwhile, where the question wants it, lists of the pods in the phases that the server can pick,
and single reads of what else looks suspicious, as a crash loop is no phase, and only the pod itself has the exit code.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from connectors._deadline import Deadline
from connectors._errors import Forbidden, Invalid, Missing, Refused, UpstreamError
from connectors._kube.answer import Kin, assemble
from connectors._kube.api import Api
from connectors._kube.cells import Row
from connectors._kube.inquiry import Inquiry
from connectors._kube.objects import PodDocument, PodObject
from connectors._kube.owners import controller, workload
from connectors._kube.records import PodList, Scope, Unread
from connectors._kube.survey import Key, Survey, TableReader
from connectors._kube.suspects import Suspects, reading_order
from connectors._kube.together import each, task_group

MANY_NAMESPACES = 250
"""From here on one table over all, with the pods' metadata, costs a server less than a table for each: before 1.31 it walks
over all its pods for each namespace."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where the bot looks: these namespaces only (empty: all), so many requests at a time."""

    namespaces: tuple[str, ...]
    width: int


class Asking:
    """One question under way: `answer()` is called once."""

    def __init__(self, api: Api, scope: Scope, inquiry: Inquiry, reach: Reach, deadline: Deadline) -> None:
        self._api, self._scope, self._inquiry = api, scope, inquiry
        self._reach, self._deadline = reach, deadline
        self._survey = Survey(inquiry)
        self._suspects = Suspects(inquiry)
        self._kept: set[Key] = set()
        self._unread: dict[str, UpstreamError] = {}
        self._kin = Kin()

    async def answer(self) -> PodList:
        """Return the answer.

        Raises:
            Forbidden: the bot may look nowhere, or not list the namespaces and is not told which to look at.
            Missing: the one namespace that was asked about is not there.
            UpstreamError: the server failed.
        """
        fixed = (self._scope.namespace,) if self._scope.namespace else self._reach.namespaces
        async with task_group() as group:
            lists = [
                group.create_task(self._list_phase(place, phase))
                for place in fixed or ("",)
                for phase in self._inquiry.phases
            ]
            group.create_task(self._look(fixed))
            if self._inquiry.by_workload and self._inquiry.reads:
                group.create_task(self._read_meanwhile(lists))
        await self._check_seen()
        by_row = await self._read_rest()
        unread = tuple(Unread(place, error.reason) for place, error in sorted(self._unread.items()))
        # In a thread: with thousands of failing pods this takes longer than the event loop may be held.
        return await asyncio.to_thread(assemble, self._survey, self._inquiry, self._kin, by_row, unread)

    async def _look(self, fixed: tuple[str, ...]) -> None:
        """Look at the tables of all the places."""
        await self._look_at_all(fixed)
        self._suspects.close()

    async def _look_at_all(self, fixed: tuple[str, ...]) -> None:
        selector = self._scope.selector
        if not fixed and selector and await self._look_over_all():
            return
        places = fixed or await self._namespaces()
        if not fixed and len(places) > MANY_NAMESPACES and await self._look_over_all():
            return
        # What a selector picks is small, mostly; of one namespace a list with owners may be had for its size.
        metadata = bool(selector) or (self._inquiry.name == "all" and bool(self._scope.namespace))

        async def look_at(place: str) -> None:
            try:
                await self._table(place, metadata=metadata)
            except (Forbidden, Missing) as error:
                self._unread[place] = error
            else:
                self._survey.namespaces.add(place)

        await each(places, self._reach.width, look_at)

    async def _look_over_all(self) -> bool:
        """Look at one table over all namespaces, each row telling its own; False if the bot may not."""
        try:
            await self._table("", metadata=True)
        except Forbidden:
            return False
        return True

    async def _table(self, place: str, *, metadata: bool) -> None:
        reader = TableReader(self._survey.part(), place, self._api.target)

        def begin() -> Callable[[PodDocument], None]:
            nonlocal reader
            reader.survey.drop()
            reader = TableReader(self._survey.part(), place, self._api.target)
            return reader.take

        await self._api.table(place, self._scope.selector, begin, self._deadline, metadata=metadata)
        reader.close()
        self._survey.add(reader.survey)
        self._suspects.add(reader.survey.rows.values())

    async def _namespaces(self) -> tuple[str, ...]:
        try:
            return await self._api.namespaces(self._deadline)
        except Forbidden as error:
            said = "the bot may not list namespaces: give it the verb list on namespaces, or name them in its settings"
            raise Forbidden(self._api.target, said) from error

    async def _list_phase(self, place: str, phase: str) -> None:
        try:
            await self._api.listing(place, f"status.phase={phase}", self._scope.selector, self._take, self._deadline)
        except (Forbidden, Missing):
            return  # the table of each namespace says so as well; what it shows is read one by one then

    def _take(self, pod: PodObject) -> None:
        self._inquiry.take(pod)
        above = controller(pod.metadata)
        self._kin.learn(pod.metadata.namespace, pod.metadata.name, above.name if above else "", workload(pod.metadata))

    async def _check_seen(self) -> None:
        """Raise if nothing could be seen at all, rather than to answer that all is well."""
        if self._unread and not self._survey.namespaces:
            raise next(iter(self._unread.values()))
        if self._scope.namespace and not self._survey.looked_at:
            try:
                await self._api.namespace(self._scope.namespace, self._deadline)
            except Missing:
                raise Missing(self._api.target, f"there is no namespace {self._scope.namespace!r}") from None
            except Refused:
                return  # the pods it may list, and there are none

    async def _read_meanwhile(self, lists: list[asyncio.Task[None]]) -> None:
        """Read pods that look suspicious while more tables come in, once it is known which ones the lists have."""
        if lists:
            await asyncio.wait(lists)

        async def worker() -> None:
            while row := await self._suspects.next():
                await self._read(row)

        async with task_group() as group:
            for _ in range(self._reach.width):
                group.create_task(worker())

    async def _read_rest(self) -> frozenset[Key]:
        """Read the suspicious pods that are left, as many as may be; return those that should have been and were not."""
        inquiry = self._inquiry
        order = await asyncio.to_thread(reading_order, self._survey, inquiry)
        order = [row for row in order if (row.namespace, row.name) not in self._kept]
        may = max(0, inquiry.reads - self._suspects.handed)
        await each(order[:may], self._reach.width, self._read)
        return frozenset(self._kept | {(row.namespace, row.name) for row in order[may:]})

    async def _read(self, row: Row) -> None:
        try:
            self._take(await self._api.pod(row.namespace, row.name, self._deadline))
        except Missing:
            self._inquiry.read[row.namespace, row.name] = None
        except (Forbidden, Invalid):
            self._kept.add((row.namespace, row.name))  # it may list pods, but not get this one: the cells stand
