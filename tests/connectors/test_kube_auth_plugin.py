"""Credential plugins: real programs, well and badly behaved."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path

import pytest
from kubeconfigs import alive, printing, script
from misbehaving import Hands, until

from connectors._contract import Secret
from connectors._kube.auth_login import LoginError, Plugin
from connectors._kube.auth_plugin import Issued, run_plugin

NOW = 1_700_000_000.0  # 2023-11-14T22:13:20Z


async def issued(plugin: Plugin, seconds: float = 20.0) -> Issued:
    """Return what a plugin issues."""
    return await run_plugin(plugin, dict(os.environ), Hands(NOW), seconds)


async def refusal(plugin: Plugin, seconds: float = 20.0) -> str:
    """Return why a plugin issues nothing."""
    with pytest.raises(LoginError) as caught:
        await issued(plugin, seconds)
    return str(caught.value)


async def test_a_token_and_when_to_renew_it(tmp_path: Path) -> None:
    """A minute before it ends, so that no request is sent with one that ends on the way."""
    plugin = Plugin(str(printing(tmp_path / "login", token="t0ken", expirationTimestamp="2023-11-14T23:13:20Z")))
    got = await issued(plugin)
    assert got.authorization == Secret("Bearer t0ken")
    assert got.renew_at == NOW + 3600 - 60
    assert "t0ken" not in repr(got)


async def test_a_short_life_is_used_for_four_fifths(tmp_path: Path) -> None:
    """A token that lives for a minute must not be renewed for every request."""
    plugin = Plugin(str(printing(tmp_path / "login", token="t0ken", expirationTimestamp="2023-11-14T22:14:20+00:00")))
    assert (await issued(plugin)).renew_at == NOW + 60 - 12


async def test_a_certificate_instead_of_a_token(tmp_path: Path) -> None:
    """Some issue client certificates; without an end they are good until they are refused."""
    got = await issued(Plugin(str(printing(tmp_path / "login", clientCertificateData="CERT", clientKeyData="KEY"))))
    assert got.certificate
    assert (got.certificate.chain, got.certificate.key) == ("CERT", Secret("KEY"))
    assert (got.authorization, got.renew_at) == (None, None)
    assert "KEY" not in repr(got)


async def test_it_is_told_what_it_has_to_know(tmp_path: Path) -> None:
    """Its arguments, its variables beside ours, and the version it has to answer in; no terminal to ask at."""
    plugin = Plugin(
        str(
            script(
                tmp_path / "login",
                f'echo "$1 $REGION $PATH" > {tmp_path}/seen',
                f'echo "$KUBERNETES_EXEC_INFO" > {tmp_path}/info',
            )
        ),
        arguments=("an argument",),
        environment=(("REGION", Secret("eu")),),
        cluster='{"server": "https://kube"}',
    )
    await refusal(plugin)
    assert (tmp_path / "seen").read_text() == f"an argument eu {os.environ['PATH']}\n"
    info = json.loads((tmp_path / "info").read_text())
    assert info["apiVersion"] == plugin.version
    assert info["spec"] == {"interactive": False, "cluster": {"server": "https://kube"}}


async def test_a_failure_names_the_exit_code_and_not_what_was_said(tmp_path: Path) -> None:
    """What plugins print when they fail has had passwords in it; and pages of it must not block them."""
    flood = "head -c 1000000 /dev/zero | tr '\\0' x >&2"
    said = await refusal(Plugin(str(script(tmp_path / "login", "echo s3cret >&2", flood, "echo s3cret", "exit 3"))))
    assert said == "the credential plugin login failed with exit code 3: run it by hand to see why"


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "s3cret",
        "[]",
        '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1"}',
        '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{}}',
        '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":7}}',
        '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientCertificateData":"s3cret"}}',
        '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1alpha1","status":{"token":"s3cret"}}',
        '{"kind":"s3cret","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"s3cret"}}',
        '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"s3cret","expirationTimestamp":"soon"}}',
    ],
)
async def test_what_is_no_credential_is_said_to_be_none(tmp_path: Path, printed: str) -> None:
    """A login prompt or a warning on stdout must not become a token, nor be shown."""
    (tmp_path / "printed").write_text(printed)
    said = await refusal(Plugin(str(script(tmp_path / "login", f"cat {tmp_path}/printed"))))
    assert "login" in said
    assert "s3cret" not in said


async def test_a_plugin_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The image lacks `aws` or `gke-gcloud-auth-plugin`: the commonest failure in a container."""
    assert await refusal(Plugin("no-such-plugin")) == "the credential plugin no-such-plugin is not installed here"
    file = tmp_path / "data"
    file.write_text("no program")
    assert "cannot be run: permission denied" in await refusal(Plugin(str(file)))


async def test_a_plugin_that_hangs_is_ended(tmp_path: Path) -> None:
    """One that waits for a browser that nobody sees must not wait for ever."""
    plugin = Plugin(str(script(tmp_path / "login", "sleep 1000")))
    assert "did not end within 0.05 s" in await refusal(plugin, seconds=0.05)


async def test_a_plugin_that_prints_without_end_is_ended(tmp_path: Path) -> None:
    """The bot's memory is bounded, whatever runs beside it."""
    assert "prints without end" in await refusal(Plugin(str(script(tmp_path / "login", "yes s3cret"))))


async def test_cancelling_ends_what_the_plugin_started_too(tmp_path: Path) -> None:
    """A shutdown leaves no processes behind."""
    pid = tmp_path / "pid"
    plugin = Plugin(str(script(tmp_path / "login", "sleep 1000 &", f"echo $! > {pid}.new; mv {pid}.new {pid}", "wait")))
    task = asyncio.create_task(issued(plugin))
    await until(pid.exists)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(lambda: not alive(int(pid.read_text())))
