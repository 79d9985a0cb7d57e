"""The form that builds a command: which controls it shows for which command, and the line that they make."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from bot.blocks.text import Block, context, inline, plain_text, rich_text
from bot.catalogue import Catalogue
from bot.forms.interaction import Interaction
from bot.invocation import Grammar
from bot.upstreams import ALL, Upstreams
from handlers._contract import Command, UsageError
from handlers._line import line
from processors._text import Span, code
from processors._things import Kind

CALLBACK = "ask_form"
"""Names the shortcut and the form, as in the app's manifest."""
COMMAND, TARGET, NAMESPACE, NAME, MORE, CHANNEL = "command", "target", "namespace", "name", "more", "channel"
"""The blocks of the form; behind those of the target and of the name stands a colon and what they are of."""
FIRST = "pods failed"
"""The command that a new form shows."""
NAMED: Mapping[str, Kind] = {"pod": "pod", "workload": "workload", "logs": "workload", "node": "node", "alert": "alert"}
"""Commands whose first argument is a thing, and what that is."""
_OPTIONS, _TEXT, _VALUE, _MORE = 100, 75, 150, 300


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What is filled in; "" for nothing."""

    command: str = FIRST
    target: str = ""
    namespace: str = ""
    name: str = ""
    more: str = ""


def filled(interaction: Interaction) -> Form:
    """Return what stands in the form, and where it does not stand there what we remember of it."""
    try:
        known = msgspec.json.decode(interaction.metadata or "{}", type=Form)
    except msgspec.MsgspecError:
        known = Form()
    command = interaction.value(COMMAND) or known.command
    kept = known if command == known.command else Form(command=command, target=known.target, namespace=known.namespace)
    shown = {block.partition(":")[0]: block for block in interaction.values}
    if shown.get(NAME) != name_block(command):
        shown.pop(NAME, None)  # a workload is no pod

    def now(field: str, before: str) -> str:
        return interaction.value(shown[field]) if field in shown else before

    return Form(
        command=command, target=now(TARGET, kept.target), namespace=now(NAMESPACE, kept.namespace),
        name=now(NAME, kept.name), more=now(MORE, kept.more),
    )  # fmt: skip


def name_block(command: str) -> str:
    """Return the id of the block of the name: another one for another kind of thing, as Slack keeps what stands in it."""
    return f"{NAME}:{NAMED.get(command, '')}"


class CommandForm:
    """Makes the form.

    Args:
        catalogue: the commands that there are.
        upstreams: the opened targets.
    """

    def __init__(self, catalogue: Catalogue, upstreams: Upstreams) -> None:
        self._catalogue, self._grammar, self._upstreams = catalogue, Grammar(catalogue), upstreams

    def line(self, form: Form) -> str:
        """Return the line that the form makes.

        Raises:
            UsageError: it makes none; the error says what is missing.
        """
        command = self._command(form.command)
        words = [command.name]
        namespace, _, name = (
            form.name.rpartition("/") if NAMED.get(command.name) in ("pod", "workload") else ("", "", form.name)
        )
        if _takes(command, NAMESPACE) and (where := form.namespace or namespace):
            words += ["-n", shlex.quote(where)]
        if form.target in self._targets(command):
            words.append(f"@{form.target}")
        words.append(form.more)
        if name and command.name in NAMED:
            words.append(shlex.quote(name))
        return line(self._grammar.parse(" ".join(filter(None, words))))

    def view(self, form: Form) -> dict[str, object]:
        """Return the form as a modal."""
        command = self._command(form.command)
        return {
            "type": "modal", "callback_id": CALLBACK, "private_metadata": msgspec.json.encode(form).decode(),
            "title": plain_text("Ask SREHub", 24), "submit": plain_text("Ask", 24), "close": plain_text("Cancel", 24),
            "blocks": list(self._blocks(command, form)),
        }  # fmt: skip

    def _command(self, name: str) -> Command:
        command = self._catalogue.command(name)
        if not isinstance(command, Command):
            raise UsageError(f"“{name[:60]}” is no command that a form can ask.")
        return command

    def _blocks(self, command: Command, form: Form) -> Iterator[Block]:
        yield _input(COMMAND, "What", self._select(self._commands(), form.command), optional=False)
        targets = self._targets(command)
        if targets:
            choices = [(name, f"@{name}") for name in targets]
            yield _input(
                f"{TARGET}:{command.asks[0]}", "Of which target", self._select(choices, form.target, "the usual one")
            )
        if _takes(command, NAMESPACE):
            yield _input(NAMESPACE, "In which namespace", _external("all of them", form.namespace))
        if command.name in NAMED:
            label = {"pod": "Which pod", "node": "Which node", "alert": "Which alert"}.get(
                NAMED[command.name], "Which workload"
            )
            yield _input(
                name_block(command.name),
                label,
                _external("type a part of its name", form.name),
                optional=not _needs(command),
            )
        typed = {
            "type": "plain_text_input",
            "action_id": MORE,
            "max_length": _MORE,
            "placeholder": plain_text(_hint(command), 150),
        }
        yield _input(MORE, "The rest of the line", typed, optional=command.name in NAMED or not _needs(command), tells=False)
        yield rich_text(*inline((Span("This asks "), code(self._said(form))), 600))
        yield context(plain_text(command.help, 200))
        there = {"type": "conversations_select", "action_id": CHANNEL, "default_to_current_conversation": True}
        there |= {"response_url_enabled": True, "placeholder": plain_text("a channel, or your DM with me", 150)}
        yield _input(CHANNEL, "Answer in", there, optional=False, tells=False)

    def _said(self, form: Form) -> str:
        try:
            return self.line(form)
        except UsageError:
            return form.command

    def _commands(self) -> Sequence[tuple[str, str]]:
        return [(one.name, one.name) for one in self._catalogue.commands if isinstance(one, Command)][:_OPTIONS]

    def _targets(self, command: Command) -> Sequence[str]:
        if not command.asks:
            return ()
        try:
            there = self._upstreams.meant(command.asks, (ALL,), "")
        except UsageError:
            return ()
        return (*there, *((ALL,) if len(there) > 1 else ()))[:_OPTIONS]

    def _select(self, choices: Sequence[tuple[str, str]], chosen: str, placeholder: str = "choose") -> Block:
        options = [_option(value, text) for value, text in choices]
        select: Block = {"type": "static_select", "options": options, "placeholder": plain_text(placeholder, 150)}
        initial = [option for option in options if option["value"] == chosen]
        return select | ({"initial_option": initial[0]} if initial else {})


def _takes(command: Command, option: str) -> bool:
    return any(one.name == option for one in command.options)


def _needs(command: Command) -> bool:
    return any(argument.required for argument in command.arguments)


def _hint(command: Command) -> str:
    options = [f"--{one.name}{f' {one.value}' if one.value else ''}" for one in command.options if one.name != NAMESPACE]
    arguments = [one.name for one in command.arguments if command.name not in NAMED]
    return "e.g. " + "  ".join([*arguments, *options])[:140] if options or arguments else "nothing more"


def _external(placeholder: str, chosen: str) -> Block:
    select: Block = {"type": "external_select", "min_query_length": 0, "placeholder": plain_text(placeholder, 150)}
    return select | ({"initial_option": _option(chosen, chosen)} if chosen else {})


def _option(value: str, text: str) -> Block:
    return {"text": plain_text(text, _TEXT), "value": value[:_VALUE]}


def _input(block: str, label: str, element: Block, *, optional: bool = True, tells: bool = True) -> Block:
    made = {"type": "input", "block_id": block, "label": plain_text(label, 150), "optional": optional}
    return made | {"element": {"action_id": block.partition(":")[0], **element}, "dispatch_action": tells}
