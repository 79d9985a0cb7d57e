"""Whom the HTTP door trusts: real TLS with an authority made for the test."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress
from pathlib import Path

import pytest
from certificates import Authority, Pair, demanding, server_tls
from misbehaving import Observed, Pauses, says, serving

from connectors._contract import Settings
from connectors._deadline import Deadline
from connectors._endpoint import Endpoint
from connectors._errors import Unauthenticated, Unreachable
from connectors._http import Http


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority for the tests of this module."""
    return Authority(tmp_path_factory.mktemp("ca"))


async def asked(url: str, tls: ssl.SSLContext | None, server_name: str = "") -> bytes:
    """Return what a server answers to one who trusts like this."""

    async def locate(deadline: Deadline) -> Endpoint:
        return Endpoint(url, tls, server_name)

    async with Http("kubernetes", "prod", locate, Settings(), Observed(), sleep=Pauses()) as door:
        return await door.get("ask", "/ask", deadline=Deadline.after(10))


def trusting(authority: Authority) -> ssl.SSLContext:
    """Return the context of one who trusts this authority alone."""
    return ssl.create_default_context(cafile=str(authority.pair.certificate))


def presenting(authority: Authority, client: Pair) -> ssl.SSLContext:
    """Return the context of one who trusts this authority and shows this certificate."""
    context = trusting(authority)
    context.load_cert_chain(client.certificate, client.key)
    return context


async def test_a_certificate_of_a_trusted_authority_is_good(authority: Authority) -> None:
    """The plain case."""
    async with serving(server_tls(authority.issue("good")), ask=says(200, "well")) as server:
        assert await asked(server.url, trusting(authority)) == b"well"


async def test_an_unknown_authority_is_not_trusted(authority: Authority, tmp_path: Path) -> None:
    """Somebody between us and the cluster must not get our token."""
    stranger = Authority(tmp_path, "stranger")
    async with serving(server_tls(stranger.issue("server")), ask=says(200)) as server:
        with pytest.raises(Unreachable, match="certificate not trusted: unable to get local issuer certificate"):
            await asked(server.url, trusting(authority))
        assert server.requests == []


async def test_a_self_signed_certificate_is_not_trusted_and_named(tmp_path: Path) -> None:
    """The commonest mistake has to be told apart; None means the system's authorities."""
    own = Authority(tmp_path, "self")
    async with serving(server_tls(own.pair), ask=says(200)) as server:
        with pytest.raises(Unreachable, match="certificate not trusted: self-signed certificate"):
            await asked(server.url, None)


async def test_a_certificate_for_another_name_is_not_trusted(authority: Authority) -> None:
    """A certificate of our authority for another server proves nothing."""
    pair = authority.issue("other", names="DNS:kube.example")
    async with serving(server_tls(pair), ask=says(200, "well")) as server:
        with pytest.raises(Unreachable, match=r"certificate not trusted: IP address mismatch"):
            await asked(server.url, trusting(authority))
        assert await asked(server.url, trusting(authority), "kube.example") == b"well"
        with pytest.raises(Unreachable, match=r"certificate not trusted: Hostname mismatch"):
            await asked(server.url, trusting(authority), "elsewhere.example")


async def test_a_server_without_tls_is_said_to_be_so(authority: Authority) -> None:
    """Https where http was meant is a mistake in the configuration."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(Unreachable, match="does not speak TLS"):
            await asked(f"https://127.0.0.1:{port}", trusting(authority))


async def test_a_client_certificate_that_is_demanded(authority: Authority, tmp_path: Path) -> None:
    """Missing, of the wrong authority, and right: people have to know which."""
    async with demanding(authority.issue("mutual"), authority.pair) as url:
        with pytest.raises(Unauthenticated, match="asks for a client certificate"):
            await asked(url, trusting(authority))
        stranger = Authority(tmp_path, "stranger").issue("client", subject="/CN=eve")
        with pytest.raises(Unauthenticated, match="does not accept the client certificate"):
            await asked(url, presenting(authority, stranger))
        client = authority.issue("client", subject="/CN=srehub")
        assert b"s_server" in await asked(url, presenting(authority, client))


async def test_an_endpoint_that_changes_is_followed(authority: Authority) -> None:
    """A client certificate that was rotated means a new context, and with it new connections; the old ones are closed."""
    async with (
        serving(server_tls(authority.issue("one")), ask=says(200, "one")) as one,
        serving(server_tls(authority.issue("two")), ask=says(200, "two")) as two,
    ):
        ends = [Endpoint(one.url, trusting(authority)), Endpoint(two.url, trusting(authority))]

        async def locate(deadline: Deadline) -> Endpoint:
            return ends[0]

        async with (
            Http("kubernetes", "prod", locate, Settings(), Observed()) as door,
            door.stream("ask", "/ask", deadline=Deadline.after(10)) as chunks,
        ):
            ends.pop(0)
            assert await door.get("ask", "/ask", deadline=Deadline.after(10)) == b"two"
            assert b"".join([chunk async for chunk in chunks]) == b"one"


async def test_a_proxy_is_gone_through_and_sees_nothing(authority: Authority) -> None:
    """Some clusters are reached through a proxy alone; the certificate is the cluster's, verified as ever."""
    asked_of_proxy: list[bytes] = []

    async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        asked_of_proxy.append(head)
        host, port = head.split()[1].decode().split(":")
        inner_reader, inner_writer = await asyncio.open_connection(host, int(port))
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await asyncio.gather(copy(reader, inner_writer), copy(inner_reader, writer))

    async def copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(65536):
                sink.write(data)
        sink.close()

    async with (
        serving(server_tls(authority.issue("behind")), ask=says(200, "well")) as server,
        await asyncio.start_server(tunnel, "127.0.0.1", 0) as proxy,
    ):

        async def locate(deadline: Deadline) -> Endpoint:
            port = proxy.sockets[0].getsockname()[1]
            return Endpoint(server.url, trusting(authority), proxy=f"http://me:pass@127.0.0.1:{port}")

        async with Http("kubernetes", "prod", locate, Settings(), Observed()) as door:
            assert await door.get("ask", "/ask", deadline=Deadline.after(10)) == b"well"
    assert asked_of_proxy[0].startswith(f"CONNECT 127.0.0.1:{server.port} ".encode())
    assert b"proxy-authorization: basic" in asked_of_proxy[0].lower()
