"""What a Web API call was asked to do: its arguments, whether they came as a form, as JSON or in the query."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import msgspec
from aiohttp import web

from playground.slack.refusal import Refused, invalid


class Arguments:
    """Named values; strings in a form, anything in JSON."""

    __slots__ = ("token", "values", "warning")

    def __init__(self, values: dict[str, Any], token: str = "", warning: str = "") -> None:
        self.values = values
        self.token = token
        self.warning = warning

    def text(self, name: str, default: str = "") -> str:
        """Return a string; numbers are taken as Slack takes them."""
        value = self.values.get(name)
        if value is None:
            return default
        if isinstance(value, str):
            return value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise invalid(f"must be a string [json-pointer:/{name}]")
        return str(value)

    def required(self, name: str) -> str:
        """Return a string that must be there. Raises `invalid_arguments`."""
        value = self.text(name)
        if not value:
            raise invalid(f"missing required field: {name}")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a boolean, which a form spells `true` or `1`."""
        value = self.values.get(name)
        if value is None:
            return default
        return value if isinstance(value, bool) else str(value).lower() in ("true", "1")

    def integer(self, name: str, default: int) -> int:
        """Return a whole number."""
        value = self.values.get(name)
        if value in (None, ""):
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise invalid(f"must be an integer [json-pointer:/{name}]") from None

    def json(self, name: str, error: str) -> Any:
        """Return a structure, which a form spells as a JSON string; None if it was not sent. Raises `error`."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return msgspec.json.decode(value)
        except msgspec.DecodeError:
            raise Refused(error) from None


async def read(request: web.Request) -> Arguments:
    """Read a call's arguments. Raises `invalid_json`, `json_not_object`."""
    values: dict[str, Any] = dict(request.query)
    warning = ""
    kind = request.content_type
    if request.method == "POST" and kind == "application/json":
        values.update(_json(await request.read()))
        warning = "" if request.charset else "missing_charset"
    elif request.method == "POST" and kind == "application/x-www-form-urlencoded":
        values.update(parse_qsl((await request.read()).decode("utf-8", "replace"), keep_blank_values=True))
    elif request.method == "POST" and kind == "multipart/form-data":
        values.update((key, value) for key, value in (await request.post()).items() if isinstance(value, str))
    in_body = values.pop("token", None)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return Arguments(values, token if scheme.lower() == "bearer" and token else str(in_body or ""), warning)


def _json(body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    try:
        value = msgspec.json.decode(body)
    except msgspec.DecodeError:
        raise Refused("invalid_json") from None
    if not isinstance(value, dict):
        raise Refused("json_not_object")
    return value
