"""What a person does in Slack: types commands, mentions, writes to the bot, clicks, fills in modals."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from playground.slack import acting, events, files, posting, response_urls, shapes, typed
from playground.slack.calls import Arrival
from playground.slack.deliveries import Delivery
from playground.slack.messages import Message
from playground.slack.methods import views
from playground.slack.refusal import Refused
from playground.slack.state import State
from playground.slack.workspace import Channel, User


class Person:
    """Acts for people. Every argument that names a user or a channel takes its name or its id."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def slash(self, user: str, channel: str, text: str, *, command: str, copies: int = 1) -> Delivery:
        """Type a slash command."""
        state = self._state
        who, where = state.workspace.user(user), state.workspace.channel(channel)
        payload = shapes.slash(state, who, where, command, text)
        payload["response_url"] = response_urls.issue(state, "commands", where.id, who.id)
        delivery = await state.deliveries.send("slash_commands", payload, accepts=True, copies=copies)
        if delivery.failed:
            self._toast(who, f'{command} failed with the error "{delivery.failed}"')
        elif delivery.payload:
            self._answer(payload["response_url"], delivery.payload)
        return delivery

    def _answer(self, url: str, payload: dict[str, Any]) -> None:
        """Post what came with the ack; a payload that Slack cannot show is dropped, as Slack drops it."""
        try:
            response_urls.answer(self._state, url.removeprefix(self._state.base_url), payload)
        except Refused as refused:
            self._state.calls.note("ack", payload, 200, refused.error, Arrival.now(self._state.clock))

    async def mention(
        self, user: str, channel: str, text: str, thread_ts: str | None, *, copies: int = 1, redeliver: bool = False
    ) -> Delivery:
        """Write a message with a mention of the bot, in front of the text unless it is in it."""
        if not typed.mentions_bot(self._state.workspace, text):
            text = f"@{self._state.workspace.bot.name} {text}"
        return await self._write(user, self._state.workspace.channel(channel), text, thread_ts, copies, redeliver)

    async def write(
        self, user: str, channel: str, text: str, thread_ts: str | None = None, uploaded: Sequence[str] = ()
    ) -> Delivery | None:
        """Write a message as it is, with files that were uploaded; returns the event's delivery if the app gets one."""
        state, where = self._state, self._state.workspace.channel(channel)
        if not text.strip() and not uploaded:
            raise Refused("no_text")
        if where.person or typed.mentions_bot(state.workspace, text):
            return await self._write(user, where, text, thread_ts, uploaded=uploaded)
        self._say(state.workspace.user(user), where, text, thread_ts, uploaded=uploaded)
        return None

    async def dm(self, user: str, text: str, thread_ts: str | None, *, copies: int = 1, redeliver: bool = False) -> Delivery:
        """Write to the bot alone."""
        where = self._state.workspace.direct(user)
        return await self._write(user, where, text, thread_ts, copies, redeliver)

    async def _write(
        self,
        user: str,
        where: Channel,
        text: str,
        thread_ts: str | None,
        copies: int = 1,
        redeliver: bool = False,
        uploaded: Sequence[str] = (),
    ) -> Delivery:
        state = self._state
        who = state.workspace.user(user)
        said = self._say(who, where, text, thread_ts, told=bool(where.person), uploaded=uploaded)
        kind = "message.im" if where.person else "app_mention"
        if state.workspace.bot.id not in where.members:
            return Delivery("", acked=False, seconds=0.0, payload={}, failed="not_in_channel")
        if kind not in state.subscriptions:
            return Delivery("", acked=False, seconds=0.0, payload={}, failed="not_subscribed")
        event = events.message(state, said, where, {}) if where.person else events.mention(state, said, where)
        return await state.deliveries.event(event, copies=copies, redeliver=redeliver)

    def _say(
        self,
        who: User,
        where: Channel,
        text: str,
        thread_ts: str | None,
        *,
        told: bool = False,
        uploaded: Sequence[str] = (),
    ) -> Message:
        """Put a person's message into a channel. `told`: its event is sent by the caller, who waits for it."""
        if who.id not in where.members:
            raise Refused("not_in_channel")
        if where.archived:
            raise Refused("is_archived")
        said = Message(
            ts=self._state.messages.next_ts(),
            channel=where.id,
            user=who.id,
            text=typed.kept(self._state.workspace, text),
            thread_ts=thread_ts,
            client_msg_id=str(uuid.uuid4()),
            files=files.take(self._state, who.id, uploaded),
        )
        return posting.post(self._state, said, told=told)

    async def click(self, user: str, ts: str, action: str, channel: str, *, copies: int = 1) -> Delivery:
        """Click in a message. Raises `NothingToClick` if there is no such message or control for this person."""
        state = self._state
        who, where = state.workspace.user(user), state.workspace.channel(channel)
        on = state.messages.get(where.id, ts)
        if on is None or on.deleted or on.ephemeral_to not in (None, who.id):
            raise acting.NothingToClick(f"{who.name} sees no message {ts} in {where.name}")
        done = acting.find(on, action)
        payload = shapes.click(state, who, on, done, acting.state_values(on, done))
        payload["response_url"] = response_urls.issue(state, "actions", where.id, who.id, on.ts)
        delivery = await state.deliveries.send("interactive", payload, copies=copies)
        if delivery.failed:
            self._toast(who, f"Something went wrong: {delivery.failed}")
        return delivery

    async def submit(self, user: str, view_id: str, values: dict[str, dict[str, Any]]) -> Delivery:
        """Submit a modal. `values` is `state.values`, by block_id and action_id. The ack may carry a `response_action`."""
        state = self._state
        who, view = state.workspace.user(user), state.views[view_id]
        shown = {**view, "state": {"values": values}}
        urls = [
            {**names, "response_url": response_urls.issue(state, "app", names["channel_id"], who.id)}
            for names in acting.answered_in(view["blocks"], values)
        ]
        payload = shapes.interaction(state, "view_submission", who) | {"view": shown, "response_urls": urls}
        delivery = await state.deliveries.send("interactive", payload, accepts=True)
        if delivery.failed:
            self._toast(who, "We had some trouble connecting. Try again?")
        else:
            self._after_submit(who, view, delivery.payload)
        return delivery

    def _after_submit(self, who: User, view: dict[str, Any], answer: dict[str, Any]) -> None:
        state, action = self._state, answer.get("response_action")
        root = {"root_view_id": view["root_view_id"]}
        if action == "update":
            new, below = views.check(state, answer.get("view"), "modal"), {"previous_view_id": view["previous_view_id"]}
            views.keep(state, views.shape(state, new, id=view["id"], **root, **below), who.id)
        elif action == "push":
            new = views.check(state, answer.get("view"), "modal")
            views.keep(state, views.shape(state, new, previous_view_id=view["id"], **root), who.id)
        elif action == "clear":
            for one in [one for one in state.views.values() if one["root_view_id"] == view["root_view_id"]]:
                views.drop(state, one["id"])
        elif action != "errors" and view["id"] in state.views:
            views.drop(state, view["id"])

    async def close_view(self, user: str, view_id: str) -> Delivery | None:
        """Close a modal; the app is told if it asked for it (`notify_on_close`)."""
        state = self._state
        view = views.drop(state, view_id)
        if not view["notify_on_close"]:
            return None
        payload = shapes.interaction(state, "view_closed", state.workspace.user(user)) | {"view": view, "is_cleared": False}
        return await state.deliveries.send("interactive", payload)

    def _toast(self, who: User, text: str) -> None:
        self._state.feed.publish("toast", lambda: {"user": who.id, "text": text})
