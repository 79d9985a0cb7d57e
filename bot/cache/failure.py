"""How the failure of one call reaches everybody who waits for it, on other replicas too."""

from __future__ import annotations

import msgspec

from connectors import _errors
from connectors._errors import BreakerOpen, UpstreamError


class Failure(msgspec.Struct, array_like=True, frozen=True):
    """The error of the call with the token `id`, as it stands in Redis for the few seconds of the handover.

    Attributes:
        id: the token of the call; only those who waited for that very call take the error from here.
        kinds: the names of the error's classes, nearest first, as another release may not know the nearest.
    """

    id: str
    kinds: tuple[str, ...]
    target: str
    reason: str
    retry_after: float | None


def pack(id_: str, error: UpstreamError) -> bytes:
    """Return the error of the call `id_` as bytes."""
    kinds = tuple(kind.__name__ for kind in type(error).__mro__ if issubclass(kind, UpstreamError))
    reason = error.reason.encode(errors="replace").decode()  # it may quote an upstream that sent half a character
    return msgspec.msgpack.encode(Failure(id_, kinds, error.target, reason, error.retry_after))


def unpack(data: bytes | None) -> tuple[str, UpstreamError] | None:
    """Return the call's token and its error, of the nearest class that stands in the tree; None for anything else."""
    if data is None:
        return None
    try:
        failure = msgspec.msgpack.decode(data, type=Failure)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    for name in failure.kinds:
        kind = getattr(_errors, name, None)
        if isinstance(kind, type) and issubclass(kind, UpstreamError):
            return failure.id, kind(failure.target, failure.reason, failure.retry_after)
    return None


def hides(error: UpstreamError) -> bool:
    """Whether the last good answer may stand in for this error: only when the target is unwell, not when it disagrees."""
    return error.ailing or isinstance(error, BreakerOpen)
