"""Digests made in chat: shown before they are kept, changed by one person at a time, and read by a tired one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from chatting import lines, pressed, said
from staging import Stage

from playground.slack import Message

Words = Callable[[Message], str]
MORNING = 'digest add "pods failed" "nodes notready" weekdays 09:00 --name morning'


@pytest.fixture
async def prod(stage: Stage, keeping: dict[str, str]) -> Stage:
    """A Slack, one demo cluster `prod`, and one bot, whose digests outlive it or not."""
    await stage.cluster("prod")
    await stage.bot(cache=keeping)
    return stage


@pytest.fixture
async def morning(prod: Stage) -> Stage:
    """A bot with a digest `morning` in #incidents, made by ana."""
    draft = await said(prod, MORNING)
    await pressed(prod, draft, "Save")
    return prod


async def test_a_digest_is_shown_before_it_is_kept_with_its_next_three_times(prod: Stage, words: Words) -> None:
    """Who wrote `weekdays` sees the days, in their own time and by the clocks of the zone."""
    draft = await said(prod, MORNING)
    shown = words(draft)
    assert draft.ephemeral_to == prod.slack.users["ana"]
    assert "Nothing is kept yet" in shown
    assert shown.count("09:00 Europe/London") == 3
    assert str(draft.blocks).count("'type': 'date'") == 3
    assert "No digest" in words(await said(prod, "digest list"))
    assert "Nothing was kept" in words(await pressed(prod, draft, "Cancel"))
    assert "No digest" in words(await said(prod, "digest list"))


async def test_a_digest_that_is_saved_can_be_run_and_has_its_answers_in_the_thread(morning: Stage, words: Words) -> None:
    """The first message tells whether to read on; the rest is one click or one thread away."""
    assert "next" in words(await said(morning, "digest list"))
    before = len(morning.answers())
    assert "is posted" in (await said(morning, "digest run morning", user="ben", channel="general")).text
    first, *parts = morning.answers()[before:]
    assert "morning" in first.text
    assert "first run" in first.text
    assert [part.thread_ts for part in parts] == [first.ts, first.ts]
    assert lines(first)["pods failed"] == "pods failed"
    week = words(await said(morning, "digest report --week"))
    assert "morning, the week" in week
    assert "pods failed" in week


async def test_of_two_who_change_the_same_digest_the_later_one_is_told(morning: Stage, words: Words) -> None:
    """Nothing is lost without a word."""
    first = await said(morning, "digest edit morning daily 08:30")
    second = await said(morning, 'digest edit morning "pods pending"', user="ben")
    assert "pods pending" in words(await pressed(morning, second, "Replace it", user="ben"))
    late = await pressed(morning, first, "Replace it")
    assert "changed by somebody else" in late.text
    assert "pods pending" in words(await said(morning, "digest show morning"))


async def test_a_name_that_is_taken_is_asked_about(morning: Stage, words: Words) -> None:
    """`add` with the same name is an edit that nobody meant as one, perhaps."""
    draft = await said(morning, "digest add status hourly UTC --name morning")
    assert "Replace it" in lines(draft)
    assert "your rights" in words(draft)


async def test_a_digest_rests_comes_again_and_goes(morning: Stage, words: Words) -> None:
    """Each with a button that takes it back."""
    rests = await said(morning, "digest pause morning")
    assert "rests" in words(await said(morning, "digest list"))
    assert "Next:" in words(await pressed(morning, rests, "Resume"))
    assert lines(await said(morning, "digest resume morning"))["Pause"] == "digest pause morning"
    gone = await said(morning, "digest remove morning")
    assert "no digest" in (await said(morning, "digest show morning")).text
    await pressed(morning, gone, "Make it again")
    assert "weekdays 09:00" in words(await said(morning, "digest show morning"))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('digest add "pods faild" daily 9:00', "is not a command"),
        ('digest add "pods failed" every 7h', "does not divide a day evenly"),
        ('digest add "pods failed" "* * * * *"', "too often"),
        ('digest add "pods failed" daily 9:00 Europe/Lundon', "Did you mean Europe/London"),
        ('digest add "pods failed @nowhere" daily 9:00', "nowhere"),
        ('digest add "pods failed" daily 9:00 --channel #nowhere', "no channel #nowhere"),
        ('digest add "pods failed" daily 9:00 --channel #random', "I am not in #random: invite me there first"),
        ('digest add "pods failed" daily 9:00 --channel C00ARCHIVED', "#archived is archived"),
        ("digest show evening", "There is no digest"),
        ("digest report --week", "No digest comes here"),
    ],
)
async def test_what_cannot_be_is_said_when_it_is_made(prod: Stage, line: str, why: str) -> None:
    """Not at nine in the morning."""
    message = await said(prod, line)
    assert why in message.text
    assert message.ephemeral_to == prod.slack.users["ana"]


async def test_what_its_maker_may_not_ask_is_said_when_it_is_made(stage: Stage, keeping: dict[str, str]) -> None:
    """A digest is no way around the rules."""
    await stage.cluster("prod")
    await stage.bot(cache=keeping, access=[{"users": [stage.slack.users["ana"]]}])
    assert "You may not ask pods failed" in (await said(stage, MORNING, user="ben")).text
    assert "Nothing is kept yet" in (await said(stage, MORNING)).text


async def test_strangers_and_shared_channels_get_no_digest(prod: Stage) -> None:
    """It would go on telling them after everybody has forgotten it."""
    assert "shared with another organisation" in (await said(prod, MORNING, channel="external")).text
    assert "Guests" in (await said(prod, MORNING, user="gus")).text


async def test_a_digest_of_the_configuration_is_paused_and_run_but_not_changed_here(
    stage: Stage, keeping: dict[str, str], words: Words
) -> None:
    """Else the next start would bring it back, and nobody would know why."""
    await stage.cluster("prod")
    digest = {
        "name": "night",
        "channel": stage.slack.channels["incidents"],
        "cron": "0 3 * * *",
        "commands": ["pods failed"],
    }
    await stage.bot(cache=keeping, digests=[digest])
    assert "configuration" in (await said(stage, "digest remove night")).text
    assert "configuration" in (await said(stage, "digest edit night daily 9:00")).text
    assert "rests" in (await said(stage, "digest pause night")).text
    assert "configuration" in words(await said(stage, "digest show night"))
