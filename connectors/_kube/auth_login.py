"""What reaching a cluster takes, read from wherever it stood: all contents are here, no file is left to read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from connectors._contract import Secret


class LoginError(Exception):
    """A cluster cannot be reached as configured. Its text is one plain phrase for people, without secrets."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A client certificate and its private key, both PEM."""

    chain: str = field(repr=False)
    key: Secret


@dataclass(frozen=True, slots=True)
class Plugin:
    """An exec credential plugin of a kubeconfig: a program that prints credentials.

    Attributes:
        command: the program, with a path or to be found in PATH.
        arguments: what it is given.
        environment: variables added to ours, as (name, value).
        version: the `apiVersion` of what it reads and prints.
        cluster: what it is told of the cluster, as JSON text; "" unless it asks for that (`provideClusterInfo`).
    """

    command: str
    arguments: tuple[str, ...] = ()
    environment: tuple[tuple[str, Secret], ...] = ()
    version: str = "client.authentication.k8s.io/v1"
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Login:
    """How to reach one cluster, and as whom.

    Attributes:
        server: its URL, e.g. `https://10.0.0.1:6443`.
        authorities: the PEM certificates that we trust for it; "": the system's.
        verify: whether its certificate is verified at all.
        server_name: the name that its certificate has to carry; "": the URL's host.
        proxy: the URL of an HTTP proxy; it may hold a password.
        authorization: the value of the Authorization header, if it is known without a plugin.
        certificate: our client certificate, if it is known without a plugin.
        plugin: what gives the credentials, if a program does.
    """

    server: str
    authorities: str = field(default="", repr=False)
    verify: bool = True
    server_name: str = ""
    proxy: str = field(default="", repr=False)
    authorization: Secret | None = None
    certificate: Certificate | None = None
    plugin: Plugin | None = None


def contents(path: Path, what: str) -> str:
    """Return the text of a file.

    Raises:
        LoginError: it cannot be read; names the file and `what` it is.
    """
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise LoginError(f"{what} {path} cannot be read: {(error.strerror or 'unknown error').lower()}") from error
    except UnicodeDecodeError as error:
        raise LoginError(f"{what} {path} is not text") from error
