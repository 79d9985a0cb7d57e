"""Looks at one target for `srehub check`: does it answer, does it accept us, may we read what is needed?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from time import monotonic
from typing import Any

from connectors._contract import Finding
from connectors._errors import Refused, UpstreamError


async def look(ping: Callable[[], Awaitable[str]], reads: Mapping[str, Callable[[], Awaitable[Any]]]) -> Sequence[Finding]:
    """Return one finding for each thing looked at. It raises nothing: what fails is a finding.

    Args:
        ping: asks for the cheapest thing, and returns what answered.
        reads: what else is to be tried, by its name.
    """
    start = monotonic()
    try:
        answered = await ping()
    except Refused as error:
        return (Finding("credentials", False, error.reason),)
    except UpstreamError as error:
        return (Finding("answers", False, error.reason),)
    findings = [Finding("answers", True, f"{answered} in {monotonic() - start:.2f} s")]
    for name, read in reads.items():
        try:
            await read()
        except UpstreamError as error:
            findings.append(Finding(name, False, error.reason))
        else:
            findings.append(Finding(name, True))
    return tuple(findings)
