"""What is read of kubeconfig files, real ones on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from kubeconfigs import encoded, kubeconfig, running

from connectors._contract import Secret
from connectors._kube.auth_kubeconfig import read_kubeconfig
from connectors._kube.auth_login import Login, LoginError

PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"


def read(file: Path, context: str = "") -> Login:
    """Return the login that a file gives."""
    return read_kubeconfig(str(file), context)


def refused(file: Path | str, context: str = "") -> str:
    """Return why a file gives none."""
    with pytest.raises(LoginError) as caught:
        read_kubeconfig(str(file), context)
    return str(caught.value)


def test_a_token_becomes_the_bearer(tmp_path: Path) -> None:
    """The commonest credential of service accounts outside of the cluster."""
    login = read(kubeconfig(tmp_path / "config", {"token": "t0ken"}))
    assert login.authorization == Secret("Bearer t0ken")
    assert (login.server, login.verify, login.authorities) == ("https://127.0.0.1:1", True, "")


def test_a_token_file_goes_before_a_token(tmp_path: Path) -> None:
    """The file is the one that rotates; client-go reads them in this order, too."""
    (tmp_path / "token").write_text("from-file\n")
    login = read(kubeconfig(tmp_path / "config", {"token": "t0ken", "tokenFile": "token"}))
    assert login.authorization == Secret("Bearer from-file")


def test_a_name_and_password_become_basic(tmp_path: Path) -> None:
    """Proxies before old clusters ask for it."""
    login = read(kubeconfig(tmp_path / "config", {"username": "me", "password": "pass"}))
    assert login.authorization == Secret("Basic bWU6cGFzcw==")


@pytest.mark.parametrize("inline", [True, False])
def test_certificates_come_from_the_file_itself_or_from_beside_it(tmp_path: Path, inline: bool) -> None:
    """Relative paths are meant from the kubeconfig's folder, wherever the bot was started."""
    if inline:
        user = {"client-certificate-data": encoded(PEM), "client-key-data": encoded("KEY")}
        file = kubeconfig(tmp_path / "config", user, certificate_authority_data=encoded("CA"))
    else:
        (tmp_path / "pki").mkdir()
        for name, text in (("ca.crt", "CA"), ("me.crt", PEM), ("me.key", "KEY")):
            (tmp_path / "pki" / name).write_text(text)
        user = {"client-certificate": "pki/me.crt", "client-key": "pki/me.key"}
        file = kubeconfig(tmp_path / "config", user, certificate_authority="pki/ca.crt")
    login = read(file)
    assert login.authorities == "CA"
    assert login.certificate
    assert (login.certificate.chain, login.certificate.key) == (PEM, Secret("KEY"))


def test_the_clusters_peculiarities_are_taken_over(tmp_path: Path) -> None:
    """Each of them is needed by somebody behind a load balancer or a proxy."""
    login = read(kubeconfig(tmp_path / "one", insecure_skip_tls_verify=True, tls_server_name="kube.example"))
    assert (login.verify, login.server_name) == (False, "kube.example")
    login = read(kubeconfig(tmp_path / "two", proxy_url="http://me:pass@proxy:3128"))
    assert login.proxy == "http://me:pass@proxy:3128"
    assert "pass" not in repr(login)


def test_several_files_are_one_and_the_first_that_names_a_context_wins(tmp_path: Path) -> None:
    """As kubectl does with KUBECONFIG=a:b; each file's paths are meant from its own folder."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "token").write_text("token-of-b")
    one = kubeconfig(tmp_path / "a" / "config", {"token": "token-of-a"}, name="a", server="https://a")
    two = kubeconfig(tmp_path / "b" / "config", {"tokenFile": "token"}, name="b", server="https://b")
    paths = f"{tmp_path}/missing:{one}:{two}"
    assert read_kubeconfig(paths, "").server == "https://a"
    other = read_kubeconfig(paths, "b")
    assert (other.server, other.authorization) == ("https://b", Secret("Bearer token-of-b"))


def test_a_plugin_is_read_but_not_run(tmp_path: Path) -> None:
    """What it is told of the cluster is there where it asks for that; a path is meant from the kubeconfig's folder."""
    user = running("./bin/login", args=["a"], env=[{"name": "REGION", "value": "eu"}], provideClusterInfo=True)
    login = read(kubeconfig(tmp_path / "config", user, certificate_authority_data=encoded("CA")))
    assert login.plugin
    assert login.plugin.command == str(tmp_path / "bin" / "login")
    assert login.plugin.arguments == ("a",)
    assert login.plugin.environment == (("REGION", Secret("eu")),)
    assert encoded("CA") in login.plugin.cluster


