"""How targets that are asked over HTTP are got into: tokens, files, certificates, tenants; what is refused of them."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from certificates import Authority, demanding, server_tls
from misbehaving import Behaviour, Hands, Observed, Request, Wire, in_turn, says, serving

from connectors._access import REREAD_SECONDS, Access, AccessSettings
from connectors._contract import Secret
from connectors._deadline import Deadline
from connectors._errors import Unauthenticated, Unreachable, UpstreamError
from connectors.loki import Loki, LokiSettings, open_loki
from connectors.prometheus import PrometheusSettings, open_prometheus

BUILD = '{"status":"success","data":{"version":"2.42.0"}}'


def soon() -> Deadline:
    """Return a deadline that is far enough away."""
    return Deadline.after(10)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """An authority for one test."""
    return Authority(tmp_path)


async def shown(**settings: object) -> dict[str, str]:
    """Return the headers that a server is shown under these settings."""
    async with serving(**{"api/v1/status/buildinfo": says(200, BUILD)}) as server:
        async with open_prometheus("prod", PrometheusSettings(url=server.url, **settings), Observed()) as opened:  # type: ignore[arg-type]  # each test names settings of their own types
            await opened.ping(soon())
        return server.requests[0].headers


async def test_a_bearer_token_is_shown() -> None:
    """The commonest way in."""
    assert (await shown(token=Secret("t0ken")))["authorization"] == "Bearer t0ken"


async def test_user_and_password_are_shown() -> None:
    """RFC 7617: in UTF-8, and a colon may stand in the password."""
    headers = await shown(username="srehub", password=Secret("pä:ss"))
    assert base64.b64decode(headers["authorization"].removeprefix("Basic ")).decode() == "srehub:pä:ss"


async def test_tenant_and_headers_are_shown() -> None:
    """Mimir, Cortex and Loki tell tenants apart by one; proxies want others."""
    headers = await shown(tenant="payments", headers={"X-Team": Secret("sre")})
    assert (headers["x-scope-orgid"], headers["x-team"]) == ("payments", "sre")


async def test_nothing_is_shown_where_nothing_is_given() -> None:
    """An empty token is none."""
    assert "authorization" not in await shown()


async def test_a_token_file_is_read_again_when_its_token_is_not_accepted(tmp_path: Path) -> None:
    """Mounted tokens rotate, and nobody restarts a bot for that."""
    file = tmp_path / "token"
    file.write_text("old\n")

    async def rotating(request: Request, wire: Wire) -> None:
        file.write_text("new\n")
        await says(401, "who?")(request, wire)

    answer: Behaviour = in_turn(rotating, says(200, BUILD))
    async with serving(**{"api/v1/status/buildinfo": answer}) as server:
        settings = PrometheusSettings(url=server.url, token_file=str(file))
        async with open_prometheus("prod", settings, Observed()) as opened:
            assert await opened.ping(soon()) == "Prometheus 2.42.0"
        assert [one.headers["authorization"] for one in server.requests] == ["Bearer old", "Bearer new"]


async def test_a_token_file_that_is_gone_serves_on_from_memory_for_as_long_as_it_is_accepted(tmp_path: Path) -> None:
    """A mount that is being replaced is not there for a moment."""
    file, hands = tmp_path / "token", Hands()
    file.write_text("t")
    access = Access("prod", AccessSettings(url="http://x", token_file=str(file)), hands)
    assert await access.authorize(soon()) == {"authorization": "Bearer t"}
    file.unlink()
    hands.forward(REREAD_SECONDS)
    assert await access.authorize(soon()) == {"authorization": "Bearer t"}


async def test_a_token_file_that_never_was_is_named() -> None:
    """The path is in the configuration; its content is nowhere."""
    access = Access("prod", AccessSettings(url="http://x", token_file="/nowhere/token"))
    with pytest.raises(Unauthenticated, match="/nowhere/token cannot be read: no such file or directory"):
        await access.authorize(soon())


async def test_a_server_of_ones_own_authority_is_trusted_with_its_file_and_not_without(authority: Authority) -> None:
    """Inside a company hardly any certificate is of a public authority."""
    async with serving(server_tls(authority.issue("own")), **{"api/v1/status/buildinfo": says(200, BUILD)}) as server:
        trusting = PrometheusSettings(url=server.url, ca_file=str(authority.pair.certificate))
        async with open_prometheus("prod", trusting, Observed()) as opened:
            assert await opened.ping(soon()) == "Prometheus 2.42.0"
        async with open_prometheus("prod", PrometheusSettings(url=server.url), Observed()) as opened:
            with pytest.raises(Unreachable, match="certificate not trusted"):
                await opened.ping(soon())
        async with open_prometheus("prod", PrometheusSettings(url=server.url, verify=False), Observed()) as opened:
            assert await opened.ping(soon()) == "Prometheus 2.42.0"


async def test_a_client_certificate_is_shown_and_missed_where_there_is_none(authority: Authority) -> None:
    """mTLS, against a server that demands it."""
    client = authority.issue("client", subject="/CN=srehub")
    async with demanding(authority.issue("server"), authority.pair) as url:
        ca = str(authority.pair.certificate)
        known = LokiSettings(url=url, ca_file=ca, certificate_file=str(client.certificate), key_file=str(client.key))
        async with open_loki("prod", known, Observed()) as opened:
            assert not isinstance(await _reason(opened), Unauthenticated)
        async with open_loki("prod", LokiSettings(url=url, ca_file=ca), Observed()) as opened:
            assert isinstance(await _reason(opened), Unauthenticated)


async def _reason(opened: Loki) -> UpstreamError | None:
    """Return what a ping raises, as openssl's own server knows nothing of Loki's answers."""
    try:
        await opened.ping(soon())
    except UpstreamError as error:
        return error
    return None


async def test_a_file_that_is_no_certificate_is_said_to_be_none(tmp_path: Path) -> None:
    """OpenSSL's own words mean nothing to anybody."""
    (tmp_path / "ca.pem").write_text("hello")
    access = Access("prod", AccessSettings(url="https://x", ca_file=str(tmp_path / "ca.pem")))
    with pytest.raises(Unauthenticated, match="not the PEM"):
        await access.authorize(soon())


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"url": "prometheus:9090"}, "needs a `url`"),
        ({"url": "http://me:secret@prometheus:9090"}, "password in its URL"),
        ({"url": "http://x", "token": Secret("a"), "username": "b"}, "one of"),
        ({"url": "http://x", "certificate_file": "a"}, "together"),
    ],
)
def test_settings_that_contradict_themselves_are_refused(settings: dict[str, object], said: str) -> None:
    """At the start, with a sentence; not at the first question in an incident."""
    with pytest.raises(ValueError, match=said) as caught:
        AccessSettings(**settings)  # type: ignore[arg-type]  # wrong ones are meant
    assert "secret" not in str(caught.value)


def test_secrets_do_not_show_in_settings() -> None:
    """Settings end up in tracebacks."""
    settings = AccessSettings(url="http://x", username="u", password=Secret("hush"), headers={"X-Key": Secret("hush")})
    assert "hush" not in repr(settings)
