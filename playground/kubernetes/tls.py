"""A certificate for the demo API, where it is to be served by https."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

NAME = "127.0.0.1"


class CertificateFailed(Exception):
    """`openssl` is not installed, or did not make the certificate; the message says which."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate for 127.0.0.1 and its key, as PEM files; clients trust the certificate itself."""

    certificate: Path
    key: Path


async def make_certificate(folder: Path, days: int = 2) -> Certificate:
    """Make a self-signed certificate in this folder, with the `openssl` program.

    Raises:
        CertificateFailed: it could not be made.
    """
    made = Certificate(folder / "server.crt", folder / "server.key")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    names = ("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=IP:{NAME}")
    files = ("-out", str(made.certificate), "-keyout", str(made.key), "-days", str(days))
    try:
        process = await asyncio.create_subprocess_exec(
            "openssl", "req", "-x509", *curve, *names, *files,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
    except FileNotFoundError as e:
        raise CertificateFailed("openssl is not installed") from e
    _, said = await process.communicate()
    if process.returncode:
        raise CertificateFailed(said.decode(errors="replace").strip()[-300:])
    return made
