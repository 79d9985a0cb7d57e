"""Shows one group or one digest as it is now: whatever Slack still lacks of it, each thing once."""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_hex
from time import time
from typing import Any

from msgspec.structs import replace

from bot.alerts.intake import Progress
from bot.alerts.posts import AlertPosts
from bot.alerts.recovery import Recovery
from bot.alerts.store import AlertStore, Kept
from bot.alerts.views import AlertViews
from bot.errors import SlackRefused
from processors._alerts import Group, Storm
from processors._summary import Summary

CALM = 2.0
"""Seconds between two edits of a digest, at the least."""
GONE = frozenset({"message_not_found", "thread_not_found", "cant_update_message", "edit_window_closed"})
"""Refusals that say a message was deleted, or cannot be edited any more."""


class Showing:
    """Shows what is due. Raises SlackError, StoreAwayError; then the same is due again later.

    Args:
        store: the state.
        posts: the messages.
        views: makes the messages.
        recovery: finds messages again.
        progress: is told of what is shown; None where nobody waits for it.
        clock: the time, seconds since 1970.
    """

    def __init__(
        self, store: AlertStore, posts: AlertPosts, views: AlertViews, recovery: Recovery, progress: Progress | None,
        clock: Callable[[], float] = time,
    ) -> None:  # fmt: skip
        self._store, self._posts, self._views, self._recovery = store, posts, views, recovery
        self._progress, self._clock = progress, clock

    async def prepare(self, channel: str) -> None:
        """See that what stands in the channel is known, also after a loss that no webhook has shown yet."""
        await self._recovery.make_known(channel)

    async def show(self, key: str, channel: str) -> Kept | None:
        """Bring Slack up to date with what is kept under `key`; return what was shown, None if there is no such thing."""
        [kept] = await self._store.get([key])
        look = self._recovery.make_known(channel) if kept else self._recovery.again(key, channel)
        if await look:  # after the state was looked at: what begins meanwhile is shown later
            [kept] = await self._store.get([key])
        try:
            if isinstance(kept, Storm):
                await self._storm(kept)
            elif isinstance(kept, Group):
                await self._group(kept)
        except SlackRefused as refused:
            if refused.code not in GONE or kept is None:
                raise
            await self._anew(kept)
        return kept

    async def _group(self, group: Group) -> None:
        if group.gathered:
            await self._join(group)
        elif not group.ts and not group.firing and not group.began:  # all that was ever heard of it is that it is over
            await self._is_shown(group, "")
        else:
            ts = await self._bring(group, self._views.group(group, self._clock()))
            if group.lines:
                await self._tell(replace(group, ts=ts))
            if group.storm:
                await self._store.due(group.channel, group.storm, self._clock() + CALM)

    async def _join(self, group: Group) -> None:
        """See that the group stands in its digest, and that this is shown soon."""

        def joined(kept: Kept | None) -> Kept:
            storm = kept if isinstance(kept, Storm) else None
            storm = storm or Storm(key=group.storm, channel=group.channel, began=group.began, born=token_hex(8))
            if group.key in storm.members:
                return storm
            return replace(storm, members=(*storm.members, group.key), revision=storm.revision + 1)

        await self._store.change(group.storm, joined, due=False)
        await self._store.due(group.channel, group.storm, self._clock() + CALM)

    async def _storm(self, storm: Storm) -> None:
        kept = await self._store.get(storm.members)
        groups = [one for one in kept if isinstance(one, Group) and one.alerts]
        if not groups:
            return
        changed = replace(storm, revision=max(storm.revision, storm.shown + 1))  # rows change without its own revision
        await self._bring(changed, self._views.storm(storm, groups, self._clock()))
        for group in groups:
            if group.gathered and group.shown < group.revision:
                await self._is_shown(group, "")

    async def _bring(self, kept: Kept, summary: Summary) -> str:
        """Post or edit the message; return its `ts`."""
        if not kept.ts and kept.posting and (found := await self._recovery.posted(kept)):
            await self._change(kept, lambda one: replace(one, ts=found, posting=0.0))
            kept = replace(kept, ts=found)
        if kept.ts:
            if kept.shown < kept.revision:
                await self._posts.edit(kept, summary)
                await self._is_shown(kept, kept.ts)
            return kept.ts
        began = self._clock()
        await self._change(kept, lambda one: replace(one, posting=began))
        try:
            ts = await self._posts.post(kept, summary)
        except SlackRefused:
            await self._change(kept, lambda one: replace(one, posting=0.0))
            raise
        await self._is_shown(kept, ts)
        return ts

    async def _tell(self, group: Group) -> None:
        broadcast = any(line.broadcast for line in group.lines)
        await self._posts.tell(group, self._views.changes(group), broadcast=broadcast)
        told = group.lines
        await self._change(group, lambda one: replace(one, lines=tuple(line for line in one.lines if line not in told)))

    async def _is_shown(self, kept: Kept, ts: str) -> None:
        seen = kept.revision

        def shown(now: Kept | None) -> Kept | None:
            if now is None and ts:  # the state was lost while Slack took the message: what it shows is what is known
                return replace(kept, ts=ts, posting=0.0, shown=0)
            if not isinstance(now, type(kept)):
                return now
            if now.born == kept.born:
                return replace(now, ts=ts or now.ts, posting=0.0, shown=max(now.shown, seen))
            if not kept.ts and ts and not now.ts and not now.posting:  # lost and told again meanwhile: this is its message
                return replace(now, ts=ts, born=kept.born, shown=0)
            return now

        before = await self._store.change(kept.key, shown, due=False)
        if before is not None and before.shown < before.revision:
            await self._store.due(kept.channel, kept.key, self._clock())
        if self._progress is not None:
            await self._progress.tell(kept.key, seen)

    async def _anew(self, kept: Kept) -> None:
        """Begin a new message in the place of one that is gone, unless all is over: then nobody misses it."""
        if isinstance(kept, Group) and not kept.firing:
            await self._change(kept, lambda one: replace(one, lines=(), shown=one.revision))
        else:
            born = token_hex(8)
            await self._change(kept, lambda one: replace(one, ts="", posting=0.0, born=born, lines=()), due=True)

    async def _change(self, kept: Kept, edit: Callable[[Any], Kept], *, due: bool = False) -> None:
        """Change what is kept, as long as it is about the same message."""

        def guarded(now: Kept | None) -> Kept | None:
            return edit(now) if isinstance(now, type(kept)) and now.born == kept.born else now

        await self._store.change(kept.key, guarded, due=due)
