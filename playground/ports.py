"""Which ports are free."""

from __future__ import annotations

import socket


def free_port(preferred: int, host: str = "127.0.0.1") -> int:
    """Return `preferred` if nobody listens there on this host, else a port that is free now."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError(f"no port is free on {host}")
