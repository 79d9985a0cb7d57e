"""Opens the forms, keeps them in step with what is chosen in them, and asks what was sent."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from time import monotonic

import structlog

from bot.ask import Ask, Place
from bot.errands import Errands
from bot.errors import BotError, SlackError, SlackRefused
from bot.flow import Flow, Guard
from bot.forms import command_form, message_form
from bot.forms.command_form import CHANNEL, MORE, CommandForm, Form, filled, name_block
from bot.forms.interaction import Interaction
from bot.forms.suggestions import Suggestions
from bot.talk.meaning import Meanings
from bot.talk.names import KnownNames
from bot.web import SlackWeb
from handlers._contract import UsageError

OVERTAKEN = frozenset({"hash_conflict", "not_found"})
"""Refusals of an update that say the person has gone on, or has closed the form."""


class Forms:
    """The modals.

    Args:
        web: Slack's Web API.
        flow: says whether a line may be asked.
        form: makes the form that builds a command.
        suggestions: names for its menus.
        names: the names that are known, for what a message names.
        meanings: writes the lines that look into things.
        errands: owns what is under way.
        hand_over: takes each question and returns at once.
    """

    def __init__(
        self, web: SlackWeb, flow: Flow, form: CommandForm, suggestions: Suggestions, names: KnownNames, meanings: Meanings,
        errands: Errands, hand_over: Callable[[Ask], None],
    ) -> None:  # fmt: skip
        self._web, self._flow, self._form, self._suggestions = web, flow, form, suggestions
        self._names, self._meanings, self._errands, self._hand_over = names, meanings, errands, hand_over
        self._guard: Guard = flow.guarded
        self._log = structlog.get_logger("forms")

    def pressed(self, interaction: Interaction) -> None:
        """Take a shortcut, or a change of a form, and return at once."""
        if interaction.kind == "shortcut" and interaction.callback == command_form.CALLBACK:
            self._errands.run(f"form-{interaction.id}", lambda: self._open(interaction, self._form.view(Form())))
        elif interaction.kind == "shortcut" and interaction.callback == message_form.CALLBACK:
            self._errands.run(f"form-{interaction.id}", lambda: self._offer(interaction))
        elif interaction.kind == "changed" and interaction.callback == command_form.CALLBACK:
            self._errands.run(f"form-{interaction.id}", lambda: self._update(interaction))

    async def suggested(self, interaction: Interaction) -> Sequence[str]:
        """Return the options of the menu that asks."""
        found: Sequence[str] = ()

        async def suggest() -> None:
            nonlocal found
            found = await self._suggestions.of(interaction, filled(interaction))

        await self._guard(suggest, _untold)
        return found

    async def submitted(self, interaction: Interaction) -> Mapping[str, str]:
        """Ask what was sent; return what is wrong with it, by block."""
        errors: Mapping[str, str] = {}

        async def submit() -> None:
            nonlocal errors
            if interaction.callback == command_form.CALLBACK:
                errors = self._command_sent(interaction)
            elif interaction.callback == message_form.CALLBACK:
                errors = self._lines_sent(interaction)

        await self._guard(submit, _untold)
        return errors

    async def _open(self, interaction: Interaction, view: Mapping[str, object]) -> None:
        try:
            await self._web.call("views.open", trigger_id=interaction.trigger.reveal(), view=view)
        except SlackError as error:  # the trigger is spent by now: whoever still wants it presses again
            self._log.warning("form not opened", why=str(error), form=interaction.id)

    async def _offer(self, interaction: Interaction) -> None:
        found, target = message_form.named_in(interaction.text, await self._names.now())
        lines = message_form.lines(found, target, self._meanings)
        offered = [line for line in lines if not self._wrong(_ask(line, interaction, interaction.place))]
        await self._open(interaction, message_form.view(offered, interaction))

    async def _update(self, interaction: Interaction) -> None:
        view = self._form.view(filled(interaction))
        try:
            await self._web.call("views.update", view_id=interaction.view, hash=interaction.hash, view=view)
        except SlackRefused as refused:
            if refused.code not in OVERTAKEN:
                raise

    def _command_sent(self, interaction: Interaction) -> Mapping[str, str]:
        form, channel = filled(interaction), interaction.value(CHANNEL)
        place = Place(channel, response_url=interaction.response_urls.get(channel))
        name = name_block(form.command)
        wrong = MORE if form.more or name not in interaction.values else name
        try:
            line = self._form.line(form)
        except UsageError as error:
            return {wrong: error.said}
        return self._asked([line], interaction, place, wrong)

    def _lines_sent(self, interaction: Interaction) -> Mapping[str, str]:
        typed = interaction.value(message_form.OTHER)
        lines = [*interaction.values.get(message_form.LINES, ()), *([typed] if typed else [])]
        place = message_form.origin(interaction.metadata).place
        wrong = message_form.OTHER
        if not lines:
            return {wrong: "Choose a line, or write one."}
        return self._asked(lines, interaction, place, wrong)

    def _asked(self, lines: Sequence[str], interaction: Interaction, place: Place, block: str) -> Mapping[str, str]:
        """Ask these lines if all of them may be asked there; else return what is wrong, at that block."""
        asks = [_ask(line, interaction, place) for line in lines]
        if wrong := next(filter(None, map(self._wrong, asks)), ""):
            return {block: wrong}
        for ask in asks:
            self._hand_over(ask)
        return {}

    def _wrong(self, ask: Ask) -> str:
        """Return why this cannot be asked; "" if it can."""
        try:
            self._flow.look(ask)
        except UsageError as error:
            return error.said
        except BotError as error:
            return str(error)
        return ""


def _ask(line: str, interaction: Interaction, place: Place) -> Ask:
    return Ask(secrets.token_hex(3), line, "form", interaction.user, interaction.team, "", place, monotonic())


async def _untold(_: Exception) -> None:
    """Say nothing more: what broke stands in the log."""
