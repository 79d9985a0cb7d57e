"""The Home tab: how the targets are, what one may ask, and one's favourites as buttons; opening it asks no upstream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from staging import Stage


async def opened(stage: Stage, user: str = "ana") -> dict[str, Any]:
    """Open the Home tab as this user, and return it once it is published."""
    stage.slack.hands.home(user)
    return await stage.slack.wait(lambda: home(stage, user))


def home(stage: Stage, user: str = "ana") -> dict[str, Any] | None:
    """Return the user's Home tab as it is."""
    return next((view for view in stage.slack.views if view["id"] == f"VHOME{stage.slack.users[user]}"), None)


def button(view: dict[str, Any], label: str) -> dict[str, Any]:
    """Return what one sends who presses the button of this label."""
    for block in view["blocks"]:
        for element in block.get("elements", []):
            if element.get("text", {}) and isinstance(element["text"], dict) and element["text"]["text"] == label:
                return {"block_id": block["block_id"], "action_id": element["action_id"]}
    raise AssertionError(f"no button {label!r} in {view['blocks']}")


async def pressed(stage: Stage, label: str, user: str = "ana") -> None:
    """Press a button of the Home tab."""
    view = home(stage, user)
    assert view is not None
    await stage.slack.hands.use(user, {"view_id": view["id"]}, button(view, label), {})


async def test_opening_home_shows_targets_and_rights_and_asks_nobody(prod: Stage) -> None:
    """Two hundred people who open Slack in the morning are no load."""
    view = await opened(prod)
    assert "prod" in str(view["blocks"])
    assert "You may ask everything" in str(view["blocks"])
    assert list(prod.clusters["prod"].requests) == []


async def test_home_tells_what_is_known_and_how_old_it_is(prod: Stage) -> None:
    """What somebody has asked a minute ago is news for everybody else."""
    await prod.slack.dm("ben", "status")
    await prod.answered(prod.slack.direct["ben"])
    view = await opened(prod)
    assert "not ready" in str(view["blocks"]) or "failing" in str(view["blocks"])
    assert " old" in str(view["blocks"])


async def test_what_one_asks_becomes_a_button_and_can_be_kept(prod: Stage) -> None:
    """The third time that somebody types a line is once too often."""
    channel = prod.slack.direct["ana"]
    await prod.slack.dm("ana", "pods failed -n payments")
    await prod.answered(channel)
    await opened(prod)
    await pressed(prod, "☆ Keep")
    await prod.slack.wait(lambda: "★ Forget" in str(home(prod)))
    await pressed(prod, "pods failed -n payments @prod")
    _, again = await prod.answered(channel, count=2)
    assert "failing" in again.text
    await pressed(prod, "★ Forget")
    await prod.slack.wait(lambda: "★ Forget" not in str(home(prod)))


@pytest.mark.parametrize("line", ["favourite pods failed -n payments", 'favorite "pods failed -n payments"'])
async def test_a_favourite_is_kept_and_forgotten_by_a_line_too(prod: Stage, line: str) -> None:
    """A command line is the only language."""
    channel = prod.slack.direct["ana"]
    await prod.slack.dm("ana", line)
    [kept] = await prod.answered(channel)
    assert "Home tab" in kept.text
    assert "pods failed -n payments" in str(home(prod))
    await prod.slack.dm("ana", "favourite remove pods failed -n payments")
    _, forgotten = await prod.answered(channel, count=2)
    assert "no favourite" in forgotten.text
    await prod.slack.dm("ana", "home")
    *_, fresh = await prod.answered(channel, count=3)
    assert "up to date" in fresh.text


async def test_another_persons_favourites_are_theirs(prod: Stage) -> None:
    """Home is a person's own page."""
    await prod.slack.dm("ana", "favourite pods failed -n payments")
    await prod.answered(prod.slack.direct["ana"])
    assert "payments" not in str(await opened(prod, "ben"))


async def test_a_mistake_on_home_is_told_in_the_dm(prod: Stage) -> None:
    """A button that does nothing is pressed again."""
    await prod.slack.dm("ana", "favourite pods")
    await prod.answered(prod.slack.direct["ana"])
    await opened(prod)
    view = home(prod)
    assert view is not None
    forget = button(view, "★ Forget")
    await prod.slack.dm("ana", "favourite remove pods")
    await prod.answered(prod.slack.direct["ana"], count=2)
    prod.slack.views[-1]["blocks"][:] = view["blocks"]  # as on a phone that has not heard of the change
    await prod.slack.hands.use("ana", {"view_id": view["id"]}, forget, {})
    *_, told = await prod.answered(prod.slack.direct["ana"], count=3)
    assert "none of your favourites" in told.text


async def test_home_that_was_brought_up_to_date_from_a_channel_still_answers_in_the_dm(stage: Stage) -> None:
    """There the DM is not known: Slack finds it by the person, and what follows is edited where the answer stands."""
    cluster = await stage.cluster("prod")
    await stage.bot()
    await stage.slack.slash("ana", "incidents", "favourite pods failed -n payments")
    await stage.slack.wait(lambda: home(stage))
    cluster.faults.slow(0.6)
    await pressed(stage, "pods failed -n payments")
    [answer] = await stage.answered(stage.slack.direct["ana"])
    cluster.faults.clear()
    assert "failing" in answer.text
    assert {call.arguments.get("channel") for call in stage.slack.calls if call.method == "chat.update"} <= {answer.channel}


@pytest.mark.redis
async def test_favourites_are_the_same_on_every_replica(stage: Stage, redis_url: str) -> None:
    """And outlive a restart."""
    await stage.cluster("prod")
    first = await stage.bot(cache={"url": redis_url})
    await stage.slack.dm("ana", "favourite pods failed -n payments")
    await stage.answered(stage.slack.direct["ana"])
    first.stop.set()
    await first.task
    await stage.bot(cache={"url": redis_url})
    stage.slack.hands.home("ana")
    await stage.slack.wait(lambda: "★ Forget" in str(home(stage)))


async def test_a_slow_slack_gets_one_home_for_several_openings(prod: Stage) -> None:
    """Who flips through tabs opens it again and again."""
    for _ in range(5):
        prod.slack.hands.home("ana")
    await prod.slack.wait(lambda: home(prod))
    await prod.slack.dm("ana", "ping")
    await prod.answered(prod.slack.direct["ana"])
    assert len([call for call in prod.slack.calls if call.method == "views.publish"]) == 1


async def test_what_one_is_told_stands_there_and_can_be_stopped(prod: Stage) -> None:
    """Whoever is told too much looks for where that comes from; the others' is none of theirs."""
    await prod.slack.dm("ana", "notify me when pods failed")
    await prod.answered(prod.slack.direct["ana"])
    assert "What you are told" not in str((await opened(prod, "ben"))["blocks"])
    assert "What you are told" in str((await opened(prod))["blocks"])
    await pressed(prod, "Tell no more")
    await prod.slack.wait(lambda: "Told no more" in prod.answers(prod.slack.direct["ana"])[-1].text)
