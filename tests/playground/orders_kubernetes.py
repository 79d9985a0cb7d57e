"""Orders to the demo API, as kubectl gives them, and what comes of them."""

from __future__ import annotations

from typing import Any

from demo_kubernetes import Client

CHECKOUT = "/apis/apps/v1/namespaces/payments/deployments/checkout"
LEDGER = "/apis/apps/v1/namespaces/payments/deployments/ledger"
DATABASE = "/apis/apps/v1/namespaces/payments/statefulsets/ledger-db"
MERGE, STRATEGIC = "application/merge-patch+json", "application/strategic-merge-patch+json"
JSON = "application/json-patch+json"
RESTARTED = "kubectl.kubernetes.io/restartedAt"


async def send(
    client: Client, method: str, path: str, body: Any = None, media: str = MERGE, **query: str
) -> tuple[int, Any]:
    """Return the status and the decoded body of what a request that changes something is answered with."""
    url, headers = client.cluster.url + path, {"Content-Type": media, "User-Agent": "kubectl/v1.29.4"}
    data = {} if body is None else {"json": body}
    async with client.session.request(method, url, headers=headers, params=query, **data) as answer:
        return answer.status, await answer.json()


async def restart(client: Client, path: str, **query: str) -> Any:
    """Restart a workload, as `kubectl rollout restart` does, and return it."""
    patch = {"spec": {"template": {"metadata": {"annotations": {RESTARTED: "2027-01-15T08:00:00Z"}}}}}
    status, told = await send(client, "PATCH", path, patch, STRATEGIC, fieldManager="kubectl-rollout", **query)
    assert status == 200, told
    return told


async def pods_of(client: Client, app: str) -> list[dict[str, Any]]:
    """Return the pods of an app in `payments`."""
    _, told = await client.ask("/api/v1/namespaces/payments/pods", labelSelector=f"app={app}")
    return list(told["items"])


def ready(pod: dict[str, Any]) -> bool:
    """Return whether a pod is ready and not being deleted."""
    conditions = pod["status"].get("conditions", ())
    return "deletionTimestamp" not in pod["metadata"] and any(
        c["type"] == "Ready" and c["status"] == "True" for c in conditions
    )
