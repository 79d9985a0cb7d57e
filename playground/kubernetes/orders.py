"""A request that is to change something, and what is made of its patch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from playground.kubernetes.patches import NoSuchPath, json_patch, merge_patch, strategic_patch
from playground.kubernetes.problems import Problem, bad_request, conflict, rejected, unsupported_media
from playground.kubernetes.routes import Route
from playground.kubernetes.writeoptions import WriteOptions, read_body, write_options

JSON_PATCH, MERGE_PATCH = "application/json-patch+json", "application/merge-patch+json"
STRATEGIC_PATCH = "application/strategic-merge-patch+json"
Thing = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Order:
    """A request that is to change something.

    Attributes:
        media: the body's media type, without its parameters.
        agent: the `User-Agent`.
        at: when it came in, in seconds since 1970.
    """

    method: str
    route: Route
    query: Mapping[str, str]
    media: str
    body: bytes
    agent: str
    at: float

    @property
    def verb(self) -> str:
        """What it is called where rights are given."""
        return {"PATCH": "patch", "PUT": "update", "POST": "create", "DELETE": "delete"}[self.method]

    def options(self) -> WriteOptions:
        """Return how it wants to be carried out. Raises Problem 422 for nonsense."""
        return write_options(self.method, self.query, self.agent)

    def applied(self, old: Thing) -> Thing:
        """Return an object as it is to be: the body itself for a PUT, else the old one after the patch.

        Raises:
            Problem: 400 the body makes no sense or means another object; 409 it means an older version; 415 a kind of patch
                that is not known; 422 a JSON patch that cannot be carried out.
        """
        new = read_body(self.body) if self.method == "PUT" else self._patched(old)
        if not isinstance(new, Mapping):
            raise bad_request("the body is not an object")
        meta, known = new.get("metadata", {}), old["metadata"]
        if meta.get("name") != known["name"]:
            words = f"the name of the object ({meta.get('name')}) does not match the name on the URL ({known['name']})"
            raise bad_request(words)
        if meta.get("resourceVersion", known["resourceVersion"]) not in ("", known["resourceVersion"]):
            raise conflict(self.route.plural, known["name"], self.route.group)
        return new

    def _patched(self, old: Thing) -> Any:
        plain = msgspec.json.decode(msgspec.json.encode(old))
        if self.media not in (JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH):
            raise unsupported_media()
        patch = read_body(self.body)
        if self.media == JSON_PATCH:
            if not isinstance(patch, list):
                raise bad_request("json: cannot unmarshal object into Go value of type jsonpatch.Patch")
            try:
                return json_patch(plain, patch)
            except (NoSuchPath, ValueError) as e:
                raise rejected() from e
        try:
            return (merge_patch if self.media == MERGE_PATCH else strategic_patch)(plain, patch)
        except (KeyError, TypeError, AttributeError) as e:
            raise Problem(400, f"error when applying the patch: {e}", "BadRequest") from e
