"""What a sentence means: the command lines that it may be, by the table of rules and the last turn of the conversation."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from bot.catalogue import Catalogue
from bot.invocation import Grammar
from bot.talk.sentence import GROUP_OF, Sentence
from bot.talk.turn import Turn
from handlers._contract import Command, Invocation, UsageError
from handlers._line import line
from handlers._plain import RULES, THING, Rule
from handlers._plain_words import FILLERS
from processors._things import Kind, Thing

OFFERED = 4
"""Lines that are offered at most."""
_OPTIONAL = re.compile(r"\s*\[([^\]{]*{(\w+)}[^\]]*)\]")
_FIELD = re.compile(r"{(\w+)}")
_ABOUT: Mapping[str, Kind] = {"pod": "pod", "workload": "workload", "node": "node", "alert": "alert", "logs": "workload"}
"""Commands that are about one thing, and what that is."""
_LOOKS: Mapping[Kind, str] = {
    "workload": "workload {name} [-n {namespace}]", "pod": "pod {name} [-n {namespace}]", "node": "node {name}",
    "alert": "alert {name}", "namespace": "status -n {name}",
}  # fmt: skip
"""What `{thing}` becomes: how one looks into each kind of thing."""
_DEEPER = "logs {logged} [-n {namespace}]"
"""What is looked at next where the thing itself was looked at just now."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a sentence means.

    Attributes:
        lines: the command lines that it may be, the best first.
        sure: whether the first of them accounts for every word, is the only one as good, and only reads.
    """

    lines: tuple[str, ...] = ()
    sure: bool = False


@dataclass(frozen=True, slots=True)
class _Fit:
    rule: Rule
    groups: int
    left: int


class Meanings:
    """Knows the rules and the commands.

    Args:
        catalogue: the commands that there are.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue, self._grammar = catalogue, Grammar(catalogue)

    def of(self, sentence: Sentence, turn: Turn | None) -> Meaning:
        """Return what the sentence means after that turn (None: at the beginning of a conversation)."""
        before = self._parsed(turn.line) if turn is not None else None
        self._point(sentence, turn, before)
        if not sentence.groups and sentence.placed and sentence.thing is None:
            return self._elsewhere(sentence, before)
        found = self._fits(sentence)
        if not any(fit.left == 0 for fit in found) and sentence.thing is None and turn is not None:
            implied = self._subject(turn, before)
            supposed = replace(sentence, thing=implied, pointing=True)
            _stay(supposed, before)
            if any(fit.left == 0 for fit in self._fits(supposed)):
                sentence, found = supposed, self._fits(supposed)
        return self._chosen(found, sentence, before)

    def look(self, thing: Thing, target: str = "") -> str:
        """Return the line that looks into a thing; "" if there is none."""
        return self._written(_LOOKS[thing.kind], Sentence(thing=thing, target=target)) or ""

    def _point(self, sentence: Sentence, turn: Turn | None, before: Invocation | None) -> None:
        """Let `it`, `there` and `the second` mean what they mean after this turn."""
        if turn is None or before is None:
            if sentence.ordinal:
                sentence.unknown.append("ordinal")
            return
        if sentence.ordinal:
            place = sentence.ordinal - 1 if sentence.ordinal > 0 else -1
            if place >= len(turn.things) or not turn.things:
                sentence.unknown.append("ordinal")
            else:
                sentence.thing = turn.things[place]
        elif sentence.pointing and sentence.thing is None:
            sentence.thing = self._subject(turn, before)
        if sentence.there or sentence.ordinal or sentence.pointing:
            _stay(sentence, before)

    def _subject(self, turn: Turn, before: Invocation | None) -> Thing | None:
        """Return what the last answer was about: its one thing, else the first that it names."""
        if before is not None and before.command in _ABOUT and before.arguments:
            kind = _ABOUT[before.command]
            target = before.targets[0] if len(before.targets) == 1 else ""
            return Thing(kind, before.arguments[0], before.option("namespace") or "", target)
        return turn.things[0] if turn.things else None

    def _elsewhere(self, sentence: Sentence, before: Invocation | None) -> Meaning:
        """Return the last question, asked of another place; without one, how that place is."""
        if sentence.unknown:
            return Meaning()
        if before is not None and (moved := self._moved(before, sentence)):
            return Meaning((moved,), sure=self._reads(moved))
        status = self._written("status [-n {namespace}]", sentence)
        return Meaning((status,), sure=True) if status else Meaning()

    def _moved(self, before: Invocation, sentence: Sentence) -> str:
        command = self._catalogue.command(before.command)
        if command is None or (sentence.target and not command.asks):
            return ""
        options, arguments = dict(before.options), before.arguments
        if sentence.namespace:
            if any(option.name == "namespace" for option in command.options):
                options["namespace"] = sentence.namespace
            elif before.command.startswith("alerts"):
                arguments = (f"namespace={sentence.namespace}",)
            else:
                return ""
        targets = (sentence.target,) if sentence.target else before.targets
        moved = line(Invocation(before.command, arguments, tuple(sorted(options.items())), targets))
        return moved if self._parsed(moved) else ""

    def _fits(self, sentence: Sentence) -> list[_Fit]:
        """Return the rules of which each group is said, the best first."""
        found = []
        for rule in RULES:
            groups = rule.says.split()
            said = sentence.groups | ({THING} if sentence.thing is not None else set())
            if all(group in said for group in groups):
                found.append(_Fit(rule, len(groups), _left(sentence, groups) + _unplaced(sentence, rule)))
        return sorted(found, key=lambda fit: (fit.left, -fit.groups))

    def _chosen(self, found: Sequence[_Fit], sentence: Sentence, before: Invocation | None) -> Meaning:
        fits = [fit for fit in found if fit.left == 0]
        best = [fit for fit in fits if fit.groups == fits[0].groups] if fits else list(found)
        lines = tuple(dict.fromkeys(filter(None, (self._line(fit.rule, sentence, before) for fit in best))))[:OFFERED]
        if sentence.guessed and bool(best) and best[0].rule.says == THING:
            return Meaning()  # a word that may be a name is no question by itself
        return Meaning(lines, sure=len(lines) == 1 and bool(fits) and self._reads(lines[0]))

    def _line(self, rule: Rule, sentence: Sentence, before: Invocation | None) -> str:
        template = rule.line
        if template == "{thing}" and sentence.thing is not None:
            made = self._written(_LOOKS[sentence.thing.kind], sentence)
            deeper = "WHY" in rule.says and bool(made) and before is not None and self._same(made, before)
            return self._written(_DEEPER, sentence) or made if deeper else made
        return self._written(template, sentence)

    def _written(self, template: str, sentence: Sentence) -> str:
        """Return the template with the sentence's values; "" where one is missing or the grammar does not understand it."""
        values = _values(sentence)
        text = _OPTIONAL.sub(lambda found: f" {found[1]}" if values.get(found[2]) else "", template)
        if any(not values.get(name) for name in _FIELD.findall(text)):
            return ""
        text = _FIELD.sub(lambda found: shlex.quote(values[found[1]]), text)
        target = values["target"]
        for made in (f"{text} @{target}", text) if target else (text,):
            if self._parsed(made):
                return made
        return ""

    def _parsed(self, text: str) -> Invocation | None:
        try:
            return self._grammar.parse(text)
        except UsageError:
            return None

    def _reads(self, text: str) -> bool:
        """Return whether this line only reads: what is an operation is never run on a guess."""
        asked = self._parsed(text)
        command = self._catalogue.command(asked.command) if asked is not None else None
        return isinstance(command, Command)

    def _same(self, made: str, before: Invocation) -> bool:
        asked = self._parsed(made)
        bare = structs.replace(before, fresh=False, file="", page=1)
        if asked is None:
            return False
        return structs.replace(asked, targets=()) == structs.replace(bare, targets=())


