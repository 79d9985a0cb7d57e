"""Shortcuts: a form that builds a command with names from the cluster, and what a message names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from staging import Stage

Values = dict[str, dict[str, dict[str, Any]]]


def option(value: str, text: str = "") -> dict[str, Any]:
    """Return a menu's option as Slack passes it on."""
    return {"text": {"type": "plain_text", "text": text or value, "emoji": False}, "value": value}


class Filling:
    """Somebody who fills in a modal of the bot's."""

    def __init__(self, stage: Stage, user: str = "ana") -> None:
        self.stage, self.user = stage, user
        self.values: Values = {}

    async def open(self) -> dict[str, Any]:
        """Use the global shortcut and return the form."""
        await self.stage.slack.hands.shortcut(self.user, "ask_form", "incidents")
        return await self.modal()

    async def modal(self) -> dict[str, Any]:
        """Return the modal once it is there."""
        return await self.stage.slack.wait(lambda: self.now)

    @property
    def now(self) -> dict[str, Any]:
        """The modal as it is; empty if none is open."""
        return next((view for view in self.stage.slack.views if view["type"] == "modal"), {})

    def block(self, name: str) -> dict[str, Any]:
        """Return the block whose id begins so."""
        return next((one for one in self.now["blocks"] if one["block_id"].partition(":")[0] == name), {})

    async def choose(self, name: str, value: str) -> None:
        """Choose in a menu, and wait until the form has followed."""
        block, before = self.block(name), self.now["hash"]
        kind = block["element"]["type"]
        offered = {one["value"]: one for one in block["element"].get("options", ())}
        chosen = {"type": kind, "selected_option": offered.get(value, option(value))}
        self.values.setdefault(block["block_id"], {})[block["element"]["action_id"]] = chosen
        action = {"block_id": block["block_id"], "action_id": block["element"]["action_id"], **chosen}
        await self.stage.slack.hands.use(self.user, {"view_id": self.now["id"]}, action, self.values)
        await self.stage.slack.wait(lambda: self.now["hash"] != before)

    async def offered(self, name: str, typed: str) -> list[str]:
        """Type into a menu and return what it offers."""
        block = self.block(name)
        control = (block["block_id"], block["element"]["action_id"])
        found = await self.stage.slack.hands.suggest(self.user, {"view_id": self.now["id"]}, control, typed)
        return [one["value"] for one in found.get("options", ())]

    def type(self, name: str, text: str) -> None:
        """Type into a field."""
        self.values.setdefault(name, {})[name] = {"type": "plain_text_input", "value": text}

    async def send(self, channel: str = "incidents") -> dict[str, Any]:
        """Send the form and return what its ack says."""
        where = self.stage.slack.channels.get(channel, channel)
        if self.block("channel"):
            self.values["channel"] = {"channel": {"type": "conversations_select", "selected_conversation": where}}
        return (await self.stage.slack.submit(self.user, self.now["id"], self.values)).payload


async def test_the_form_builds_a_command_and_asks_it_where_one_chose(prod: Stage) -> None:
    """Who does not know the commands finds them, and sees the line that they make."""
    filling = Filling(prod)
    form = await filling.open()
    assert filling.block("channel")["element"]["initial_conversation"] == prod.slack.channels["incidents"]
    assert "pods failed" in str(form["blocks"])
    assert "payments" in await filling.offered("namespace", "pay")
    await filling.choose("namespace", "payments")
    assert "pods failed -n payments" in str(filling.now["blocks"])
    assert await filling.send() == {}
    [answer] = await prod.answered()
    assert "payments" in answer.text
    assert filling.now == {}


async def test_a_workload_is_suggested_from_the_cluster(prod: Stage) -> None:
    """Names as they are, with their namespace until one is chosen; what begins with what was typed comes first."""
    filling = Filling(prod)
    await filling.open()
    await filling.choose("command", "logs")
    found = await filling.offered("name", "checkout")
    assert found[0] == "payments/checkout"
    assert len(await filling.offered("name", "")) <= 100
    await filling.choose("name", "payments/checkout")
    filling.type("more", "--level error")
    assert await filling.send() == {}
    [answer] = await prod.answered()
    assert "checkout" in answer.text


