"""Secrets that the demo's containers have logged, as real ones do. None of them is real; none of them may reach a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Planted:
    """A secret in a log.

    Attributes:
        text: the text of the log's entry that it stands in; of several lines perhaps.
        secrets: what of the text must not be seen.
    """

    text: str
    secrets: tuple[str, ...]


KEY = (
    "MHcCAQEEIDemoOnlyDemoOnlyDemoOnlyDemoOnlyDemoOnlyoAoGCCqGSM49",
    "AwEHoUQDQgAEdemokeydemokeydemokeydemokeydemokeydemokeyde==",
)
PLANTED: Mapping[tuple[str, str], Planted] = {
    ("payments", "checkout"): Planted(
        "connecting to postgres://checkout:demo-Tr0ub4dor@ledger-db.payments:5432/checkout", ("demo-Tr0ub4dor",)
    ),
    ("legacy", "soap-bridge"): Planted(
        "logging in with user=bridge password=demo-correct-horse retries=3", ("demo-correct-horse",)
    ),
    ("search", "indexer"): Planted(
        "reading s3://segments with AKIADEMO4DEMO4DEMO42 aws_secret_access_key=demo/wJalrXUtnFEMI/K7MDENG/bPxRfiCYEX",
        ("AKIADEMO4DEMO4DEMO42", "demo/wJalrXUtnFEMI/K7MDENG/bPxRfiCYEX"),
    ),
    ("identity", "login"): Planted(
        "upstream said 401 to Authorization: Bearer eyJhbGciOiJub25lIn0.ZGVtby1vbmx5.c2lnbmF0dXJl",
        ("eyJhbGciOiJub25lIn0.ZGVtby1vbmx5.c2lnbmF0dXJl",),
    ),
    ("platform", "cert-renewer"): Planted(
        "\n".join(("renewed demo.example", "-----BEGIN EC PRIVATE KEY-----", *KEY, "-----END EC PRIVATE KEY-----")), KEY
    ),
}  # fmt: skip
"""By the namespace and the name of the workload: once in a crashed container's log, every ten minutes in a running one's."""