def _stay(sentence: Sentence, before: Invocation | None) -> None:
    """Let the sentence be about the place of the last question, as far as it names no other."""
    if before is not None:
        sentence.inherited = not sentence.namespace
        sentence.namespace = sentence.namespace or before.option("namespace") or ""
        sentence.target = sentence.target or (before.targets[0] if len(before.targets) == 1 else "")


def _left(sentence: Sentence, groups: Sequence[str]) -> int:
    """Return how many words a rule of these groups leaves without a meaning."""
    left = [word for word in sentence.words if word not in FILLERS and not GROUP_OF[word] & set(groups)]
    return len(left) + len(sentence.unknown) + (sentence.thing is not None and THING not in groups)


def _unplaced(sentence: Sentence, rule: Rule) -> bool:
    """Return whether the sentence names a namespace of which the rule's line cannot ask."""
    thing = sentence.thing
    template = _LOOKS[thing.kind] if rule.line == "{thing}" and thing is not None else rule.line
    return bool(sentence.namespace) and not sentence.inherited and "{namespace}" not in template


def _values(sentence: Sentence) -> dict[str, str]:
    thing = sentence.thing
    name = thing.name if thing is not None else ""
    kind = thing.kind if thing is not None else ""
    return {
        "namespace": (thing.namespace if thing is not None else "") or sentence.namespace,
        "target": (thing.target if thing is not None else "") or sentence.target,
        "since": sentence.since,
        "name": name,
        "logged": name if kind in ("workload", "pod") else "",
        "object": name if "/" in name else {"workload": "deploy/", "pod": "pod/", "node": "node/"}.get(kind, "") + name,
    }
