"""The far side of a contestant's process: orders come as lines of JSON on standard input, answers go to standard output."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Action = Callable[..., Awaitable[dict[str, Any]]]
MOST = 64 << 20


async def serve(actions: Mapping[str, Action]) -> None:
    """Carry out orders until standard input ends, which it does at the latest with the process that gives them.

    Args:
        actions: what can be ordered; each takes the order's other keys as arguments and returns what is answered.
    """
    reader = asyncio.StreamReader(limit=MOST)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    _say({"ready": True})
    while line := await reader.readline():
        order = json.loads(line)
        _say(await actions[order.pop("do")](**order))


def _say(answer: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
