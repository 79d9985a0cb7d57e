"""Says how many of several there are, in few words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from connectors._kube.records import Count


def tallied(counts: Iterable[Count], most: int = 6) -> tuple[str, ...]:
    """Return e.g. `("BackoffLimitExceeded 4", "DeadlineExceeded 1")` of counts that may name a word several times."""
    total: Counter[str] = Counter()
    for count in counts:
        total[count.word] += count.count
    ordered = total.most_common()
    shown = tuple(f"{word} {number:,}" for word, number in ordered[:most])
    others = sum(number for _, number in ordered[most:])
    return (*shown, f"others {others:,}") if others else shown
