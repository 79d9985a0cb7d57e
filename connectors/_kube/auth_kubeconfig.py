"""One context of kubeconfig files, as kubectl reads it.

What may stand there: https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/. It is read here without a client
library: kubernetes_asyncio's costs 38 MB and 0.6 s, merges several files the wrong way round, leaves private keys in files
until the process ends, quotes a plugin's stderr in its errors, and waits for a plugin without end.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from connectors._contract import Secret
from connectors._kube.auth_files import read_files
from connectors._kube.auth_login import Certificate, Login, LoginError, Plugin, contents

S = TypeVar("S", bound=msgspec.Struct)


class _Context(msgspec.Struct, frozen=True):
    cluster: str
    user: str = ""


class _Cluster(msgspec.Struct, frozen=True, rename="kebab"):
    server: str
    certificate_authority: str | None = None
    certificate_authority_data: str | None = None
    insecure_skip_tls_verify: bool | None = None
    tls_server_name: str | None = None
    proxy_url: str | None = None


class _Variable(msgspec.Struct, frozen=True):
    name: str
    value: str


class _Exec(msgspec.Struct, frozen=True, rename="camel"):
    command: str
    api_version: str
    args: list[str] | None = None
    env: list[_Variable] | None = None
    provide_cluster_info: bool | None = None
    interactive_mode: str | None = None


class _User(msgspec.Struct, frozen=True, rename="kebab"):
    token: str | None = None
    token_file: str | None = msgspec.field(name="tokenFile", default=None)
    username: str | None = None
    password: str | None = None
    client_certificate: str | None = None
    client_certificate_data: str | None = None
    client_key: str | None = None
    client_key_data: str | None = None
    exec: _Exec | None = None
    auth_provider: dict[str, Any] | None = None
    impersonate: str | None = msgspec.field(name="as", default=None)


def read_kubeconfig(paths: str, context: str) -> Login:
    """Return the login of one context. It reads files: call it in a thread.

    Args:
        paths: one file, or several separated by `:`, with `~` for the home folder; those that are not there are skipped.
        context: the context's name; "": the current one.

    Raises:
        LoginError: names the file, the context, and what to do.
    """
    try:
        return _login(paths, context)
    except LoginError as error:
        place = f"kubeconfig {paths}, context {context}" if context else f"kubeconfig {paths}"
        raise LoginError(f"{place}: {error}") from error


def _login(paths: str, context: str) -> Login:
    files = read_files(paths)
    name = context or files.current_context
    if not name:
        raise LoginError("it has no current-context: set `context` for this target")
    raw, _ = files.context(name)
    wanted = _typed(raw, _Context, f"context {name}")
    raw, place = files.cluster(wanted.cluster)
    cluster = _typed(raw, _Cluster, f"cluster {wanted.cluster}")
    raw, home = files.user(wanted.user) if wanted.user else ({}, place)
    user = _typed(raw, _User, f"user {wanted.user}")
    _refuse_unsupported(cluster, user)
    login = Login(
        server=cluster.server.rstrip("/"),
        authorities=_either(
            cluster.certificate_authority_data, cluster.certificate_authority, place, "certificate-authority"
        ),
        verify=not cluster.insecure_skip_tls_verify,
        server_name=cluster.tls_server_name or "",
        proxy=cluster.proxy_url or "",
    )
    # As kubectl: nobody is told who we are over a connection that anybody can read.
    return _signed(login, cluster, user, home) if login.server.startswith("https://") else login


def _typed(raw: Any, kind: type[S], named: str) -> S:
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        raise LoginError(f"its {named} is wrong: {error}") from None


def _refuse_unsupported(cluster: _Cluster, user: _User) -> None:
    proxy = cluster.proxy_url or ""
    if proxy and not proxy.startswith(("http://", "https://")):
        raise LoginError("its proxy-url is no HTTP proxy, and others are not supported")
    if proxy and cluster.tls_server_name:
        raise LoginError("proxy-url together with tls-server-name is not supported")
    if user.impersonate:
        raise LoginError("impersonation (`as`) is not supported: give the bot a user of its own")
    if user.auth_provider:
        raise LoginError("`auth-provider` is no longer part of Kubernetes: use an `exec` plugin")
    if user.exec and user.exec.interactive_mode == "Always":
        raise LoginError("its credential plugin needs a terminal (interactiveMode: Always)")


def _signed(login: Login, cluster: _Cluster, user: _User, home: Path) -> Login:
    """Return the login with what the user has to show. What stands there itself goes before a plugin, as with kubectl."""
    authorization = _authorization(user, home)
    chain = _either(user.client_certificate_data, user.client_certificate, home, "client-certificate")
    key = _either(user.client_key_data, user.client_key, home, "client-key")
    if bool(chain) != bool(key):
        raise LoginError("its client certificate and key are not both there")
    return replace(
        login,
        authorization=authorization,
        certificate=Certificate(chain, Secret(key)) if chain else None,
        plugin=_plugin(user.exec, cluster, login, home) if user.exec and not authorization else None,
    )


def _authorization(user: _User, home: Path) -> Secret | None:
    token = user.token
    if user.token_file:
        token = contents(home / user.token_file, "the token file").strip()
        if not token:
            raise LoginError(f"the token file {home / user.token_file} is empty")
    if token:
        return Secret(f"Bearer {token}")
    if user.username and user.password:
        return Secret("Basic " + base64.b64encode(f"{user.username}:{user.password}".encode()).decode())
    return None


def _plugin(wanted: _Exec, cluster: _Cluster, login: Login, home: Path) -> Plugin:
    told = {
        "server": cluster.server,
        "tls-server-name": login.server_name,
        "insecure-skip-tls-verify": not login.verify,
        "certificate-authority-data": base64.b64encode(login.authorities.encode()).decode(),
        "proxy-url": login.proxy,
    }
    return Plugin(
        # A path is meant from the kubeconfig's folder, a bare name is looked up in PATH.
        command=str(home / wanted.command) if "/" in wanted.command else wanted.command,
        arguments=tuple(wanted.args or ()),
        environment=tuple((variable.name, Secret(variable.value)) for variable in wanted.env or ()),
        version=wanted.api_version,
        cluster=json.dumps({name: value for name, value in told.items() if value}) if wanted.provide_cluster_info else "",
    )


def _either(data: str | None, file: str | None, folder: Path, what: str) -> str:
    """Return the text that stands in the kubeconfig itself, as base64, or else in a file of its own; "" if in neither."""
    if data:
        try:
            return base64.b64decode(data, validate=True).decode()
        except (binascii.Error, ValueError) as error:
            raise LoginError(f"its {what}-data is not base64 of PEM") from error
    return contents(folder / file, f"the {what}") if file else ""
