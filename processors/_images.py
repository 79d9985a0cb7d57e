"""Says images and their changes as short as they can be told apart."""

from __future__ import annotations

from collections.abc import Sequence

from connectors._kube.rollouts.records import ImageChange

_DIGEST = 12
_CHANGES = 2


def changes_said(changes: Sequence[ImageChange], *, first: bool) -> str:
    """Return e.g. `app v1.4.0 → v1.5.0`; `app web:v1` for the first template that is known; `same images`."""
    if not changes:
        return "same images"
    said = [f"{one.container} {image_said(one.after)}" if first else _change(one) for one in changes[:_CHANGES]]
    left = len(changes) - len(said)
    return f"{', '.join(said)}{f' and {left} more' if left else ''}"


def image_said(image: str) -> str:
    """Return an image without the registry's path, e.g. `web:v1`."""
    name, version = _parted(image)
    return f"{name.rpartition('/')[2]}:{version}" if version else name.rpartition("/")[2]


def _change(one: ImageChange) -> str:
    if not one.before or not one.after:
        return f"{one.container} added: {image_said(one.after)}" if one.after else f"{one.container} removed"
    (before, old), (after, new) = _parted(one.before), _parted(one.after)
    if before == after:
        return f"{one.container} {old or 'latest'} → {new or 'latest'}"
    if image_said(one.before) != image_said(one.after):
        return f"{one.container} {image_said(one.before)} → {image_said(one.after)}"
    return f"{one.container} {one.before} → {one.after}"


def _parted(image: str) -> tuple[str, str]:
    """Return (name, tag or short digest): a colon before the last slash is a port."""
    name, at, digest = image.partition("@")
    if at:
        return name, digest.removeprefix("sha256:")[:_DIGEST]
    head, slash, last = name.rpartition("/")
    last, _, tag = last.partition(":")
    return f"{head}{slash}{last}", tag
