"""Contestant: the official Kubernetes client, the way most bots use it: every pod, paged by 500, looked at for failures.

`python -m benchmarks.official_client KUBECONFIG` prints `seconds` (imports and loading the kubeconfig not counted), `pods`
and `failing` as JSON.
"""

from __future__ import annotations

import json
import sys
from time import perf_counter
from typing import Any

from kubernetes import client, config

PAGE = 500


def failing(pod: Any) -> bool:
    """Return whether a pod has failed, or a container of it waits for something that is wrong."""
    if pod.status.phase == "Failed":
        return True
    statuses = (pod.status.container_statuses or []) + (pod.status.init_container_statuses or [])
    waiting = [one.state.waiting.reason for one in statuses if one.state and one.state.waiting]
    return any(reason not in ("ContainerCreating", "PodInitializing") for reason in waiting)


def scan(api: client.CoreV1Api) -> tuple[int, int]:
    """Return how many pods there are and how many fail."""
    seen = bad = 0
    after: str | None = None
    while after != "":
        page = api.list_pod_for_all_namespaces(limit=PAGE, _continue=after)
        seen += len(page.items)
        bad += sum(failing(pod) for pod in page.items)
        after = (page.metadata._continue if page.metadata else "") or ""  # noqa: SLF001 (the client's name for `continue`, a word of Python)
    return seen, bad


def main(kubeconfig: str) -> None:
    """Scan once and print what it took."""
    config.load_kube_config(kubeconfig)  # type: ignore[no-untyped-call]  # it declares no types here
    api = client.CoreV1Api()
    begin = perf_counter()
    pods, bad = scan(api)
    print(json.dumps({"seconds": perf_counter() - begin, "pods": pods, "failing": bad}))


if __name__ == "__main__":
    main(sys.argv[1])