def test_a_token_goes_before_a_plugin(tmp_path: Path) -> None:
    """As kubectl does; nobody wants a program run for nothing."""
    login = read(kubeconfig(tmp_path / "config", {"token": "t0ken", **running("login")}))
    assert login.plugin is None


def test_nobody_is_told_who_we_are_without_tls(tmp_path: Path) -> None:
    """As kubectl: a token over http could be read by anybody on the way."""
    login = read(kubeconfig(tmp_path / "config", {"token": "t0ken"}, server="http://127.0.0.1:1/"))
    assert (login.server, login.authorization) == ("http://127.0.0.1:1", None)


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    """It is the first thing that goes wrong in a new installation."""
    said = refused(tmp_path / "nope", "prod")
    assert str(tmp_path / "nope") in said
    assert "context prod" in said
    assert "mount it there" in said


@pytest.mark.parametrize("text", ["", "[]", "hello", "a: [", "\x00", "contexts: {}", "contexts: [1]", "contexts: [{a: b}]"])
def test_what_is_no_kubeconfig_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    """A half-written or wrong file must not stop the bot."""
    file = tmp_path / "config"
    file.write_text(text)
    assert str(file) in refused(file)


@pytest.mark.parametrize(
    ("user", "cluster", "said"),
    [
        ({"auth-provider": {"name": "oidc"}}, {}, "auth-provider"),
        ({"as": "somebody"}, {}, "impersonation"),
        (running("login", interactiveMode="Always"), {}, "needs a terminal"),
        ({}, {"proxy_url": "socks5://me:s3cret@proxy"}, "proxy-url is no HTTP proxy"),
        ({}, {"proxy_url": "http://proxy", "tls_server_name": "kube"}, "together with tls-server-name"),
        ({"tokenFile": "missing"}, {}, "missing cannot be read: no such file"),
        ({"client-certificate-data": "s3cret!"}, {}, "client-certificate-data is not base64"),
        ({"client-certificate-data": encoded("s3cret")}, {}, "certificate and key are not both there"),
        ({"token": ["s3cret"]}, {}, "user prod is wrong"),
        ({"exec": {"command": "s3cret"}}, {}, "apiVersion"),
        ({}, {"certificate_authority": "ca.crt"}, "certificate-authority"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, user: dict[str, Any], cluster: dict[str, Any], said: str) -> None:
    """Each refusal names what to change, and none of them shows a secret."""
    reason = refused(kubeconfig(tmp_path / "config", user, **cluster))
    assert said in reason
    assert "s3cret" not in reason


def test_a_context_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A misspelt context is the second thing that goes wrong."""
    file = kubeconfig(tmp_path / "config")
    assert "it has no context stagin" in refused(file, "stagin")


def test_no_secret_shows_in_a_login(tmp_path: Path) -> None:
    """Tracebacks and debug logs print what they find."""
    user = {"token": "s3cret", "client-certificate-data": encoded("s3cret"), "client-key-data": encoded("s3cret")}
    assert "s3cret" not in repr(read(kubeconfig(tmp_path / "one", user)))
    user = running("login", env=[{"name": "PASSWORD", "value": "s3cret"}])
    assert "s3cret" not in repr(read(kubeconfig(tmp_path / "two", user)))


def test_each_name_is_the_first_files_as_a_whole(tmp_path: Path) -> None:
    """As kubectl: a name that two files have is the first's, and nothing of the second's is mixed in."""
    one = kubeconfig(tmp_path / "a", {"token": "of-a"}, server="https://a", tls_server_name="a")
    two = kubeconfig(tmp_path / "b", {"token": "of-b"}, server="https://b", proxy_url="http://b")
    login = read_kubeconfig(f"{one}:{two}", "")
    assert (login.server, login.server_name, login.proxy) == ("https://a", "a", "")
    assert login.authorization == Secret("Bearer of-a")


def test_an_empty_file_among_several_says_nothing(tmp_path: Path) -> None:
    """`touch` and kubectl itself leave such files, and kubectl reads on."""
    (tmp_path / "empty").touch()
    one = kubeconfig(tmp_path / "a", {"token": "of-a"}, server="https://a")
    assert read_kubeconfig(f"{tmp_path / 'empty'}:{one}", "").server == "https://a"


def test_an_odd_entry_that_nobody_asks_for_does_no_harm(tmp_path: Path) -> None:
    """One colleague's mistake in a shared file must not cost the others their cluster."""
    odd = tmp_path / "odd"
    odd.write_text("users: [{name: other, user: {token: [1]}}]\nclusters: null\ncurrent-context: ''\n")
    one = kubeconfig(tmp_path / "a", {"token": "of-a"}, server="https://a")
    assert read_kubeconfig(f"{odd}:{one}", "").server == "https://a"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A folder in its place is what a wrong mount looks like."""
    assert f"{tmp_path} cannot be read: is a directory" in refused(tmp_path)
