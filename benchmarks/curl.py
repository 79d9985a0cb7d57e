"""Contestant: curl, fetching the very tables that the bot reads, and throwing them away."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks.child import ContestantFailed
from benchmarks.command import Ran, run
from benchmarks.recording import Asked, Recording
from benchmarks.run import Skipped
from connectors.kubernetes import WIDTH


class Curl:
    """Fetches requests in parallel, as many at once as the bot does, with nothing unpacked and no certificate verified.

    Args:
        recording: whose server and credentials are used.
        requests: what to fetch.
        version: `--http1.1` or `--http2`.
        folder: where its files are put.
    """

    def __init__(self, recording: Recording, requests: Sequence[Asked], version: str, folder: Path) -> None:
        binary = shutil.which("curl")
        if binary is None:
            raise Skipped("curl is not installed")
        self._count, self._folder = len(requests), folder
        config = folder / f"curl{version}-{len(requests)}"
        config.touch(mode=0o600)
        config.write_text(_config(recording, requests, version.removeprefix("--")))
        self._arguments = [binary, "-Z", "--parallel-max", str(WIDTH), "-K", str(config)]

    def fetch(self) -> Ran:
        """Fetch everything once. Raises ContestantFailed unless every answer was there."""
        ran = run(self._arguments, self._folder)
        sizes = [int(line) for line in ran.output.split()]
        if len(sizes) != self._count or not all(sizes):
            raise ContestantFailed(f"curl fetched {len(sizes)} of {self._count}")
        return ran


def _config(recording: Recording, requests: Sequence[Asked], version: str) -> str:
    """Return curl's configuration: a part for each media type, as a header holds for a whole part, and so do the options."""
    accepts = dict.fromkeys(one.accept for one in requests)
    return "next\n".join(_part(recording, [one for one in requests if one.accept == accept], version) for accept in accepts)


def _part(recording: Recording, requests: Sequence[Asked], version: str) -> str:
    lines = [f'url = "{recording.url}{one.path}"\noutput = "/dev/null"\n' for one in requests]
    headers = {**recording.headers, "accept": requests[0].accept}
    lines += [f'header = "{name}: {value}"\n' for name, value in headers.items()]
    return "".join(lines) + f"{version}\nsilent\ninsecure\nfail\n" + 'write-out = "%{size_download}\\n"\n'
