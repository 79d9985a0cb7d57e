"""Contestant: an aiohttp server that decodes a webhook and answers 200, and does nothing else: `… PORT`."""

from __future__ import annotations

import json
import sys

from aiohttp import web


async def taken(request: web.Request) -> web.Response:
    """Take a webhook."""
    json.loads(await request.read())
    return web.Response(text="{}")


if __name__ == "__main__":
    app = web.Application()
    app.router.add_post("/webhooks/alertmanager", taken)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
