"""Access to a real Kubernetes API server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from kubeconfigs import At
from misbehaving import Observed

from connectors._contract import Settings
from connectors._deadline import Deadline
from connectors._errors import Forbidden, Unauthenticated
from connectors._http import Http
from connectors._kube.auth import open_access

pytestmark = pytest.mark.kubernetes


async def asked(kubeconfig: Path, path: str) -> bytes:
    """Return what the server answers to the user of this kubeconfig."""
    async with (
        open_access("rig", At(kubeconfig=str(kubeconfig))) as access,
        Http(
            "kubernetes", "rig", access.locate, Settings(), Observed(), authorize=access.authorize, refresh=access.refresh
        ) as door,
    ):
        return await door.get("ask", path, deadline=Deadline.after(20))


def as_user(kubeconfig: Path, folder: Path, token: str) -> Path:
    """Return a kubeconfig of the same cluster for another token."""
    content = yaml.safe_load(kubeconfig.read_text())
    content["users"][0]["user"] = {"token": token}
    file = folder / "config"
    file.write_text(yaml.safe_dump(content))
    return file


async def test_lists_namespaces_with_the_token_of_the_kubeconfig(kubeconfig: Path) -> None:
    """The whole way, to a real server with a real authority."""
    listed = json.loads(await asked(kubeconfig, "/api/v1/namespaces"))
    assert "kube-system" in {item["metadata"]["name"] for item in listed["items"]}


async def test_a_user_without_the_right_hears_the_servers_own_words(kubeconfig: Path) -> None:
    """The message names the user, the verb and the resource: all that an admin needs to know."""
    reader = kubeconfig.with_name("reader.kubeconfig")
    if not reader.is_file():
        pytest.skip("not found: reader.kubeconfig beside TEST_KUBECONFIG")
    with pytest.raises(Forbidden) as caught:
        await asked(reader, "/api/v1/namespaces/kube-system/secrets")
    assert 'User "reader" cannot list resource "secrets"' in caught.value.reason


async def test_an_unknown_token_is_unauthenticated(kubeconfig: Path, tmp_path: Path) -> None:
    """And the reason does not show the token."""
    with pytest.raises(Unauthenticated) as caught:
        await asked(as_user(kubeconfig, tmp_path, "wrong-t0ken"), "/api/v1/namespaces")
    assert caught.value.reason == "answered 401: Unauthorized"
