"""Where a target is and how to prove to it who we are: what a connector hands to the HTTP door."""

from __future__ import annotations

import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from connectors._deadline import Deadline


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a target is. Requests go over connections of their own for each endpoint that differs from the last.

    Attributes:
        url: the server, with or without a path, e.g. `https://10.0.0.1:6443`.
        tls: whom we trust and our client certificate; None: the system's authorities.
        server_name: the name that the server's certificate has to carry; "": the URL's host.
        proxy: the URL of an HTTP proxy to go through, e.g. `http://proxy:3128`; "": none. It may hold a password.
    """

    url: str
    tls: ssl.SSLContext | None = None
    server_name: str = ""
    proxy: str = field(default="", repr=False)


Locate = Callable[[Deadline], Awaitable[Endpoint]]
"""Returns where the target is, asked before every attempt; for targets that are not known before their first use.

Raises UpstreamError when that cannot be said.
"""

Authorize = Callable[[Deadline], Awaitable[Mapping[str, str]]]
"""Returns the headers that say who we are; called before every attempt, so that rotated tokens are used.

Raises UpstreamError (`Unauthenticated`) when no credentials can be had.
"""

Refresh = Callable[[Mapping[str, str], Deadline], Awaitable[None]]
"""Gets new credentials, after the target answered 401 to these headers; then the request is tried once more.

Many requests may be refused at once with the same headers: getting the credentials once has to do for them all.
"""
