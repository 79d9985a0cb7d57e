"""One watch: who asked for what, where it stands and until when. Everything that another replica needs to go on with it."""

from __future__ import annotations

import msgspec

from processors.watch import Watched


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """A watch as it is stored.

    Attributes:
        id: short; its Stop button carries it.
        line: the command line that is asked again and again, as it was meant in this channel.
        user, team: whose rights it is asked with.
        channel, thread: where its message is; `thread` is "" for the channel itself.
        until: when it ends, in seconds since 1970.
        message_id: tells its message from every other: whoever posts it again gets the same message.
        ts: its message; "" while it is not known to be there.
        watched: what it shows; None before the first answer.
        edited: when it was last edited, in seconds since 1970.
    """

    id: str
    line: str
    user: str
    team: str
    channel: str
    thread: str
    until: float
    message_id: str
    ts: str = ""
    watched: Watched | None = None
    edited: float = 0.0


class Kept(msgspec.Struct, frozen=True):
    """How a watch stands when its keeper looks: whether it is still ours, and who stopped it ("": nobody)."""

    ours: bool
    stopped_by: str = ""
