"""Exec credential plugins: a kubeconfig names a program, and that prints a token or a certificate.

The protocol: https://kubernetes.io/docs/reference/config-api/client-authentication.v1/
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from connectors._contract import Secret
from connectors._kube.auth_login import Certificate, LoginError, Plugin

RUN_SECONDS = 30.0
END_SECONDS = 2.0
"""How long a killed plugin is waited for, should something that it started have got away with its output."""
PRINTED = 1 << 20
"""How many bytes a plugin may print."""
EARLY_SECONDS = 60.0
"""How long before their end new credentials are got; a fifth of their life if that is shorter."""


class _Status(msgspec.Struct, frozen=True):
    token: str = ""
    clientCertificateData: str = ""  # noqa: N815 - Kubernetes' name
    clientKeyData: str = ""  # noqa: N815 - Kubernetes' name
    expirationTimestamp: datetime | None = None  # noqa: N815 - Kubernetes' name


class _ExecCredential(msgspec.Struct, frozen=True):
    kind: str
    apiVersion: str  # noqa: N815 - Kubernetes' name
    status: _Status


@dataclass(frozen=True, slots=True)
class Issued:
    """What a plugin has given.

    Attributes:
        authorization: the value of the Authorization header, if it gave a token.
        certificate: if it gave one.
        renew_at: when to run it again, in seconds since 1970; None: when the cluster no longer accepts what it gave.
    """

    authorization: Secret | None
    certificate: Certificate | None
    renew_at: float | None


async def run_plugin(
    plugin: Plugin, environ: Mapping[str, str], now: Callable[[], float], seconds: float = RUN_SECONDS
) -> Issued:
    """Run the plugin and return what it issued. It has no terminal; what it says on stderr is dropped: it may hold secrets.

    Args:
        plugin: what to run.
        environ: our environment, to which the plugin's own variables are added.
        now: returns seconds since 1970.
        seconds: how long it may take; then it is killed, with all that it started.

    Raises:
        LoginError: it is not there, fails, takes too long, or prints something else.
    """
    name = os.path.basename(plugin.command)
    process = await _started(plugin, environ)
    try:
        async with asyncio.timeout(seconds):
            printed = await _all(process)
            code = await process.wait()
    except TimeoutError:
        await _end(process)
        raise LoginError(f"the credential plugin {name} did not end within {seconds:g} s") from None
    except (LoginError, asyncio.CancelledError):
        await _end(process)
        raise
    if code:
        raise LoginError(f"the credential plugin {name} failed with exit code {code}: run it by hand to see why")
    return _issued(printed, plugin, name, now())


async def _started(plugin: Plugin, environ: Mapping[str, str]) -> asyncio.subprocess.Process:
    """Start the plugin; to be cancelled meanwhile means to end it when it has started, as asyncio would leak its pipe."""
    starting = asyncio.ensure_future(_start(plugin, environ))
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        with suppress(LoginError):
            await _end(await starting)
        raise


async def _start(plugin: Plugin, environ: Mapping[str, str]) -> asyncio.subprocess.Process:
    spec: dict[str, object] = {"interactive": False}
    if plugin.cluster:
        spec["cluster"] = json.loads(plugin.cluster)
    told = json.dumps({"apiVersion": plugin.version, "kind": "ExecCredential", "spec": spec})
    own = {name: value.reveal() for name, value in plugin.environment}
    try:
        return await asyncio.create_subprocess_exec(
            plugin.command,
            *plugin.arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**environ, **own, "KUBERNETES_EXEC_INFO": told},
            start_new_session=True,
        )
    except FileNotFoundError:
        raise LoginError(f"the credential plugin {plugin.command} is not installed here") from None
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else None
        raise LoginError(
            f"the credential plugin {plugin.command} cannot be run: {(said or 'not a command').lower()}"
        ) from None


async def _all(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None
    printed = b""
    while chunk := await process.stdout.read(PRINTED):
        printed += chunk
        if len(printed) > PRINTED:
            raise LoginError("the credential plugin prints without end")
    return printed


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill the plugin and all that it started, which would go on and hold its output open; then bury it."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(TimeoutError):
        async with asyncio.timeout(END_SECONDS):
            await process.communicate()


def _issued(printed: bytes, plugin: Plugin, name: str, now: float) -> Issued:
    try:
        credential = msgspec.json.decode(printed, type=_ExecCredential)
    except (msgspec.DecodeError, UnicodeDecodeError):
        # Without the cause: it may quote what was printed.
        raise LoginError(f"the credential plugin {name} did not print an ExecCredential with a status") from None
    if credential.kind != "ExecCredential" or credential.apiVersion != plugin.version:
        raise LoginError(f"the credential plugin {name} did not print an ExecCredential of {plugin.version}")
    status = credential.status
    certificate = None
    if status.clientCertificateData and status.clientKeyData:
        certificate = Certificate(status.clientCertificateData, Secret(status.clientKeyData))
    if not status.token and not certificate:
        raise LoginError(f"the credential plugin {name} gave neither a token nor a certificate with its key")
    return Issued(Secret(f"Bearer {status.token}") if status.token else None, certificate, _renewal(status, now))


def _renewal(status: _Status, now: float) -> float | None:
    if status.expirationTimestamp is None:
        return None
    end = status.expirationTimestamp
    ends = (end if end.tzinfo else end.replace(tzinfo=UTC)).timestamp()
    return ends - min(EARLY_SECONDS, max(0.0, ends - now) / 5)
