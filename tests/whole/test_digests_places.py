"""Where digests come: in a DM, or in a channel that somebody names; and who may have them come there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from chatting import pressed, said, told
from staging import Stage

from playground.slack import Message

Words = Callable[[Message], str]


@pytest.fixture
async def replicas(stage: Stage, redis_url: str) -> Stage:
    """Two bots with one Redis; Slack gives what people do to one or the other."""
    await stage.cluster("prod")
    for _ in range(2):
        await stage.bot(cache={"url": redis_url})
    return stage


def titled(stage: Stage, name: str, channel: str) -> list[Message]:
    """Return the digests of this name that stand in the channel."""
    return [one for one in stage.answers(channel) if one.metadata and one.metadata["event_payload"].get("digest") == name]


async def kept(stage: Stage, line: str, channel: str = "incidents") -> Message:
    """Write down a digest and save it; return what the bot says to that."""
    return await pressed(stage, await said(stage, line, channel=channel), "Save", channel=channel)


async def test_a_digest_made_in_a_dm_comes_there(prod: Stage, words: Words) -> None:
    """What one wants to read oneself is nobody else's business, and works without a Redis, too."""
    draft = await told(prod, 'digest add "pods failed" daily 9:00 --name mine')
    assert "Nothing is kept yet" in words(draft)
    saved = await pressed(prod, draft, "Save", channel="ana")
    assert "mine" in words(saved)
    assert "mine" in words(await told(prod, "digest list"))
    assert "No digest" in words(await said(prod, "digest list", user="ben"))
    before = len(prod.answers("ana"))
    await prod.slack.dm("ana", "digest run mine")
    await prod.slack.wait(lambda: len(prod.answers("ana")) >= before + 2, seconds=20)
    first, part = prod.answers("ana")[before : before + 2]
    assert "mine" in first.text
    assert part.thread_ts == first.ts


async def test_one_that_comes_to_somebody_alone_is_touched_by_nobody_else(prod: Stage, words: Words) -> None:
    """Nor shown to them; its maker may let it rest from anywhere."""
    await pressed(prod, await told(prod, "digest add ping daily 9:00 --name mine"), "Save", channel="ana")
    for line in ("digest show mine", "digest run mine", "digest pause mine", "digest remove mine"):
        assert "comes to somebody alone" in (await said(prod, line, user="ben")).text
    assert "rests" in (await said(prod, "digest pause mine")).text
    assert "changed where it comes" in (await said(prod, "digest edit mine daily 10:00")).text
    assert "rests" in words(await told(prod, "digest show mine"))


@pytest.mark.redis
@pytest.mark.parametrize("where", ["incidents", "ana"])
async def test_a_digest_for_another_channel_comes_there(replicas: Stage, words: Words, where: str) -> None:
    """It is set up where one talks, in a DM, too, and read where one works."""
    await kept(replicas, 'digest add "pods failed" daily 9:00 --name morning --channel #ops', where)
    assert "No digest" in words(await said(replicas, "digest list", user="ben"))
    assert "morning" in words(await said(replicas, "digest list", user="ben", channel="ops"))
    before = len(replicas.answers("ops"))
    assert "is posted" in (await said(replicas, "digest run morning", channel=where)).text
    first, part = (await replicas.answered("ops", before + 2, seconds=20))[before:]
    assert titled(replicas, "morning", "ops") == [first]
    assert part.thread_ts == first.ts
    assert titled(replicas, "morning", where) == []


async def test_a_digest_for_a_channel_that_its_maker_is_not_in_is_refused(prod: Stage) -> None:
    """To have a bot post somewhere is no way around being there."""
    prod.slack._state.workspace.channel("ops").members.discard(prod.slack.users["ben"])
    line = "digest add ping daily 9:00 --channel #ops"
    assert "join it first" in (await said(prod, line, user="ben")).text
    assert "Nothing is kept yet" in (await said(prod, line)).text
