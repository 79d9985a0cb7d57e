"""Certificates for the tests, made by the real openssl: an authority, and what it signs."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from servers import free_port, real


@dataclass(frozen=True)
class Pair:
    """A certificate and its key, in PEM files."""

    certificate: Path
    key: Path


class Authority:
    """A certificate authority in a folder of its own."""

    def __init__(self, folder: Path, name: str = "ca") -> None:
        self._openssl = real("openssl in PATH", shutil.which("openssl"))
        self._folder = folder
        self.pair = Pair(folder / f"{name}.crt", folder / f"{name}.key")
        self._run("req", "-x509", *self._new(self.pair), "-subj", f"/CN={name}")

    def issue(self, name: str, *, subject: str = "/CN=server", names: str = "IP:127.0.0.1") -> Pair:
        """Return a certificate for these alternative names, e.g. `IP:127.0.0.1,DNS:kube`."""
        pair = Pair(self._folder / f"{name}.crt", self._folder / f"{name}.key")
        ca = ("-CA", str(self.pair.certificate), "-CAkey", str(self.pair.key))
        self._run("req", "-x509", *self._new(pair), *ca, "-subj", subject, "-addext", f"subjectAltName={names}")
        return pair

    def _new(self, pair: Pair) -> tuple[str, ...]:
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", str(pair.key))
        return (*key, "-out", str(pair.certificate), "-days", "2")

    def _run(self, *arguments: str) -> None:
        subprocess.run([self._openssl, *arguments], check=True, capture_output=True, timeout=30)


def server_tls(pair: Pair) -> ssl.SSLContext:
    """Return the context of a server that shows this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair.certificate, pair.key)
    return context


@asynccontextmanager
async def demanding(pair: Pair, clients: Pair) -> AsyncIterator[str]:
    """Run openssl's own server, which demands a client certificate of the authority `clients`; yield its URL.

    asyncio's own server hangs up without the alert that says why.
    """
    port = free_port()
    options = ("-cert", pair.certificate, "-key", pair.key, "-CAfile", clients.certificate)
    process = await asyncio.create_subprocess_exec(
        *("openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-www", "-Verify", "1", "-verify_return_error", *options),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout
    try:
        async with asyncio.timeout(10):
            await process.stdout.readuntil(b"ACCEPT\n")
        yield f"https://127.0.0.1:{port}"
    finally:
        process.kill()
        await process.communicate()
