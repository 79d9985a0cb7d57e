"""The boundary of errors: what aiohttp, TLS, the system and HTTP statuses say, in our own errors and a person's words."""

from __future__ import annotations

import errno
import os
import re
import socket
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import aiohttp
import httpx
import msgspec

from connectors._errors import (
    Broken,
    Forbidden,
    Invalid,
    Missing,
    Overloaded,
    Refused,
    TimedOut,
    TooCostly,
    Unauthenticated,
    Unreachable,
    UpstreamError,
)

QUOTED = 200
"""The most characters of an upstream's own words that a reason quotes."""

STATUSES: Mapping[int, type[UpstreamError]] = {
    401: Unauthenticated,
    403: Forbidden,
    404: Missing,
    408: TimedOut,
    410: Missing,
    429: Overloaded,
    503: Overloaded,
}

_GIVEN_UP = re.compile(rb'"errorType":\s*"(?:timeout|canceled)"|"error":\s*"query processing would load too many samples')
"""What Prometheus answers to a query that it gave up, with the status 503 (or 422) that also an ailing one has.

https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview and its web/api/v1/api.go
"""

SYSTEM = {
    errno.ECONNREFUSED: "connection refused",
    errno.ECONNRESET: "connection reset",
    errno.EHOSTUNREACH: "no route to its host",
    errno.ENETUNREACH: "no route to its network",
    errno.EPIPE: "connection reset",
    errno.ETIMEDOUT: "no connection: the network gave up",
}


def unanswered(
    target: str, error: aiohttp.ClientError | httpx.InvalidURL | OSError | ValueError, connect_seconds: float
) -> UpstreamError:
    """Return our error for one that came before the response's headers.

    Args:
        target: the target's name.
        error: what aiohttp, the TLS library or the system raised.
        connect_seconds: how long a connection may take, to be named.
    """
    if isinstance(error, (aiohttp.ConnectionTimeoutError, aiohttp.SocketTimeoutError)):
        return Unreachable(target, f"no connection within {connect_seconds:g} s")
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return Unreachable(target, f"the proxy on the way answered {error.status}")
    if isinstance(error, aiohttp.ClientResponseError):
        return Broken(target, "what it answers is not HTTP")
    if isinstance(error, (aiohttp.InvalidURL, httpx.InvalidURL, ValueError)) and not isinstance(error, ssl.SSLError):
        return Invalid(target, "its URL cannot be understood")
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return Unreachable(target, "hung up without an answer")
    return _unconnected(target, error)


def _unconnected(target: str, error: BaseException) -> UpstreamError:
    cause = _root(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Unreachable(target, f"certificate not trusted: {plain(cause.verify_message)}")
    if isinstance(cause, ssl.SSLError):
        return _tls(target, cause)
    if isinstance(cause, socket.gaierror) or isinstance(error, aiohttp.ClientConnectorDNSError):
        lost = isinstance(cause, OSError) and cause.errno == socket.EAI_AGAIN
        return Unreachable(target, "the name server does not answer" if lost else "no such host")
    said = "no connection"
    if isinstance(cause, OSError) and cause.errno:
        said = SYSTEM.get(cause.errno, os.strerror(cause.errno).lower())
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        said = f"{said} (by the proxy on the way)"
    return Unreachable(target, said)


def _tls(target: str, error: ssl.SSLError) -> UpstreamError:
    reason = error.reason or ""
    if "CERTIFICATE_REQUIRED" in reason:
        return Unauthenticated(target, "it asks for a client certificate, and there is none")
    if "ALERT" in reason and ("CERTIFICATE" in reason or "UNKNOWN_CA" in reason):
        return Unauthenticated(target, "it does not accept the client certificate")
    if reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG"):
        return Unreachable(target, "it does not speak TLS: is its URL http://?")
    return Unreachable(target, f"no TLS connection: {plain(reason.replace('_', ' ').lower()) or 'broken off'}")


def _root(error: BaseException) -> BaseException:
    """Return the error that says most: aiohttp wraps the system's in its own, which have no text for people."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return error.certificate_error
    if isinstance(error, aiohttp.ClientConnectorError):
        return error.os_error
    cause = error.__cause__ or error.__context__
    return cause if isinstance(cause, (ssl.SSLError, OSError)) and not isinstance(error, ssl.SSLError) else error


def broken_off(target: str, error: aiohttp.ClientError | OSError) -> UpstreamError:
    """Return our error for one that came in the middle of a body."""
    cause = _root(error)
    if isinstance(cause, ssl.SSLError) and "ALERT" in (cause.reason or ""):
        return _tls(target, cause)
    return Broken(target, "broke off in the middle of its answer")


def answered(target: str, status: int, headers: Mapping[str, str], body: bytes) -> UpstreamError:
    """Return our error for a response that is not 2xx.

    Args:
        target: the target's name.
        status: the HTTP status.
        headers: the response's, with any-case names.
        body: the beginning of its body.
    """
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return Refused(target, f"answered {status}, a redirection, which is not followed: is its URL right?")
    kind = STATUSES.get(status) or (Broken if status >= HTTPStatus.INTERNAL_SERVER_ERROR else Invalid)
    kind = TooCostly if _GIVEN_UP.search(body) else kind
    said = message(body)
    return kind(target, f"answered {status}: {said}" if said else f"answered {status}", retry_after(headers))


def message(body: bytes) -> str:
    """Return what an error's body says, in plain printable text of at most 200 characters.

    A Kubernetes Status says it in `message`, Prometheus and Alertmanager in `error`, a proxy's page in its title.
    """
    try:
        told = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        told = body.decode("utf-8", "replace")
        if title := re.search(r"<title>([^<]*)</title>", told, re.IGNORECASE):
            told = title[1]
    if isinstance(told, dict):
        told = next((told[key] for key in ("message", "error", "detail") if isinstance(told.get(key), str)), "")
    return plain(told) if isinstance(told, str) else ""


def plain(text: str) -> str:
    """Return `text` in one line of printable characters, at most 200 of them."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * QUOTED]).split())
    return line if len(line) <= QUOTED else f"{line[: QUOTED - 1]}…"


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that `Retry-After` asks for, as a number or a date (RFC 9110, 10.2.3); None without a sound one."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        at = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
