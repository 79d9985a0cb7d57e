"""The service account that Kubernetes mounts into every pod.

https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ says where everything stands. It is read here
without a library: three files and two variables are not worth the memory that one costs in the pod.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from connectors._contract import Secret
from connectors._kube.auth_login import Login, LoginError, contents

MOUNTED = Path("/var/run/secrets/kubernetes.io/serviceaccount")


def read_service_account(folder: Path, environ: Mapping[str, str]) -> Login:
    """Return the login of the pod that we run in. It reads files, so it belongs into a thread.

    Args:
        folder: where `token` and `ca.crt` are mounted.
        environ: has KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT.

    Raises:
        LoginError: we run in no pod, or its service account is not mounted.
    """
    host, port = environ.get("KUBERNETES_SERVICE_HOST", ""), environ.get("KUBERNETES_SERVICE_PORT", "")
    if not host or not port:
        raise LoginError("in_cluster is set, but this is no pod: KUBERNETES_SERVICE_HOST or _PORT is not set")
    token = contents(folder / "token", "the service account's token").strip()
    if not token:
        raise LoginError(f"the service account's token {folder / 'token'} is empty")
    return Login(
        server=f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}",
        authorities=contents(folder / "ca.crt", "the cluster's authority"),
        authorization=Secret(f"Bearer {token}"),
    )
