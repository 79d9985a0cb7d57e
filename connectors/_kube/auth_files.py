"""The YAML of kubeconfig files, several as one, as kubectl merges them.

https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files: the first
file that says something wins, for the current context and for each name as a whole; a path means one beside the file that
it stands in. What an entry may say is `auth_kubeconfig`'s business: an odd entry that nobody asks for does no harm.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import yaml

from connectors._kube.auth_login import LoginError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's where PyYAML was built with it: ten times faster, which a file with hundreds of clusters shows."""
_Entries = list[dict[str, Any]]


class _Document(msgspec.Struct, frozen=True, rename="kebab"):
    """One file. `null` is what kubectl writes for an empty list."""

    current_context: str | None = None
    contexts: _Entries | None = None
    clusters: _Entries | None = None
    users: _Entries | None = None


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was read, and the folder against which its paths resolve."""

    document: _Document
    folder: Path


@dataclass(frozen=True, slots=True)
class Files:
    """The files that are there, first first; see `read_files`."""

    files: tuple[_File, ...]

    @property
    def current_context(self) -> str:
        """The current context's name; "" if no file names one."""
        return next((file.document.current_context for file in self.files if file.document.current_context), "")

    def context(self, name: str) -> tuple[Any, Path]:
        """Return what stands under this name, in any shape, and the folder of its file. Raises LoginError."""
        return self._named("context", name, [(file.document.contexts, file.folder) for file in self.files])

    def cluster(self, name: str) -> tuple[Any, Path]:
        """As `context`, for a cluster."""
        return self._named("cluster", name, [(file.document.clusters, file.folder) for file in self.files])

    def user(self, name: str) -> tuple[Any, Path]:
        """As `context`, for a user."""
        return self._named("user", name, [(file.document.users, file.folder) for file in self.files])

    def _named(self, key: str, name: str, lists: list[tuple[_Entries | None, Path]]) -> tuple[Any, Path]:
        for entries, folder in lists:
            for entry in entries or ():
                if entry.get("name") == name:
                    return entry.get(key) or {}, folder
        raise LoginError(f"it has no {key} {name}")


def read_files(paths: str) -> Files:
    """Read the files. Call it in a thread.

    Args:
        paths: one file, or several separated by `:`, with `~` for the home folder; those that are not there are skipped.

    Raises:
        LoginError: none is there, or one cannot be read.
    """
    found = tuple(_found(paths))
    if not found:
        raise LoginError("there is no such file: mount it there, or set `kubeconfig` or `in_cluster` for this target")
    return Files(found)


def _found(paths: str) -> Iterator[_File]:
    for path in filter(None, paths.split(os.pathsep)):
        file = Path(os.path.expanduser(path)).absolute()
        try:
            text = file.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise LoginError(f"{file} cannot be read: {(error.strerror or 'unknown error').lower()}") from error
        yield _File(_document(text, file), file.parent)


def _document(text: bytes, file: Path) -> _Document:
    try:
        told = yaml.load(text, Loader=_Loader)  # noqa: S506 - it is one of the safe loaders
        return msgspec.convert({} if told is None else told, _Document)  # an empty file says nothing, which is no mistake
    except (yaml.YAMLError, UnicodeDecodeError, msgspec.ValidationError, RecursionError):
        # From none: what the parser quotes may be a secret.
        raise LoginError(f"{file} is not a kubeconfig") from None
