"""The service account of the pod that the bot runs in."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
from certificates import Authority
from kubeconfigs import At
from misbehaving import Hands

from connectors._deadline import Deadline
from connectors._errors import Unauthenticated
from connectors._kube.auth import Surroundings, open_access


async def test_the_service_account_of_a_pod(tmp_path: Path) -> None:
    """In the cluster nothing is configured; the token rotates there, too."""
    ca = Authority(tmp_path).pair.certificate
    (tmp_path / "ca.crt").write_text(ca.read_text())
    (tmp_path / "token").write_text("old\n")
    clock = Hands()
    environ = {"KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "443"}
    async with open_access("home", At(in_cluster=True), Surroundings(environ, tmp_path, clock)) as access:
        endpoint = await access.locate(Deadline.after(20))
        assert endpoint.url == "https://[fd00::1]:443"
        assert endpoint.tls
        assert endpoint.tls.verify_mode is ssl.CERT_REQUIRED
        assert await access.authorize(Deadline.after(20)) == {"authorization": "Bearer old"}
        (tmp_path / "token").write_text("new")
        clock.forward(61)
        assert await access.authorize(Deadline.after(20)) == {"authorization": "Bearer new"}


async def test_outside_of_a_pod_there_is_no_service_account(tmp_path: Path) -> None:
    """`in_cluster` on a laptop is a mistake that has to be named."""
    async with open_access("home", At(in_cluster=True), Surroundings({}, tmp_path)) as access:
        with pytest.raises(Unauthenticated, match="this is no pod"):
            await access.locate(Deadline.after(20))
