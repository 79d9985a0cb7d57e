"""What people type and press, and what the bot says to that."""

from __future__ import annotations

from staging import Stage

from playground.slack import Message


def lines(message: Message) -> dict[str, str]:
    """Return the command lines that the message's controls carry, by what the controls say."""
    found = {}
    for block in message.blocks:
        for element in block.get("elements", []):
            for one in (element, *element.get("options", [])):
                if isinstance(one.get("text"), dict) and one.get("value"):
                    found[one["text"]["text"]] = one["value"]
    return found


async def said(stage: Stage, line: str, user: str = "ana", channel: str = "incidents") -> Message:
    """Ask something by slash command, and return the next thing that the bot says there."""
    before = len(stage.answers(channel))
    await stage.slack.slash(user, channel, line)
    return (await stage.answered(channel, before + 1))[before]


async def told(stage: Stage, line: str, user: str = "ana") -> Message:
    """Ask something by DM, and return the next thing that the bot says there."""
    before = len(stage.answers(user))
    await stage.slack.dm(user, line)
    return (await stage.answered(user, before + 1))[before]


async def pressed(stage: Stage, message: Message, label: str, user: str = "ana", channel: str = "incidents") -> Message:
    """Press a button, and return what the bot says about that."""
    before = {one.ts for one in stage.answers(channel)}
    await stage.slack.click(user, message.ts, label, channel)
    return await stage.slack.wait(lambda: next((one for one in stage.answers(channel) if one.ts not in before), None))
