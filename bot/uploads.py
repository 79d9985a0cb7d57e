"""Puts the files of an answer into its thread: three steps for each, tried until they are done, once.

A URL is asked for, the bytes are sent there, and the upload is completed, which is what posts it. The first two leave
nothing behind that people see, so in doubt they are done anew. The last can be called once only for a file, says Slack: in
doubt it is called again, and a refusal then means that the first call had done it.
Source: https://docs.slack.dev/reference/methods/files.completeUploadExternal
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.errors import NoPicture, SlackAway, SlackError, SlackRefused
from bot.persistence import Persistence
from bot.pictures import Pictures
from bot.plaintext import cut, one_line
from bot.web import SlackWeb
from processors._summary import Document

ABSENT = frozenset({"not_in_channel", "channel_not_found"})
"""Refusals that say the bot is no member of the channel."""
NAME, TITLE = 120, 120
"""Characters of a file's name and title that are shown."""

_NOWHERE = ABSENT | {"thread_not_found", "is_archived", "restricted_action", "missing_scope"}
"""Refusals that no earlier call explains."""


class Uploads:
    """Uploads files with the bot's token.

    Args:
        web: Slack's Web API.
        persistence: keeps trying.
        pictures: gives the files their content.
    """

    def __init__(self, web: SlackWeb, persistence: Persistence, pictures: Pictures) -> None:
        self._web, self._persistence, self._pictures = web, persistence, pictures
        self._log = structlog.get_logger("uploads")

    async def put(self, documents: Sequence[Document], channel: str, thread: str) -> tuple[str, ...]:
        """Put the files into the thread, one after the other.

        Args:
            documents: the files; an empty one is left out, as Slack takes none.
            channel: the channel's ID.
            thread: the `ts` of the thread's first message; Slack wants no reply's.

        Returns:
            a sentence for each file that could not be put there. It raises nothing of Slack's.
        """
        failed = []
        for document in documents:
            try:
                if content := await self._pictures.content(document):
                    await self._put(document, content, channel, thread)
            except SlackError as error:
                self._log.warning("file not delivered", why=str(error))
                failed.append(f"{named(document)} could not be put here: {_why(error)}")
            except NoPicture as error:
                failed.append(f"{named(document)} is missing: {error}.")
        return tuple(failed)

    async def _put(self, document: Document, content: bytes, channel: str, thread: str) -> None:
        file = await self._persistence.until_done(channel, lambda: self._send(named(document), content))
        title = cut(one_line(document.title), TITLE) or named(document)
        await self._persistence.until_done(channel, self._completing(file, title, channel, thread))

    async def _send(self, name: str, content: bytes) -> str:
        """Send the bytes; return the file's ID."""
        told = await self._web.form("files.getUploadURLExternal", filename=name, length=str(len(content)))
        await self._web.upload(told.upload_url, content)
        return told.file_id

    def _completing(self, file: str, title: str, channel: str, thread: str) -> Callable[[], Awaitable[None]]:
        doubtful = False

        async def complete() -> None:
            nonlocal doubtful
            try:
                await self._web.call(
                    "files.completeUploadExternal",
                    files=[{"id": file, "title": title}], channel_id=channel, thread_ts=thread,
                )  # fmt: skip
            except SlackAway as away:
                doubtful = doubtful or away.maybe_done
                raise
            except SlackRefused as refused:
                if not doubtful or refused.code in _NOWHERE:
                    raise
                self._log.info("the file was there already", code=refused.code)

        return complete


def named(document: Document) -> str:
    """Return the file's name as one line without folders: it may hold what a cluster said."""
    return cut(one_line(document.name.replace("\\", "/").rpartition("/")[2]), NAME).strip(".") or "file.txt"


def absent(documents: Sequence[Document]) -> tuple[str, ...]:
    """Return what to say of each file where the bot is no member."""
    return tuple(f"{named(document)} could not be put here: {_NO_MEMBER}" for document in documents)


_NO_MEMBER = "the bot is no member of this channel. Invite it, or ask in a direct message."


def _why(error: SlackError) -> str:
    return _NO_MEMBER if isinstance(error, SlackRefused) and error.code in ABSENT else f"{error}."
