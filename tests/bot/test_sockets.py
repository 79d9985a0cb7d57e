"""Socket Mode against the playground's Slack: acks, replacements, and every way in which a connection ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

import aiohttp
import msgspec
import pytest
from slack_stand import listening, slack_web

from bot.errors import SlackAway, SlackRefused
from bot.sockets import STEADY, Envelope, Sockets, _Seat
from playground.slack import Slack

SECONDS = 5.0


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """A Slack."""
    async with Slack(port=0) as slack:
        yield slack


class Ears:
    """Takes envelopes; answers those that wait with `payload`."""

    def __init__(self, payload: bytes | None = None) -> None:
        self.heard: list[Envelope] = []
        self._payload = payload

    async def __call__(self, envelope: Envelope) -> bytes | None:
        """Take one."""
        self.heard.append(envelope)
        return self._payload


def keepers() -> int:
    """Return how many connections are being kept."""
    return sum(task.get_name().startswith("socket-") for task in asyncio.all_tasks())


async def test_an_envelope_is_acked_before_it_is_looked_at(slack: Slack) -> None:
    """However slow we are, Slack gets its ack within its three seconds."""
    looked_at = asyncio.Event()

    async def slow(_: Envelope) -> bytes | None:
        await looked_at.wait()
        return None

    async with listening(slack, slow):
        assert (await slack.slash("ana", "incidents", "ping")).acked
        looked_at.set()


async def test_the_ack_of_a_submitted_modal_carries_the_answer(slack: Slack) -> None:
    """A modal's mistakes are shown in the modal: only its ack can do that."""
    answer = msgspec.json.encode({"response_action": "errors", "errors": {"b": "no such namespace"}})
    ears = Ears(answer)
    view = {
        "type": "modal", "title": {"type": "plain_text", "text": "Silence"},
        "submit": {"type": "plain_text", "text": "Do it"},
        "blocks": [{
            "type": "input", "block_id": "b", "label": {"type": "plain_text", "text": "Namespace"},
            "element": {"type": "plain_text_input", "action_id": "a"},
        }],
    }  # fmt: skip
    async with listening(slack, ears), slack_web(slack) as web:
        await slack.slash("ana", "incidents", "ping")
        await slack.wait(lambda: ears.heard)
        await web.call("views.open", trigger_id=ears.heard[0].payload["trigger_id"], view=view)
        delivery = await slack.submit("ana", slack.views[-1]["id"], {"b": {"a": {"type": "plain_text_input", "value": "x"}}})
        assert delivery.payload == msgspec.json.decode(answer)


async def test_a_refresh_opens_the_new_connection_while_the_old_one_still_hears(slack: Slack) -> None:
    """Slack warns ten seconds ahead: there is no moment without a connection."""
    async with listening(slack, Ears(), count=1):
        await slack.refresh(1, ahead=60)
        await slack.wait(lambda: slack.connections == 2)
        assert (await slack.slash("ana", "incidents", "ping")).acked
        await slack.drop(1)
        await slack.wait(lambda: slack.connections == 1 and keepers() == 1)
        assert (await slack.slash("ana", "incidents", "ping")).acked


async def test_a_connection_that_breaks_after_its_warning_is_replaced_once(slack: Slack) -> None:
    """Else every bad goodbye would leave one connection more, up to Slack's ten, where clicks get lost."""
    async with listening(slack, Ears()):
        old = slack._state.sockets.open[0]
        await slack.refresh(1, ahead=60)
        await slack.wait(lambda: slack.connections == 3)
        await old.ws.send_str("{not json")
        await slack.wait(lambda: slack.connections == 2 and keepers() == 2)


async def test_a_frame_that_cannot_be_read_costs_one_connection_for_a_moment(slack: Slack) -> None:
    """What Slack means by it nobody knows; a new connection is a clean start."""
    async with listening(slack, Ears()):
        broken = slack._state.sockets.open[0]
        await broken.ws.send_str('["neither an envelope"]')
        await slack.wait(lambda: slack.connections == 2 and broken not in slack._state.sockets.open)


async def test_an_envelope_that_breaks_its_listener_costs_nothing_else(slack: Slack) -> None:
    """One odd payload must not end a bot that fifty people rely on."""
    seen: list[Envelope] = []

    async def fragile(envelope: Envelope) -> bytes | None:
        seen.append(envelope)
        raise KeyError("channel_id")

    async with listening(slack, fragile) as (_, task):
        for _ in range(3):
            assert (await slack.slash("ana", "incidents", "ping")).acked
        await slack.wait(lambda: len(seen) == 3)
        assert not task.done()
        assert slack.connections == 2


async def test_socket_mode_switched_off_ends_it_with_what_to_do(slack: Slack) -> None:
    """Trying again would never help; somebody has to switch it on."""
    async with listening(slack, Ears()) as (_, task):
        await slack._state.sockets.say_goodbye(slack._state.sockets.open[:1], "link_disabled")
        with pytest.raises(SlackRefused, match="Socket Mode is switched off"):
            await asyncio.wait_for(asyncio.shield(task), SECONDS)


async def test_a_refusal_heard_by_every_keeper_is_raised_as_one(slack: Slack) -> None:
    """The command line shows a sentence for this error, and a traceback for a group of them."""
    async with listening(slack, Ears()) as (_, task):
        slack.revoke()
        await slack.drop()
        with pytest.raises(SlackRefused, match="SLACK_APP_TOKEN is refused"):
            await asyncio.wait_for(asyncio.shield(task), SECONDS)


async def test_told_to_stop_it_closes_and_ends(slack: Slack) -> None:
    """No connection is left from which Slack would expect an ack."""
    async with listening(slack, Ears()) as (sockets, task):
        await sockets.stop_reading()
        await asyncio.wait_for(task, SECONDS)
        assert sockets.connected == 0


async def test_told_to_stop_it_does_not_wait_for_a_slack_that_is_away() -> None:
    """Slack may ask for an hour of patience; a deployment has none."""
    asked = asyncio.Event()

    async def later() -> str:
        asked.set()
        raise SlackAway("Slack answered 429", retry_after=3600)

    async with aiohttp.ClientSession() as http:
        sockets = Sockets(http, later, lambda _: None)
        task = asyncio.create_task(sockets.run(Ears()))
        await asked.wait()
        await sockets.stop_reading()
        await asyncio.wait_for(task, SECONDS)


async def test_connections_that_end_at_once_are_opened_ever_more_slowly() -> None:
    """Slack limits how often we may connect; one that worked for a while is replaced without waiting."""
    async with asyncio.TaskGroup() as group:
        seat = _Seat(0, Ears(), group, wait=0.4, began=monotonic())
        assert seat.next_wait(failed=False) > 0.4
        assert seat.next_wait(failed=True) > 0.4
        seat.began = monotonic() - STEADY
        assert seat.next_wait(failed=False) == 0.0
        assert 0.0 < seat.next_wait(failed=True) <= 0.05
