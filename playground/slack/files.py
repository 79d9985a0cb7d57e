"""The files of the workspace: announced, sent, shared; what they are, and how Slack describes them to an app.

https://docs.slack.dev/reference/objects/file-object/
"""

from __future__ import annotations

import mimetypes
import secrets
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from playground.slack.refusal import Refused
from playground.slack.state import State

LARGEST = 16 << 20
"""Bytes that the stand-in takes; Slack takes 1 GB."""
READING = "files:read"
"""The scope without which an app hears of no file, and can read none."""
AT_ONCE = 10
"""Files in one message of a person, as in Slack."""

_MOST, _MOST_BYTES = 200, 256 << 20
"""How many files are kept, and how many bytes of them; then the oldest go."""
_NAME = 255
_OTHER = "application/octet-stream"
_SIGNS = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
    "image/bmp": (b"BM",),
    "image/svg+xml": (b"<",),
}
"""How the content of an image begins."""
_TYPES = {"": "binary", "txt": "text", "log": "text", "md": "markdown", "py": "python", "yml": "yaml", "jpeg": "jpg"}
"""Slack's names for types whose ending is another: https://docs.slack.dev/reference/objects/file-object/#types"""
_OURS = frozenset({"content", "completed", "shared"})
"""What is known of a file beside what Slack says of it."""


def announce(state: State, owner: str, name: str, size: int, alt_txt: str = "") -> str:
    """Take note of a file that is about to be sent, and return its id.

    Raises:
        Refused: `file_upload_size_restricted`: it is larger than what is taken.
    """
    if size > LARGEST:
        raise Refused("file_upload_size_restricted")
    key = f"F{secrets.token_hex(5).upper()}"
    state.files[key] = {
        "id": key, "name": name, "title": name, "size": size, "user": owner, "created": int(state.clock.now()),
        "alt_txt": alt_txt, "permalink": f"{state.base_url}files/{key}", "shared": [],
    }  # fmt: skip
    while len(state.files) > _MOST or sum(file["size"] for file in state.files.values()) > _MOST_BYTES:
        state.files.pop(next(iter(state.files)))
    return key


def named(name: str) -> str:
    """Return a file's name as a person's is kept: without folders, and without what is not seen or turns the line around."""
    seen = "".join(one for one in name.replace("\\", "/").rpartition("/")[2] if one.isprintable())
    return seen[-_NAME:].strip() if seen.strip(". ") else "file"


def kind(file: dict[str, Any]) -> str:
    """Return a file's media type by its name; one that is called an image is one only if its content begins like it."""
    media = mimetypes.guess_type(file["name"], strict=False)[0] or _OTHER
    if media.startswith("image/") and not file.get("content", b"")[:64].lstrip().startswith(_SIGNS.get(media, ())):
        return _OTHER
    return media


def take(state: State, owner: str, wanted: Sequence[str]) -> tuple[str, ...]:
    """Complete files that their owner is about to share.

    Raises:
        Refused: `too_many_files`, or `file_not_found`: there is no such file of theirs, or it was shared already.
    """
    if len(wanted) > AT_ONCE:
        raise Refused("too_many_files")
    found = [state.files.get(str(one), {}) for one in dict.fromkeys(wanted)]
    if not all(file.get("user") == owner and "content" in file and not file.get("completed") for file in found):
        raise Refused("file_not_found")
    for file in found:
        file["completed"] = True
    return tuple(file["id"] for file in found)


def shared(state: State, keys: Sequence[str], channel: str) -> None:
    """Take note that files stand in a channel, named by its id."""
    for known in (state.files[key] for key in keys if key in state.files):
        known["shared"].append(channel)


def described(state: State, file: dict[str, Any]) -> dict[str, Any]:
    """Return a file as Slack describes it to an app; without thumbnails and previews."""
    ending = file["name"].rpartition(".")[2].lower() if "." in file["name"] else ""
    filetype = _TYPES.get(ending, ending)
    private = f"{state.base_url}files-pri/{state.workspace.team}-{file['id']}"
    places = [state.workspace.channel(one) for one in file["shared"]]
    return {
        **{name: value for name, value in file.items() if name not in _OURS},
        "timestamp": file["created"], "mimetype": kind(file), "filetype": filetype,
        "pretty_type": "Plain Text" if filetype == "text" else filetype.upper() if len(filetype) < 5 else filetype.title(),
        "user_team": state.workspace.team, "editable": False, "mode": "hosted", "is_external": False, "external_type": "",
        "is_public": any(not place.person for place in places), "public_url_shared": False, "display_as_bot": False,
        "username": "", "url_private": f"{private}/{quote(file['name'])}",
        "url_private_download": f"{private}/download/{quote(file['name'])}",
        "channels": [place.id for place in places if not place.person], "groups": [],
        "ims": [place.id for place in places if place.person], "has_rich_preview": False, "file_access": "visible",
    }  # fmt: skip
