"""`make run` until its page is there, in whatever folder."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

import aiohttp

from benchmarks.child import ContestantFailed

PATIENCE = 180.0
"""Seconds after which a start has failed."""

_URL = re.compile(rb"https?://\S+")


def bare_environ(**more: str) -> dict[str, str]:
    """Return this process' variables without those that lead a bot somewhere, so that everything is pretended."""
    left_out = ("SLACK_", "KUBECONFIG", "REDIS_URL", "SREHUB_", "TEST_KUBECONFIG")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return {**kept, "SREHUB_HTTP_PORT": "0", **more}


async def to_the_page(folder: Path, environ: Mapping[str, str]) -> float:
    """Return the seconds until a playground's page has answered; all that was started has ended then.

    Args:
        folder: where `make run` is said.
        environ: the variables that it is given.

    Raises:
        ContestantFailed: there was no page.
    """
    begun = perf_counter()
    process = await asyncio.create_subprocess_exec(
        "make", "-s", "run", cwd=folder, env=environ,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as http:
            while not (found := _URL.search(line := await process.stdout.readline())):
                if not line:
                    raise ContestantFailed("`make run` ended before its page was there")
            async with http.get(found[0].decode()) as answer:
                answer.raise_for_status()
                await answer.read()
        return perf_counter() - begun
    except TimeoutError:
        raise ContestantFailed(f"`make run` had no page within {PATIENCE:.0f} s") from None
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()  # what is installed behind the page holds this open until it is done
