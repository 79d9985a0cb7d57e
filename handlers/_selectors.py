"""Checks what people give to -n and -l, by Kubernetes' own syntax, before a server is asked.

Syntax: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ and .../names/.
"""

from __future__ import annotations

import re

from connectors._kube.records import Scope
from handlers._contract import Invocation, Option, UsageError

_DNS_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
_DNS_NAME = re.compile(r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")
_WORD = r"[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
_KEY = rf"(?:[a-z0-9](?:[-a-z0-9.]{{0,251}}[a-z0-9])?/)?{_WORD}"
_EQUALS = re.compile(rf"({_KEY})\s*(==|=|!=)\s*({_WORD})?")
_IN = re.compile(rf"({_KEY})\s+(in|notin)\s+\(\s*((?:{_WORD})?(?:\s*,\s*(?:{_WORD})?)*)\s*\)")
_EXISTS = re.compile(rf"(!?)\s*({_KEY})")
_COMMA = re.compile(r",(?![^(]*\))")


def namespace(value: str) -> str:
    """Return the namespace's name, in lower case.

    Raises:
        UsageError: no namespace can have this name.
    """
    name = value.strip().lower()
    if not _DNS_LABEL.fullmatch(name):
        raise UsageError(f"“{value[:60]}” cannot be a namespace: letters, digits and hyphens, e.g. -n payments.")
    return name


def pod_name(value: str) -> str:
    """Return the pod's name, in lower case.

    Raises:
        UsageError: no pod can have this name.
    """
    return _name(value, "a pod's name")


def object_name(value: str) -> str:
    """Return an object's name, in lower case.

    Raises:
        UsageError: no object can have this name.
    """
    return _name(value, "a name")


def _name(value: str, what: str) -> str:
    name = value.strip().lower()
    if not _DNS_NAME.fullmatch(name):
        raise UsageError(f"“{value[:60]}” cannot be {what}: letters, digits, hyphens and dots.")
    return name


def selector(value: str) -> str:
    """Return the label selector in one spelling: its requirements sorted, without needless spaces.

    Raises:
        UsageError: a requirement is none; it is named.
    """
    requirements = [_requirement(part.strip()) for part in _COMMA.split(value.strip())]
    return ",".join(sorted(set(requirements)))


def _requirement(text: str) -> str:
    if found := _EQUALS.fullmatch(text):
        key, operator, label = found.groups(default="")
        return f"{key}{'!=' if operator == '!=' else '='}{label}"
    if found := _IN.fullmatch(text):
        key, operator, labels = found.groups()
        return f"{key} {operator} ({','.join(sorted({label.strip() for label in labels.split(',')}))})"
    if found := _EXISTS.fullmatch(text):
        return "".join(found.groups())
    raise UsageError(f"“{text[:60]}” is no label selector: write e.g. -l app=web,tier!=cache or -l 'app in (web, api)'.")


def selector_of(what: str) -> Option:
    """Return the option -l of a command about these things, e.g. `nodes`."""
    return Option("selector", "l", "SELECTOR", f"only {what} with these labels, e.g. app=web,tier!=cache", selector)


def scope(invocation: Invocation) -> Scope:
    """Return which objects are asked about."""
    return Scope(invocation.option("namespace") or "", invocation.option("selector") or "")


NAMESPACE = Option("namespace", "n", "NAMESPACE", "only this namespace", namespace)
SELECTOR = Option("selector", "l", "SELECTOR", "only pods with these labels, e.g. app=web,tier!=cache", selector)
