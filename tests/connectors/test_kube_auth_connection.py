"""The access to a cluster and the HTTP door together, over real TLS."""

from __future__ import annotations

import os
import tempfile
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from certificates import Authority, demanding, server_tls
from kubeconfigs import At, encoded, kubeconfig, printing, running
from misbehaving import Observed, Request, Wire, says, serving

from connectors._contract import Settings
from connectors._deadline import Deadline
from connectors._errors import Unauthenticated, Unreachable
from connectors._http import Http
from connectors._kube.auth import Access, open_access


def soon() -> Deadline:
    """Return the deadline of a patient asker."""
    return Deadline.after(20)


def access_to(file: Path) -> AbstractAsyncContextManager[Access]:
    """Open the access that a kubeconfig gives."""
    return open_access("prod", At(kubeconfig=str(file)))


def door_through(access: Access, observed: Observed) -> Http:
    """Return the door that this access opens."""
    return Http(
        "kubernetes", "prod", access.locate, Settings(), observed, authorize=access.authorize, refresh=access.refresh
    )


async def test_a_401_in_the_middle_of_the_day_reaches_nobody(tmp_path: Path) -> None:
    """The whole way: the token file has rotated, the server refuses the old, the door comes through with the new."""
    authority = Authority(tmp_path)
    (tmp_path / "token").write_text("old")

    async def new_only(request: Request, wire: Wire) -> None:
        known = request.headers.get("authorization") == "Bearer new"
        await (says(200, "well") if known else says(401, "no"))(request, wire)

    async with serving(server_tls(authority.issue("server")), ask=new_only, first=says(200)) as server:
        file = kubeconfig(
            tmp_path / "config",
            {"tokenFile": "token"},
            server=server.url,
            certificate_authority=str(authority.pair.certificate),
        )
        observed = Observed()
        async with access_to(file) as access, door_through(access, observed) as door:
            await door.get("first", "/first", deadline=soon())
            (tmp_path / "token").write_text("new")
            assert await door.get("ask", "/ask", deadline=soon()) == b"well"
    assert observed.outcomes == ["ok", "Unauthenticated", "ok"]


@pytest.mark.parametrize("by_plugin", [True, False])
async def test_a_client_certificate_is_shown_and_its_key_left_nowhere(tmp_path: Path, by_plugin: bool) -> None:
    """A private key in a temporary file outlives the process that wrote it."""
    authority = Authority(tmp_path)
    client = authority.issue("client", subject="/CN=srehub")
    chain, key = client.certificate.read_text(), client.key.read_text()
    inline = {"client-certificate-data": encoded(chain), "client-key-data": encoded(key)}
    plugin = printing(tmp_path / "login", clientCertificateData=chain, clientKeyData=key)
    before = set(os.listdir(tempfile.gettempdir()))
    async with demanding(authority.issue("server"), authority.pair) as url:
        ca = encoded(authority.pair.certificate.read_text())
        file = kubeconfig(
            tmp_path / "config", running(plugin) if by_plugin else inline, server=url, certificate_authority_data=ca
        )
        async with access_to(file) as access, door_through(access, Observed()) as door:
            assert b"s_server" in await door.get("ask", "/", deadline=soon())
    assert set(os.listdir(tempfile.gettempdir())) <= before


async def test_the_clusters_certificate_is_verified_unless_the_kubeconfig_says_otherwise(tmp_path: Path) -> None:
    """The cluster's authority alone is trusted; `insecure-skip-tls-verify` is the kubeconfig's own decision."""
    authority, stranger = Authority(tmp_path), Authority(tmp_path, "stranger")
    async with serving(server_tls(stranger.issue("server")), ask=says(200, "well")) as server:
        ca = str(authority.pair.certificate)
        strict = kubeconfig(tmp_path / "strict", server=server.url, certificate_authority=ca)
        async with access_to(strict) as access, door_through(access, Observed()) as door:
            with pytest.raises(Unreachable, match="certificate not trusted"):
                await door.get("ask", "/ask", deadline=Deadline.after(1))
        loose = kubeconfig(tmp_path / "loose", server=server.url, insecure_skip_tls_verify=True)
        async with access_to(loose) as access, door_through(access, Observed()) as door:
            assert await door.get("ask", "/ask", deadline=soon()) == b"well"


async def test_certificates_that_are_none_are_said_to_be_so(tmp_path: Path) -> None:
    """A truncated paste is common; OpenSSL's own words help nobody."""
    bad_ca = kubeconfig(tmp_path / "ca", certificate_authority_data=encoded("s3cret"))
    async with access_to(bad_ca) as access:
        with pytest.raises(Unauthenticated, match="certificate-authority holds no certificate"):
            await access.locate(soon())
    bad_key = kubeconfig(
        tmp_path / "key", {"client-certificate-data": encoded("s3cret"), "client-key-data": encoded("s3cret")}
    )
    async with access_to(bad_key) as access:
        with pytest.raises(Unauthenticated, match="not a pair of PEM") as caught:
            await access.locate(soon())
    assert "s3cret" not in caught.value.reason
