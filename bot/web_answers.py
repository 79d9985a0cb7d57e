"""What Slack's Web API answers, as far as we read it: decoding skips the rest, such as the message that it echoes."""

from __future__ import annotations

from typing import Any

import msgspec


class Remarks(msgspec.Struct, frozen=True):
    """What Slack says beside an answer: which block it refused, and why; where the next page is, "" after the last."""

    messages: tuple[str, ...] = ()
    next_cursor: str = ""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What every answer says.

    Attributes:
        ok, error, needed: whether it was done; else why not, and which scope is missing.
        response_metadata, errors: remarks, such as on what is wrong with the blocks.
        scopes: what the token may do, from the answer's headers.
    """

    ok: bool = False
    error: str = ""
    needed: str = ""
    response_metadata: Remarks = Remarks()
    errors: tuple[str, ...] = ()
    scopes: frozenset[str] = frozenset()


class Told(Verdict, frozen=True, kw_only=True):
    """The answer to most calls.

    Attributes:
        ts, channel: of the message posted.
        url, user, user_id, team, team_id, bot_id: of `auth.test`; `url` also of `apps.connections.open`.
        upload_url, file_id: of `files.getUploadURLExternal`; who has the URL can send the file.
    """

    ts: str = ""
    channel: str = ""
    url: str = ""
    user: str = ""
    user_id: str = ""
    team: str = ""
    team_id: str = ""
    bot_id: str = ""
    upload_url: str = ""
    file_id: str = ""


class Metadata(msgspec.Struct, frozen=True):
    """What an app put beside its message, for apps alone to see."""

    event_type: str = ""
    event_payload: dict[str, Any] = {}


class Said(msgspec.Struct, frozen=True):
    """A message that stands in a channel; `reply_count`: how many replies its thread has."""

    ts: str = ""
    metadata: Metadata = Metadata()
    reply_count: int = 0


class History(Verdict, frozen=True, kw_only=True):
    """One page of `conversations.history`, the newest message first; or of `conversations.replies`, the oldest first."""

    messages: tuple[Said, ...] = ()


class Member(msgspec.Struct, frozen=True):
    """A member, as `users.info` shows them; a stranger is one of another workspace, `tz` the IANA name of their zone."""

    name: str = ""
    team_id: str = ""
    tz: str = ""
    deleted: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False


class UserTold(Verdict, frozen=True, kw_only=True):
    """The answer of `users.info`."""

    user: Member = Member()


class Conversation(msgspec.Struct, frozen=True):
    """A conversation, as `conversations.info` shows it.

    Attributes:
        id, name: its ID, and the name that people know, without the `#`.
        is_ext_shared, is_pending_ext_shared: whether people of other organisations are in it, or invited.
        is_member: whether the bot is in it.
        is_archived: whether nothing can be posted there any more.
    """

    id: str = ""
    name: str = ""
    is_member: bool = False
    is_archived: bool = False
    is_ext_shared: bool = False
    is_pending_ext_shared: bool = False


class ChannelTold(Verdict, frozen=True, kw_only=True):
    """The answer of `conversations.info` and `conversations.open`."""

    channel: Conversation = Conversation()


class ChannelsTold(Verdict, frozen=True, kw_only=True):
    """One page of `conversations.list`."""

    channels: tuple[Conversation, ...] = ()


class MembersTold(Verdict, frozen=True, kw_only=True):
    """One page of `conversations.members`: user IDs."""

    members: tuple[str, ...] = ()
