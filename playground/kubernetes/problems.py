"""The API server's refusals: `Status` objects in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Problem(Exception):
    """A request that is answered with a `Status` of failure.

    Attributes:
        code: the HTTP status.
        message: what it says.
        reason: a word for programs, e.g. `NotFound`; "" for none.
        details: more for programs; None leaves them out.
        meta: the Status' `metadata`.
    """

    def __init__(
        self,
        code: int,
        message: str,
        reason: str = "",
        details: dict[str, Any] | None = None,
        meta: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.reason, self.details, self.meta = code, message, reason, details, meta or {}

    def status(self) -> dict[str, Any]:
        """Return the Status object."""
        return {
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": self.meta,
            "status": "Failure",
            "message": self.message,
            **({"reason": self.reason} if self.reason else {}),
            **({} if self.details is None else {"details": self.details}),
            "code": self.code,
        }


def bad_request(message: str) -> Problem:
    """Return the refusal of a request that makes no sense."""
    return Problem(400, message, "BadRequest")


def not_found(plural: str, name: str, group: str = "") -> Problem:
    """Return the refusal for an object that is not there."""
    kind = f"{plural}.{group}" if group else plural
    details = {"name": name, **({"group": group} if group else {}), "kind": plural}
    return Problem(404, f'{kind} "{name}" not found', "NotFound", details)


def no_such_resource() -> Problem:
    """Return the refusal for a kind of resource that the server does not have."""
    return Problem(404, "the server could not find the requested resource", "NotFound", {})


def wrong_method() -> Problem:
    """Return the refusal of a method that the resource does not have."""
    return Problem(405, "the server does not allow this method on the requested resource", "MethodNotAllowed", {})


def not_acceptable() -> Problem:
    """Return the refusal of a media type that the server does not write."""
    return Problem(406, "406: Not Acceptable", "NotAcceptable", {})


def unauthorized() -> Problem:
    """Return the refusal of a token that is not known."""
    return Problem(401, "Unauthorized", "Unauthorized")


def forbidden(user: str, verb: str, plural: str, group: str, namespace: str, name: str = "") -> Problem:
    """Return the refusal of what this user may not do; `namespace` "" is the cluster scope.

    A subresource stands behind a slash, as in `pods/log`.
    """
    main = plural.split("/")[0]
    kind = f"{main}.{group}" if group else main
    where = f'in the namespace "{namespace}"' if namespace else "at the cluster scope"
    what = f'{kind} "{name}"' if name else kind
    details = {**({"name": name} if name else {}), **({"group": group} if group else {}), "kind": main}
    message = f'{what} is forbidden: User "{user}" cannot {verb} resource "{plural}" in API group "{group}" {where}'
    return Problem(403, message, "Forbidden", details)


def forbidden_path(user: str, path: str) -> Problem:
    """Return the refusal of a path that is no resource, such as that of discovery."""
    return Problem(403, f'forbidden: User "{user}" cannot get path "{path}"', "Forbidden", {})


def expired(token: str) -> Problem:
    """Return the refusal of a continue token whose list is too old; `token` goes on from there inconsistently."""
    message = (
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without "
        "the continue parameter, or use the continue token in this response to retrieve the remainder of the results. "
        "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or "
        "deleted between the time the first chunk was returned and now may show up in the list."
    )
    return Problem(410, message, "Expired", meta={"continue": token})


def invalid(kind: str, group: str, name: str, causes: Sequence[tuple[str, str, str]]) -> Problem:
    """Return the refusal of an object, or of options, with fields that are wrong.

    Args:
        kind: what it is, e.g. `Deployment`.
        group: its API group.
        name: its name.
        causes: field, reason and message of each.
    """
    said = [f"{field}: {message}" for field, _, message in causes]
    words = said[0] if len(said) == 1 else f"[{', '.join(said)}]"
    told = [{"reason": reason, "message": message, "field": field} for field, reason, message in causes]
    details = {**({"name": name} if name else {}), **({"group": group} if group else {}), "kind": kind, "causes": told}
    of = f"{kind}.{group}" if group else kind
    return Problem(422, f'{of} "{name}" is invalid: {words}', "Invalid", details)


def conflict(plural: str, name: str, group: str) -> Problem:
    """Return the refusal of a change to an object that somebody else has changed meanwhile."""
    kind = f"{plural}.{group}" if group else plural
    details = {"name": name, **({"group": group} if group else {}), "kind": plural}
    why = "the object has been modified; please apply your changes to the latest version and try again"
    return Problem(409, f'Operation cannot be fulfilled on {kind} "{name}": {why}', "Conflict", details)


def unsupported_media() -> Problem:
    """Return the refusal of a PATCH of a kind that the server does not know."""
    return Problem(415, "415: Unsupported Media Type", "UnsupportedMediaType", {})


def rejected() -> Problem:
    """Return the refusal of a JSON patch that cannot be carried out."""
    return Problem(422, "the server rejected our request due to an error in our request", "Invalid", {})


def disrupting(budget: str, needed: int, healthy: int) -> Problem:
    """Return the refusal of an eviction that a budget does not allow."""
    cause = {
        "reason": "DisruptionBudget",
        "message": f"The disruption budget {budget} needs {needed} healthy pods and has {healthy} currently",
    }
    message = "Cannot evict pod as it would violate the pod's disruption budget."
    return Problem(429, message, "TooManyRequests", {"causes": [cause]})
