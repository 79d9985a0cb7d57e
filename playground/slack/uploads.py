"""Takes the bytes of a file: the middle of the three steps of an upload."""

from __future__ import annotations

from aiohttp import web

from playground.slack.state import State


async def serve(state: State, request: web.Request) -> web.Response:
    """Keep the bytes that were sent, raw or as a form. The URL works once, and the length must be what was announced."""
    file = state.files.get(request.match_info["file"])
    if file is None or "content" in file:
        return web.Response(status=404, text="File not found")
    content = await _content(request)
    if len(content) != file["size"]:
        return web.Response(status=400, text="File size mismatch")
    file["content"] = content
    return web.Response(text=f"OK - {len(content)}")


async def _content(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    parts = await request.post()
    part = next((one for one in parts.values() if isinstance(one, web.FileField)), None)
    return part.file.read() if part is not None else b""
