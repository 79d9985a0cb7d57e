"""Who may do what on the demo API, and how one asks it."""

from __future__ import annotations

from typing import Any

import msgspec

from playground.kubernetes.problems import Problem, bad_request, forbidden, unauthorized

USER = "srehub"
ANONYMOUS = "system:anonymous"
READS, WRITES = frozenset({"get", "list", "watch"}), frozenset({"patch", "update", "create", "delete"})


class Rights:
    """Everybody with the token may do everything but what was forbidden.

    Args:
        token: the bearer token to be shown; "" lets everybody in.

    Attributes:
        writes: whether anything may be changed.
    """

    def __init__(self, token: str) -> None:
        self._token = token
        self._forbidden: set[tuple[str, str]] = set()
        self.writes = True

    def forbid(self, plural: str, namespace: str = "*") -> None:
        """Forbid a resource, e.g. `pods` or `pods/log`, in a namespace.

        Args:
            plural: `*` for every resource.
            namespace: `*` for everywhere, "" for the cluster scope only.
        """
        self._forbidden.add((plural, namespace))

    def allow_all(self) -> None:
        """Take back what was forbidden."""
        self._forbidden.clear()

    def replace_token(self, token: str) -> None:
        """Accept this token from now on, and the old one no more."""
        self._token = token

    def user(self, authorization: str) -> str:
        """Return who sends this Authorization header.

        Raises:
            Problem: 401, the token is not the one.
        """
        if not self._token:
            return USER
        if not authorization:
            return ANONYMOUS
        if authorization != f"Bearer {self._token}":
            raise unauthorized()
        return USER

    def may(self, user: str, plural: str, namespace: str) -> bool:
        """Return whether the user may use this resource in this namespace ("": at the cluster scope)."""
        places = {(what, where) for what in (plural, "*") for where in (namespace, "*")}
        return user != ANONYMOUS and not places & self._forbidden

    def check(self, user: str, verb: str, plural: str, group: str, namespace: str, name: str = "") -> None:
        """Raise Problem 403 unless the user may do that."""
        if verb in WRITES and not self.writes:
            raise forbidden(user, verb, plural, group, namespace, name)
        if not self.may(user, plural, namespace):
            raise forbidden(user, verb, plural, group, namespace, name)

    def review(self, user: str, body: bytes) -> dict[str, Any]:
        """Return the answered SelfSubjectAccessReview of a request's body.

        Raises:
            Problem: 400 or 422, it is none.
        """
        kind = "SelfSubjectAccessReview"
        try:
            asked = msgspec.json.decode(body)
        except msgspec.DecodeError as e:
            why = f"couldn't get version/kind; json parse error: {e}"
            raise bad_request(
                f"the object provided is unrecognized (must be of type {kind}): {why} ({body[:40].hex()})"
            ) from e
        spec = asked.get("spec", {}) if isinstance(asked, dict) else {}
        about = spec.get("resourceAttributes")
        if (about is None) == (spec.get("nonResourceAttributes") is None):
            raise _incomplete()
        allowed = user != ANONYMOUS if about is None else self._may_review(user, about)
        return {
            "kind": kind,
            "apiVersion": "authorization.k8s.io/v1",
            "metadata": {"creationTimestamp": None},
            "spec": spec,
            "status": {"allowed": True} if allowed else {"allowed": False, "reason": "demo: forbidden"},
        }

    def _may_review(self, user: str, about: dict[str, Any]) -> bool:
        verb = about.get("verb", "*")
        resource = str(about.get("resource", "*")) + (f"/{about['subresource']}" if about.get("subresource") else "")
        able = verb in READS or (self.writes and verb in WRITES)
        return able and self.may(user, resource, str(about.get("namespace", "")))


def _incomplete() -> Problem:
    message = 'Invalid value: "null": exactly one of nonResourceAttributes or resourceAttributes must be specified'
    cause = {"reason": "FieldValueInvalid", "message": message, "field": "spec.resourceAttributes"}
    details = {"group": "authorization.k8s.io", "causes": [cause]}
    return Problem(422, f'.authorization.k8s.io "" is invalid: spec.resourceAttributes: {message}', "Invalid", details)
