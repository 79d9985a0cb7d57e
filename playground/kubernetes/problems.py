"""The API server's refusals: `Status` objects in its own words."""

from __future__ import annotations

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
