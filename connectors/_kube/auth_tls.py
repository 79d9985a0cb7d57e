"""The TLS context for a cluster: whom we trust, and who we are."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import NamedTemporaryFile

from connectors._kube.auth_login import Certificate, Login, LoginError


def tls_context(login: Login, certificate: Certificate | None) -> ssl.SSLContext:
    """Return the context for this login, with this client certificate. Reading the system's authorities takes a while.

    Raises:
        LoginError: a certificate or key is none.
    """
    try:
        context = ssl.create_default_context(cadata=login.authorities or None)
    except (ssl.SSLError, ValueError) as error:
        raise LoginError("certificate-authority holds no certificate (PEM)") from error
    if not login.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if certificate:
        _present(context, certificate)
    return context


def _present(context: ssl.SSLContext, certificate: Certificate) -> None:
    try:
        with _readable(f"{certificate.chain.rstrip()}\n{certificate.key.reveal()}") as path:
            # Without a password, OpenSSL would ask for one at the terminal.
            context.load_cert_chain(path, password="")
    except (ssl.SSLError, ValueError) as error:
        raise LoginError("the client certificate and its key are not a pair of PEM that can be used") from error


@contextmanager
def _readable(text: str) -> Iterator[str]:
    """Yield a path that OpenSSL can read `text` from, as Python gives it nothing but paths.

    A private key is in it: it stays in memory where the system can do that (Linux), and is in a file of our own only for
    the length of the context elsewhere.
    """
    if hasattr(os, "memfd_create"):
        with open(os.memfd_create("certificate"), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            yield f"/proc/self/fd/{file.fileno()}"
    else:
        with NamedTemporaryFile("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            yield file.name
