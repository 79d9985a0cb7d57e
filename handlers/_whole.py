"""Lists of which a file has more rows than a message."""

from __future__ import annotations

IN_FILE = 20_000
"""Rows of one cluster that a file holds at most: no cluster has more nodes, or workloads to speak of."""
IN_MESSAGE = 500
"""Rows that are kept for a message, which shows 200 at most."""
