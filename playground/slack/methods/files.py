"""files.*: an upload in three steps: ask for a URL, send the bytes there, say where the file belongs."""

from __future__ import annotations

from typing import Any

from playground.slack import files, posting
from playground.slack.arguments import Arguments
from playground.slack.messages import Message
from playground.slack.methods._method import Method, writable
from playground.slack.rates import Tier
from playground.slack.refusal import Refused, invalid
from playground.slack.state import State


def _upload_url(state: State, args: Arguments) -> dict[str, Any]:
    name, length = args.required("filename"), args.integer("length", 0)
    if length <= 0:
        raise invalid("must be greater than 0 [json-pointer:/length]")
    key = files.announce(state, state.workspace.bot.id, name, length, args.text("alt_txt"))
    return {"upload_url": f"{state.base_url}upload/{key}", "file_id": key}


def _complete(state: State, args: Arguments) -> dict[str, Any]:
    wanted = args.json("files", "invalid_arguments")
    if not isinstance(wanted, list) or not wanted or not all(isinstance(one, dict) for one in wanted):
        raise invalid("missing required field: files")
    done = []
    for one in wanted:
        known = state.files.get(str(one.get("id")))
        if known is None or "content" not in known or known.get("completed"):  # Slack completes an upload once only
            raise Refused("file_not_found")
        known["title"] = one.get("title") or known["name"]
        done.append({"id": known["id"], "title": known["title"]})
    if place := args.text("channel_id"):
        _share(state, args, writable(state, state.workspace.channel(place)).id, [one["id"] for one in done])
    for one in done:
        state.files[one["id"]]["completed"] = True
    return {"files": done}


def _info(state: State, args: Arguments) -> dict[str, Any]:
    file = state.files.get(args.required("file"), {})
    bot = state.workspace.bot.id
    places = [state.workspace.channel(one) for one in file.get("shared", ())]
    if "content" not in file or not (file["user"] == bot or any(bot in place.members for place in places)):
        raise Refused("file_not_found")
    return {"file": files.described(state, file), "comments": []}


def _share(state: State, args: Arguments, channel: str, shared: list[str]) -> None:
    what = posting.content(state, args)
    said = Message(
        ts=state.messages.next_ts(),
        channel=channel,
        user=state.workspace.bot.id,
        bot=True,
        text=args.text("initial_comment"),
        raw_blocks=what.raw_blocks or b"",
        thread_ts=args.text("thread_ts") or None,
        files=tuple(shared),
    )
    posting.post(state, said)


METHODS = {
    "files.getUploadURLExternal": Method(_upload_url, Tier.MANY, "files:write"),
    "files.completeUploadExternal": Method(_complete, Tier.MANY, "files:write"),
    "files.info": Method(_info, Tier.MANY, files.READING),
}
