"""What a person does with what an app has shown: uses its controls, asks menus for options, opens Home, uses shortcuts."""

from __future__ import annotations

from typing import Any

import msgspec

from playground.slack import acting, posting, response_urls, shapes
from playground.slack.acting import NothingToClick
from playground.slack.deliveries import Delivery
from playground.slack.own import Own
from playground.slack.refusal import Refused
from playground.slack.state import State
from playground.slack.workspace import User


class Interacting(Own):
    """Acts for people on messages and views. A place is `{"channel": …, "ts": …}` or `{"view_id": …}`."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def use(self, user: str, place: dict[str, Any], action: dict[str, Any], kept: acting.Values) -> Delivery:
        """Use one control.

        Args:
            user: by name or id.
            place: where it stands.
            action: an entry of a payload's `actions`: `block_id`, `action_id`, and what was chosen.
            kept: what the person has chosen in this place so far, as `state.values`.

        Raises:
            NothingToClick: this person sees no such place or control.
        """
        state, who = self._state, self._state.workspace.user(user)
        if "view_id" in place:
            view = self._view(who, place["view_id"])
            done = acting.exact(view["blocks"], action)
            payload = shapes.view_click(state, who, view, done, acting.standing(view["blocks"], kept))
        else:
            on = self._message(who, place)
            shown = acting.blocks_of(on)
            payload = shapes.click(state, who, on, acting.exact(shown, action), acting.standing(shown, kept))
            payload["response_url"] = response_urls.issue(state, "actions", on.channel, who.id, on.ts)
        delivery = await state.deliveries.send("interactive", payload)
        if delivery.failed:
            self._toast(who, f"Something went wrong: {delivery.failed}")
        return delivery

    async def suggest(self, user: str, place: dict[str, Any], control: tuple[str, str], typed: str) -> dict[str, Any]:
        """Ask the app for an external menu's options (`block_suggestion`); {} if it does not answer in time.

        Args:
            user: by name or id.
            place: where the menu stands.
            control: its block_id and action_id.
            typed: what the person has typed so far.
        """
        state, who = self._state, self._state.workspace.user(user)
        payload = shapes.interaction(state, "block_suggestion", who)
        payload |= {"block_id": control[0], "action_id": control[1], "value": typed}
        if "view_id" in place:
            view = self._view(who, place["view_id"])
            payload |= {"container": {"type": "view", "view_id": view["id"]}, "view": view}
        else:
            on = self._message(who, place)
            payload |= {"container": {"type": "message", "message_ts": on.ts, "channel_id": on.channel}}
            payload |= {"channel": {"id": on.channel}, "message": shapes.message(state, on)}
        del payload["trigger_id"]  # nothing was done that could open a modal
        return (await state.deliveries.send("interactive", payload, accepts=True)).payload

    def home(self, user: str) -> None:
        """Open the app's Home tab; the app is told if it subscribes to that."""
        state, who = self._state, self._state.workspace.user(user)
        if "app_home_opened" in state.subscriptions:
            now, where = state.messages.next_ts(), state.workspace.direct(who.id)
            what: dict[str, Any] = {
                "type": "app_home_opened",
                "user": who.id,
                "channel": where.id,
                "tab": "home",
                "event_ts": now,
            }
            if view := state.views.get(f"VHOME{who.id}"):
                what["view"] = view
            state.deliveries.event_soon(shapes.event(state, what))

    async def shortcut(self, user: str, callback_id: str, channel: str = "") -> Delivery:
        """Use a global shortcut, looking at a channel (by name or id; "" for none in particular)."""
        state, who = self._state, self._state.workspace.user(user)
        self._registered("global", callback_id)
        state.here.pop(who.id, None)
        if channel:
            state.here[who.id] = state.workspace.channel(channel).id
        payload = shapes.interaction(state, "shortcut", who)
        payload |= {"callback_id": callback_id, "action_ts": state.messages.next_ts()}
        return self._said(who, await state.deliveries.send("interactive", payload))

    async def message_shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Delivery:
        """Use a shortcut on a message. Raises NothingToClick if this person sees no such message."""
        state, who = self._state, self._state.workspace.user(user)
        self._registered("message", callback_id)
        on = self._message(who, {"channel": channel, "ts": ts})
        where = state.workspace.channel(on.channel)
        payload = shapes.interaction(state, "message_action", who) | {
            "callback_id": callback_id,
            "action_ts": state.messages.next_ts(),
            "message_ts": on.ts,
            "channel": {"id": where.id, "name": "directmessage" if where.person else where.name},
            "message": shapes.message(state, on),
            "response_url": response_urls.issue(state, "actions", where.id, who.id, on.ts),
        }
        return self._said(who, await state.deliveries.send("interactive", payload))

    def invite(self, user: str, channel: str) -> None:
        """Invite the app's bot into a channel; the app is told if it subscribes to that."""
        state, who, where = self._state, self._state.workspace.user(user), self._state.workspace.channel(channel)
        if where.person or who.id not in where.members:
            raise Refused("not_in_channel")
        if where.archived:
            raise Refused("is_archived")
        bot = state.workspace.bot
        if bot.id in where.members:
            raise Refused("already_in_channel")
        where.members.add(bot.id)
        state.feed.publish("commands", dict)
        if "member_joined_channel" in state.subscriptions:
            joined = {"type": "member_joined_channel", "user": bot.id, "channel": where.id, "channel_type": "C"}
            joined |= {"team": state.workspace.team, "inviter": who.id, "event_ts": state.messages.next_ts()}
            state.deliveries.event_soon(shapes.event(state, joined, external=where.ext_shared))

    def leave(self, user: str, channel: str) -> None:
        """Leave a channel, which one can still look into."""
        where = self._state.workspace.channel(channel)
        where.members.discard(self._state.workspace.user(user).id)
        self._state.feed.publish("commands", dict)

    def _registered(self, kind: str, callback_id: str) -> None:
        if not any((one.type, one.callback_id) == (kind, callback_id) for one in self._state.shortcuts):
            raise NothingToClick(f"the app has no {kind} shortcut {callback_id!r}")

    def _said(self, who: User, delivery: Delivery) -> Delivery:
        if delivery.failed:
            self._toast(who, f"Something went wrong: {delivery.failed}")
        return delivery

    def react(self, user: str, channel: str, ts: str, name: str) -> None:
        """Add a reaction, or take one's own away; the app is told if it subscribes to that."""
        state, who = self._state, self._state.workspace.user(user)
        on, mine = self._message(who, {"channel": channel, "ts": ts}), (name, who.id)
        if on.ephemeral_to is not None:
            raise Refused("message_not_found")
        taken = mine in on.reactions
        left = tuple(one for one in on.reactions if one != mine) if taken else (*on.reactions, mine)
        posting.replace(state, msgspec.structs.replace(on, reactions=left))
        kind = "reaction_removed" if taken else "reaction_added"
        if kind in state.subscriptions:
            item = {"type": "message", "channel": on.channel, "ts": on.ts}
            what = {"type": kind, "user": who.id, "reaction": name, "item_user": on.user, "item": item}
            state.deliveries.event_soon(shapes.event(state, {**what, "event_ts": state.messages.next_ts()}))

    def read(self, user: str, channel: str) -> None:
        """Count everything that stands in a channel as read."""
        state, who, where = self._state, self._state.workspace.user(user), self._state.workspace.channel(channel)
        said = state.messages.listing(where.id)
        if said:
            state.reads[who.id, where.id] = said[-1].ts

    def _view(self, who: User, view_id: str) -> dict[str, Any]:
        if self._state.viewers.get(view_id) != who.id:
            raise NothingToClick(f"{who.name} sees no view {view_id}")
        return self._state.views[view_id]

    def _toast(self, who: User, text: str) -> None:
        self._state.feed.publish("toast", lambda: {"user": who.id, "text": text})
