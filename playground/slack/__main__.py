"""Runs the stand-in in a process of its own: `python -m playground.slack [--port N] [--no-rates]`.

It prints one line of JSON with `api_url`, `page_url`, `bot_token`, `app_token`, `channels` and `users`, and serves until it
is told to end.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys

from playground.slack import Slack


async def serve(port: int, *, rates: bool, keep: int) -> None:
    """Serve until SIGINT or SIGTERM."""
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with Slack(port, rates, keep=keep) as slack:
        told = ("api_url", "page_url", "bot_token", "app_token", "bot_user", "channels", "users")
        sys.stdout.write(json.dumps({name: getattr(slack, name) for name in told}) + "\n")
        sys.stdout.flush()
        await ended.wait()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m playground.slack", description="A stand-in for Slack on loopback.")
    parser.add_argument("--port", type=int, default=0, help="the port on 127.0.0.1; any free one by default")
    parser.add_argument("--no-rates", action="store_true", help="switch Slack's rate limits off")
    parser.add_argument("--keep", type=int, default=1_000, help="messages kept of each channel, and calls")
    given = parser.parse_args()
    asyncio.run(serve(given.port, rates=not given.no_rates, keep=given.keep))


if __name__ == "__main__":
    main()
