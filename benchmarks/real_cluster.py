"""A real Kubernetes API server: the one that is handed over, whatever is in it, or one that is built and filled here."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.child import ROOT
from benchmarks.run import Run, Skipped

PODS = int(os.environ.get("SREHUB_BENCH_PODS") or 20_000)
"""Of one that is filled here."""
_PORTS = 3
"""The server's own, and the two after it for its store."""


@contextmanager
def real_cluster(run: Run) -> Iterator[Path]:
    """Yield the kubeconfig of a real server: $TEST_KUBECONFIG, else one started with the scripts in $SREHUB_RIGS.

    Raises:
        Skipped: there is neither.
    """
    given = os.environ.get("TEST_KUBECONFIG", "")
    rigs = Path(os.environ.get("SREHUB_RIGS") or ROOT.parent / "shared" / "rigs").resolve()
    if given:
        yield Path(given)
    elif (rigs / "kube-up").is_file():
        yield from _started(run, rigs)
    else:
        raise Skipped("no Kubernetes API server: set TEST_KUBECONFIG, or SREHUB_RIGS to the scripts that start one")


def _started(run: Run, rigs: Path) -> Iterator[Path]:
    port = _free_ports()
    environ = {**os.environ, "KUBE_RUN": str(run.folder / "kube"), "KUBE_PORT": str(port)}
    try:
        run.say(f"starting a Kubernetes API server and filling it with {PODS:,} pods (minutes)")
        with (run.folder / "truth.json").open("wb") as truth:
            _script(["bash", str(rigs / "kube-build")], environ)
            _script(["bash", str(rigs / "kube-up"), "0"], environ)
            seed = [sys.executable, str(rigs / "kube_seed.py"), f"https://127.0.0.1:{port}", "admin-token", str(PODS)]
            subprocess.run(seed, check=True, stdin=subprocess.DEVNULL, stdout=truth)
        yield run.folder / "kube" / "admin.kubeconfig"
    finally:
        if (run.folder / "kube" / "pids").exists():
            _script(["bash", str(rigs / "kube-down")], environ)


def _script(command: list[str], environ: dict[str, str]) -> None:
    try:
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=environ)
    except subprocess.CalledProcessError as error:
        raise Skipped(f"the Kubernetes API server did not start: {Path(command[1]).name} failed") from error


def _free_ports() -> int:
    """Return the first of three free ports in a row."""
    for port in range(7443, 9000, 10):
        probes = [socket.socket() for _ in range(_PORTS)]
        try:
            for place, probe in enumerate(probes):
                probe.bind(("127.0.0.1", port + place))
        except OSError:
            continue
        else:
            return port
        finally:
            for probe in probes:
                probe.close()
    raise Skipped("no three free ports in a row")
