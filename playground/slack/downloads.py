"""Serves the files that an app has uploaded, to the page."""

from __future__ import annotations

import mimetypes
from typing import Any

from aiohttp import web

from playground.slack.state import State

_SAFE = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}
"""A file comes from outside: opened on its own it may run nothing and ask for nothing, an SVG neither."""


def kind(name: str) -> str:
    """Return a file's media type by its name."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def listing(state: State) -> dict[str, dict[str, Any]]:
    """Return each file by its id: `name`, `title`, `size` in bytes, `mimetype`, and the `url` on this server."""
    return {
        key: {
            **{name: file[name] for name in ("id", "name", "title", "size")},
            "mimetype": kind(file["name"]),
            "url": f"/files/{key}",
        }
        for key, file in state.files.items()
        if "content" in file
    }


def serve(state: State, request: web.Request) -> web.Response:
    """Return a file's bytes. Images are shown, everything else is saved."""
    file = state.files.get(request.match_info["file"])
    if file is None or "content" not in file:
        raise web.HTTPNotFound
    media = kind(file["name"])
    how = "inline" if media.startswith("image/") else "attachment"
    return web.Response(body=file["content"], content_type=media, headers={**_SAFE, "Content-Disposition": how})