async def test_another_command_has_other_fields(prod: Stage) -> None:
    """A node is in no namespace, and a workload is no pod."""
    filling = Filling(prod)
    await filling.open()
    await filling.choose("command", "node")
    assert filling.block("namespace") == {}
    assert await filling.offered("name", "node")
    await filling.choose("command", "help")
    assert filling.block("target") == {}


@pytest.mark.parametrize(
    ("command", "more", "wrong"), [("pods failed", "--nonsense", "no option"), ("logs", "", "Whose log")]
)
async def test_what_is_wrong_stands_at_its_field_and_the_form_stays(
    prod: Stage, command: str, more: str, wrong: str
) -> None:
    """Nothing that was filled in is lost to a typo."""
    filling = Filling(prod)
    await filling.open()
    if command != "pods failed":
        await filling.choose("command", command)
    if more:
        filling.type("more", more)
    answer = await filling.send()
    if command == "logs":  # whether a log was named is known to the command alone: it is said where it is asked
        [told] = await prod.answered()
        assert wrong in told.text
    else:
        assert answer["response_action"] == "errors"
        assert wrong in str(answer["errors"])
        assert filling.now


async def test_the_answer_comes_where_the_bot_is_no_member(prod: Stage) -> None:
    """Slack gives a way into the channel that was chosen."""
    filling = Filling(prod)
    await filling.open()
    assert await filling.send("random") == {}
    [answer] = await prod.answered("random")
    assert "failing" in answer.text


async def test_a_slow_cluster_leaves_a_menu_empty_rather_than_broken(stage: Stage) -> None:
    """Slack waits three seconds, then the menu shows an error."""
    cluster = await stage.cluster("prod")
    await stage.bot()
    filling = Filling(stage)
    await filling.open()
    cluster.faults.hang()
    assert await filling.offered("namespace", "pay") == []
    cluster.faults.clear()


async def test_nobody_is_suggested_what_they_may_not_ask(stage: Stage) -> None:
    """Names are answers, too."""
    await stage.cluster("prod")
    await stage.bot(access=[{"users": [stage.slack.users["ben"]]}])
    filling = Filling(stage)
    await filling.open()
    assert await filling.offered("namespace", "") == []
    answer = await filling.send()
    assert "may not" in str(answer)


async def test_a_message_is_asked_about_in_its_thread(prod: Stage) -> None:
    """What a colleague or another bot says names the thing that is wrong: nobody copies it by hand."""
    await prod.slack.dm("ben", "workloads")
    await prod.answered(prod.slack.direct["ben"])
    await prod.slack.write("ben", "incidents", "checkout looks bad since the deploy, <!here>")
    [said] = [one for one in prod.slack.messages("incidents") if "checkout" in one.text]
    await prod.slack.hands.message_shortcut("ana", "incidents", said.ts, "ask_message")
    filling = Filling(prod)
    await filling.modal()
    offered = [one["value"] for one in filling.block("lines")["element"]["options"]]
    assert offered[0] == "workload checkout -n payments"
    assert "logs checkout -n payments" in offered
    filling.values["lines"] = {"lines": {"type": "checkboxes", "selected_options": [option(one) for one in offered[:2]]}}
    assert await filling.send() == {}
    answers = await prod.answered(count=2)
    assert {answer.thread_ts for answer in answers} == {said.ts}
    assert all("checkout" in answer.text for answer in answers)


async def test_a_message_that_names_nothing_offers_a_line_to_type(prod: Stage) -> None:
    """The shortcut does something on any message."""
    await prod.slack.write("ben", "incidents", "is somebody looking at this?")
    [said] = prod.slack.messages("incidents")
    await prod.slack.hands.message_shortcut("ana", "incidents", said.ts, "ask_message")
    filling = Filling(prod)
    await filling.modal()
    assert filling.block("lines") == {}
    filling.type("other", "pods faild")
    assert "not a command" in str(await filling.send())
    filling.type("other", "pods failed")
    assert await filling.send() == {}
    [answer] = await prod.answered()
    assert answer.thread_ts == said.ts
