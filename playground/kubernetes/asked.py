"""What a request asks for: the form of the answer and the options of a list, as the API server reads them."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from playground.kubernetes.fieldselectors import FieldTerm, parse_fields
from playground.kubernetes.items import Item
from playground.kubernetes.problems import Problem, bad_request, expired, not_acceptable
from playground.kubernetes.resources import Resource
from playground.kubernetes.selectors import Requirement, parse_labels

Form = Literal["object", "table", "metadata"]
Include = Literal["None", "Metadata", "Object"]
INCLUDES: Mapping[str, Include] = {"None": "None", "Metadata": "Metadata", "Object": "Object"}


def form_of(accept: str) -> Form:
    """Return the form in which a client wants the answer, by its `Accept` header.

    Raises:
        Problem: 406, nothing of what it accepts is spoken here.
    """
    for choice in (accept or "*/*").split(","):
        media, *parts = (part.strip() for part in choice.split(";"))
        wanted = dict(part.split("=", 1) for part in parts if "=" in part)
        if media not in ("application/json", "application/*", "*/*"):
            continue
        if wanted.get("as") == "Table":
            return "table"
        if wanted.get("as") in ("PartialObjectMetadata", "PartialObjectMetadataList"):
            return "metadata"
        if "as" not in wanted:
            return "object"
    raise not_acceptable()


def include_of(query: Mapping[str, str]) -> Include:
    """Return how much of each object a Table's rows carry. Raises Problem 400 for an unknown word."""
    word = query.get("includeObject", "") or "Metadata"
    if word in INCLUDES:
        return INCLUDES[word]
    must = "must be 'Metadata', 'Object', 'None', or empty"
    raise bad_request(f'Unable to convert to Table as requested: includeObject: Invalid value: "{word}": {must}')


def _number(text: str) -> int:
    if not text:
        return 0
    if not re.fullmatch(r"[-+]?\d+", text):
        raise bad_request(f'strconv.ParseInt: parsing "{text}": invalid syntax')
    return int(text)


def continue_token(version: int, start: str) -> str:
    """Return the token with which a list goes on after the key `start`."""
    told = {"v": "meta.k8s.io/v1", "rv": version, "start": start + "\0"}
    return base64.urlsafe_b64encode(json.dumps(told, separators=(",", ":")).encode()).decode().rstrip("=")


def _start(token: str, version: int) -> str:
    try:
        told = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        start, made = str(told["start"]), int(told["rv"])
    except (ValueError, KeyError, TypeError) as e:
        raise bad_request(f"invalid continue token: continue key is not valid: {e}") from e
    if made > version:
        raise Problem(504, f"Timeout: Too large resource version: {made}, current: {version}", "Timeout", {})
    if 0 <= made < version - KEPT_VERSIONS:
        raise expired(continue_token(-1, start.rstrip("\0")))
    return start


KEPT_VERSIONS = 300
"""A continue token lives for five minutes, as on a real server that compacts every five; a version is made each second."""


@dataclass(frozen=True, slots=True)
class ListOptions:
    """Which things of a resource are asked for.

    Attributes:
        namespace: "" for all of them.
        limit: 0 for no limit.
        start: the key (without the namespace, if one is given) from which on.
        cached: answered from the watch cache, which ignores the limit.
    """

    namespace: str
    labels: tuple[Requirement, ...]
    fields: tuple[FieldTerm, ...]
    limit: int
    start: str
    cached: bool

    @property
    def selects(self) -> bool:
        """Whether there is a selector."""
        return bool(self.labels or self.fields)

    @property
    def whole(self) -> bool:
        """Whether everything in the namespace is asked for, in one answer."""
        return not (self.selects or self.limit or self.start)

    def takes(self, item: Item) -> bool:
        """Return whether the selectors choose this item."""
        if self.fields:
            values = item.fields()
            if not all(term.matches(values) for term in self.fields):
                return False
        if self.labels:
            marks = item.labels()
            return all(requirement.matches(marks) for requirement in self.labels)
        return True


def list_options(resource: Resource, namespace: str, query: Mapping[str, str], version: int) -> ListOptions:
    """Return the options of a list request.

    Args:
        resource: what is listed.
        namespace: the one in the path, "" for all.
        query: the request's parameters.
        version: the current resource version.

    Raises:
        Problem: an option that makes no sense, or a continue token that is too old.
    """
    limit = max(0, _number(query.get("limit", "")))
    _number(query.get("timeoutSeconds", ""))
    labels = parse_labels(query.get("labelSelector", ""))
    fields = parse_fields(query.get("fieldSelector", ""), resource.fields, resource.refusal)
    token, of_version = query.get("continue", ""), query.get("resourceVersion", "")
    if of_version and not of_version.isdigit():
        parse = f'strconv.ParseUint: parsing "{of_version}": invalid syntax'
        raise Problem(500, f'resourceVersion: Invalid value: "{of_version}": {parse}')
    if of_version and int(of_version) > version:
        cause = {"reason": "ResourceVersionTooLarge", "message": "Too large resource version"}
        message = f"Timeout: Too large resource version: {of_version}, current: {version}"
        raise Problem(504, message, "Timeout", {"causes": [cause], "retryAfterSeconds": 1})
    cached = of_version == "0" and not token
    return ListOptions(namespace, labels, fields, 0 if cached else limit, _start(token, version) if token else "", cached)
