"""The pods that look suspicious in the tables, in the order in which they are worth reading."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable

from connectors._kube.cells import Row
from connectors._kube.inquiry import Inquiry
from connectors._kube.owners import stem
from connectors._kube.survey import Survey


class Suspects:
    """Hands out rows whose pods are to be read while more tables come in, so that neither waits for the other.

    Nobody knows then how many there will be. Half of the reads at most are spent before that, on one pod of every workload
    first. Once everything was seen, the rest is handed out only if it may all be read; else `reading_order` has to choose.

    Attributes:
        handed: how many were handed out.
    """

    def __init__(self, inquiry: Inquiry) -> None:
        self._inquiry = inquiry
        self._stems: set[tuple[str, str]] = set()
        self._firsts: deque[Row] = deque()
        self._others: deque[Row] = deque()
        self._news = asyncio.Event()
        self._seen_all = False
        self.handed = 0

    def add(self, rows: Iterable[Row]) -> None:
        """Take the rows of one more table that are of interest."""
        for row in rows:
            kin = (row.namespace, stem(row.name))
            (self._others if kin in self._stems else self._firsts).append(row)
            self._stems.add(kin)
        self._news.set()

    def close(self) -> None:
        """Say that there are no more tables."""
        self._seen_all = True
        self._news.set()

    async def next(self) -> Row | None:
        """Return the next whose pod has to be read, waiting for one; None when it is over."""
        inquiry = self._inquiry
        while not self._over():
            waiting = self._firsts or self._others
            if not waiting or self.handed >= self._may():
                self._news.clear()
                await self._news.wait()
                continue
            row = waiting.popleft()
            if (row.namespace, row.name) not in inquiry.read and inquiry.needs_reading(row):
                self.handed += 1
                return row
        return None

    def _may(self) -> int:
        return self._inquiry.reads if self._seen_all else self._inquiry.reads // 2

    def _over(self) -> bool:
        """Whether all were handed out, or are too many to be handed out without choosing."""
        left = len(self._firsts) + len(self._others)
        return self._seen_all and not 0 < left <= self._inquiry.reads - self.handed


def reading_order(survey: Survey, inquiry: Inquiry) -> list[Row]:
    """Return the suspicious rows that were not read, as they are worth reading: the most urgent first.

    Where the question goes by workloads, one row of every workload comes first, the largest workload's before the others';
    then a second of each, and so on.
    """
    suspects = [row for key, row in survey.rows.items() if key not in inquiry.read and inquiry.needs_reading(row)]
    suspects.sort(key=inquiry.urgency, reverse=True)
    if not inquiry.by_workload:
        return suspects
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in suspects:
        groups.setdefault((row.namespace, stem(row.name)), []).append(row)
    ordered: list[tuple[int, int, Row]] = []
    for group in groups.values():
        ordered.extend((place, -len(group), row) for place, row in enumerate(group))
    ordered.sort(key=lambda entry: entry[:2])
    return [row for _, _, row in ordered]
