"""Serves the files that were uploaded: to the page, and by a token to the app."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from playground.slack import files
from playground.slack.state import State

_SAFE = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}
"""A file comes from outside: opened on its own it may run nothing and ask for nothing, an SVG neither."""


def listing(state: State) -> dict[str, dict[str, Any]]:
    """Return each file by its id: `name`, `title`, `size` in bytes, `mimetype`, and the `url` on this server."""
    return {
        key: {
            **{name: file[name] for name in ("id", "name", "title", "size")},
            "mimetype": files.kind(file),
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
    media = files.kind(file)
    how = "inline" if media.startswith("image/") else "attachment"
    return web.Response(body=file["content"], content_type=media, headers={**_SAFE, "Content-Disposition": how})


def serve_private(state: State, request: web.Request) -> web.Response:
    """Return a file's bytes to whoever has the bot's token and scope; Slack leads everybody else to its log-in page."""
    tokens, known = state.tokens, state.files.get(request.match_info["file"].rpartition("-")[2], {})
    trusted = request.headers.get("Authorization") == f"Bearer {tokens.bot}" and tokens.bot not in tokens.revoked
    if not trusted or files.READING not in tokens.scopes:
        raise web.HTTPFound(f"{state.base_url}?redir={request.path}")
    if "content" not in known:
        raise web.HTTPNotFound
    headers = {**_SAFE, "Content-Disposition": "attachment"}
    return web.Response(body=known["content"], content_type=files.kind(known), headers=headers)
