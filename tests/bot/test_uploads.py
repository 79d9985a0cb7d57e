"""Files go into the thread of the answer, once; what cannot be put there is said, and the answer stands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from slack_stand import slack_web

from bot.ask import Ask, Place
from bot.blocks.message import Renderer
from bot.delivery import Delivery
from bot.pictures import Pictures
from bot.reply import SlackReply
from bot.saving import save
from bot.uploads import named
from playground.slack import Message, Slack
from processors._summary import Document, Summary, Tone
from processors._text import plain

LOG = Document("web-0.log", "the whole log, 2 lines", "first\nüber\n")
ANSWER = Summary(tone=Tone.NEUTRAL, title=plain("web-0 says"), documents=(LOG,))


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """A Slack without rate limits."""
    async with Slack(port=0, rates=False) as slack:
        yield slack


@pytest.fixture
async def delivery(slack: Slack) -> AsyncIterator[Delivery]:
    """The way to it."""
    async with slack_web(slack) as web:
        yield Delivery(web, Renderer(), owed=5.0)


def place(slack: Slack, channel: str = "incidents", **more: object) -> Ask:
    """Return a question of ana's; `more` is where else its answer goes."""
    return Ask("1", "logs web-0", "mention", slack.users["ana"], place=Place(slack.channels[channel], **more))


def said(slack: Slack, channel: str = "incidents") -> list[Message]:
    """Return what the bot has said there."""
    return [one for one in slack.messages(channel) if one.user == slack.bot_user and not one.deleted]


def content(slack: Slack, message: Message) -> list[bytes]:
    """Return the bytes of the message's files."""
    return [slack.files[file]["content"] for file in message.files]


async def test_a_file_goes_into_the_thread_of_its_answer(slack: Slack, delivery: Delivery) -> None:
    """The channel is for people; whoever wants the whole log opens the thread."""
    await SlackReply(delivery, place(slack)).say(ANSWER)
    answer, shared = said(slack)
    assert shared.thread_ts == answer.ts
    assert content(slack, shared) == ["first\nüber\n".encode()]
    [file] = slack.files.values()
    assert (file["name"], file["title"]) == ("web-0.log", "the whole log, 2 lines")


async def test_an_answer_in_a_thread_has_its_file_in_the_same_thread(slack: Slack, delivery: Delivery) -> None:
    """Slack wants the first message of a thread, not a reply."""
    await SlackReply(delivery, place(slack)).say(Summary(tone=Tone.NEUTRAL, title=plain("root")))
    [root] = said(slack)
    await SlackReply(delivery, place(slack, thread=root.ts)).say(ANSWER)
    assert [one.thread_ts for one in said(slack)] == [None, root.ts, root.ts]


async def test_a_refresh_brings_no_second_copy(slack: Slack, delivery: Delivery) -> None:
    """In an incident it is pressed every minute."""
    await SlackReply(delivery, place(slack)).say(ANSWER)
    answer, _ = said(slack)
    await SlackReply(delivery, place(slack, edits=answer.ts)).say(ANSWER)
    assert len(said(slack)) == 2


async def test_a_direct_message_has_the_file_too(slack: Slack, delivery: Delivery) -> None:
    """It is the place to ask for what a channel should not see."""
    channel = slack.direct["ana"]
    await SlackReply(delivery, Ask("1", "logs web-0", "dm", slack.users["ana"], place=Place(channel))).say(ANSWER)
    answer, shared = said(slack, channel)
    assert shared.thread_ts == answer.ts


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "files.completeUploadExternal"])
@pytest.mark.parametrize("status", [429, 503])
async def test_what_slack_does_not_take_at_once_is_tried_again(
    slack: Slack, delivery: Delivery, step: str, status: int
) -> None:
    """A file is owed as its answer is."""
    slack.faults.refuse(step, status=status, retry_after=0 if status == 429 else None)
    await SlackReply(delivery, place(slack)).say(ANSWER)
    _, shared = said(slack)
    assert content(slack, shared) == ["first\nüber\n".encode()]


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_a_step_whose_answer_was_lost_gives_no_second_file(slack: Slack, delivery: Delivery, step: str) -> None:
    """Slack completes an upload once: the second call is refused, and that says that the first was done."""
    slack.faults.lose_answer(step)
    await SlackReply(delivery, place(slack)).say(ANSWER)
    assert len(said(slack)) == 2
    assert content(slack, said(slack)[1]) == ["first\nüber\n".encode()]


async def test_a_file_that_is_refused_is_told_in_one_line_and_the_answer_stands(slack: Slack, delivery: Delivery) -> None:
    """An app that was installed before files were needed lacks the scope; the line names it."""
    slack.scopes.discard("files:write")
    await SlackReply(delivery, place(slack)).say(ANSWER)
    answer, told = said(slack)
    assert answer.text == "web-0 says"
    assert told.thread_ts == answer.ts
    assert "web-0.log could not be put here" in told.text
    assert "files:write" in told.text


async def test_an_empty_file_is_left_out(slack: Slack, delivery: Delivery) -> None:
    """Slack refuses a file of no bytes, and there is nothing in it to miss."""
    empty = Document("web-0.log", "the whole log", "")
    await SlackReply(delivery, place(slack)).say(Summary(tone=Tone.NEUTRAL, title=plain("silence"), documents=(empty,)))
    assert len(said(slack)) == 1


@pytest.mark.parametrize(
    ("given", "shown"),
    [("web-0.log", "web-0.log"), ("../../etc/passwd", "passwd"), ("a\\b.log", "b.log"), ("..", "file.txt"), ("a\nb", "a b")],
)
def test_a_files_name_is_no_path(given: str, shown: str) -> None:
    """It is made of what a cluster says, and may be written to a disk."""
    assert named(Document(given, "", "")) == shown


async def test_several_files_are_saved_side_by_side(tmp_path: Path) -> None:
    """A folder takes each under its own name; a name is that of the first."""
    both = (LOG, Document("web-1.log", "", "x"))
    pictures = Pictures()
    assert [path async for path in save(both, tmp_path, pictures)] == [tmp_path / "web-0.log", tmp_path / "web-1.log"]
    assert [path async for path in save(both, tmp_path / "mine", pictures)] == [tmp_path / "mine", tmp_path / "web-1.log"]
    assert (tmp_path / "mine").read_bytes() == "first\nüber\n".encode()
