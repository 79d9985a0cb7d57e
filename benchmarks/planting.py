"""A pod on a node of its own in a real cluster, for as long as its log is measured."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from benchmarks.child import ContestantFailed
from benchmarks.recording import Recording

NAME = f"srehub-bench-{os.getpid()}"
NAMESPACE = "default"
_NODES, _PODS = "/api/v1/nodes", f"/api/v1/namespaces/{NAMESPACE}/pods"


@asynccontextmanager
async def planted(recording: Recording, port: int) -> AsyncIterator[str]:
    """Make the node, whose kubelet is on this port of the loopback, and a running pod on it; yield the pod's name.

    Both are gone afterwards. No kubelet takes the node for its own, and no scheduler puts anything there.

    Args:
        recording: whose server and credentials are used.
        port: where the node's logs are served.

    Raises:
        ContestantFailed: the server refused.
    """
    async with aiohttp.ClientSession(recording.url, headers=recording.headers) as http:
        try:
            await _send(http, "POST", _NODES, _node(port))
            await _send(http, "PUT", f"{_NODES}/{NAME}/status", _node(port))
            await _send(http, "POST", _PODS, _pod())
            await _send(http, "PUT", f"{_PODS}/{NAME}/status", _pod())
            yield NAME
        finally:
            await asyncio.shield(_removed(http))


async def _removed(http: aiohttp.ClientSession) -> None:
    for path in (f"{_PODS}/{NAME}", f"{_NODES}/{NAME}"):
        async with http.delete(path, params={"gracePeriodSeconds": "0"}, ssl=False):
            pass  # where it was never made, there is nothing to remove


async def _send(http: aiohttp.ClientSession, method: str, path: str, body: Any) -> None:
    async with http.request(method, path, json=body, ssl=False) as answer:
        if answer.status >= 300:
            raise ContestantFailed(f"{method} {path}: {answer.status} {(await answer.text())[:300]}")


def _node(port: int) -> dict[str, Any]:
    return {
        "metadata": {"name": NAME},
        "spec": {"unschedulable": True},
        "status": {
            "addresses": [{"type": "InternalIP", "address": "127.0.0.1"}],
            "daemonEndpoints": {"kubeletEndpoint": {"Port": port}},
            "conditions": [{"type": "Ready", "status": "True"}],
        },
    }


def _pod() -> dict[str, Any]:
    running = {"name": "app", "image": "app", "imageID": "", "ready": True, "restartCount": 0, "state": {"running": {}}}
    return {
        "metadata": {"name": NAME},
        "spec": {
            "nodeName": NAME,
            "automountServiceAccountToken": False,
            "containers": [{"name": "app", "image": "app"}],
        },
        "status": {"phase": "Running", "containerStatuses": [running]},
    }
