"""What a person does with what they have written themselves, or are about to: edits, deletes, uploads."""

from __future__ import annotations

from typing import Any

import msgspec

from playground.slack import events, files, posting, typed
from playground.slack.acting import NothingToClick
from playground.slack.messages import Message
from playground.slack.refusal import Refused
from playground.slack.state import State
from playground.slack.workspace import User


class Own:
    """Acts for people on their own messages and files."""

    _state: State

    def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        """Edit a message of one's own.

        The app is told as of its own edits; of a mention by an `app_mention` once more, with `edited` in it, as Slack does:
        https://github.com/slackapi/bolt-js/issues/960

        Raises:
            Refused: `cant_update_message`, `is_archived`, `no_text`, `msg_too_long`.
        """
        state, who = self._state, self._state.workspace.user(user)
        on = self._message(who, {"channel": channel, "ts": ts})
        where = state.workspace.channel(on.channel)
        if on.user != who.id or on.ephemeral_to is not None:
            raise Refused("cant_update_message")
        if where.archived:
            raise Refused("is_archived")
        if not text.strip() and not on.files:
            raise Refused("no_text")
        if len(text) > posting.LONGEST_TEXT:
            raise Refused("msg_too_long")
        new = typed.kept(state.workspace, text)
        if new == on.text:
            return
        said = posting.replace(state, on.now_says(new, b"", b"", at=state.clock.now()))
        if typed.mentions_bot(state.workspace, text):
            events.mentioned(state, said)

    def delete(self, user: str, channel: str, ts: str) -> None:
        """Delete a message of one's own; the app is told as of its own. Raises Refused: `cant_delete_message`."""
        state, who = self._state, self._state.workspace.user(user)
        on = self._message(who, {"channel": channel, "ts": ts})
        if on.user != who.id or on.ephemeral_to is not None:
            raise Refused("cant_delete_message")
        posting.replace(state, msgspec.structs.replace(on, deleted=True))

    def upload(self, user: str, name: str, content: bytes) -> str:
        """Upload a file that nobody sees until it is shared by a message; returns its id.

        Raises:
            Refused: `no_file_data` for an empty one, `file_upload_size_restricted`.
        """
        who = self._state.workspace.user(user)
        if not content:
            raise Refused("no_file_data")
        key = files.announce(self._state, who.id, files.named(name), len(content))
        self._state.files[key]["content"] = content
        return key

    def _message(self, who: User, place: dict[str, Any]) -> Message:
        where = self._state.workspace.channel(place["channel"])
        on = self._state.messages.get(where.id, place["ts"])
        if on is None or on.deleted or on.ephemeral_to not in (None, who.id) or who.id not in where.members:
            raise NothingToClick(f"{who.name} sees no message {place['ts']} in {where.name}")
        return on
