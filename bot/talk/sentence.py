"""Reads a sentence: which words of the table it says, which place, which time and which thing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.talk.names import Names
from handlers._contract import UsageError
from handlers._durations import duration
from handlers._plain import GROUPS
from handlers._plain_words import FILLERS, ORDINALS
from processors._things import Kind, Thing

LONGEST = 300
"""Characters of a sentence that are read; who writes more tells a story."""

GROUP_OF = {
    word: frozenset(g for g, words in GROUPS.items() if word in words.split())
    for line in GROUPS.values()
    for word in line.split()
}
"""The groups that a word belongs to."""

_WORD = re.compile(r"-n\b|@?[A-Za-z0-9][\w./:-]*|#\d+")
_SINCE = re.compile(
    r"\b(?:last|past|since|within|previous)\s+(\d{1,4}|an?|the)?\s*"
    r"(h|hours?|hrs?|m|minutes?|mins?|d|days?|weeks?)\b",
    re.IGNORECASE,
)
_DNS = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
_OBJECT = re.compile(r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")
_POD = re.compile(r"[a-z0-9.-]+-[a-f0-9]{5,10}-[a-z0-9]{5}|[a-z0-9.-]+-\d{1,4}")
_ALERT = re.compile(r"(?:[A-Z][a-z0-9]+){2,8}|[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*[A-Z][A-Za-z0-9]*")
_IN = frozenset({"in", "namespace", "ns", "within", "inside"})
_BEFORE = frozenset({"of", "for", "is", "are", "with", "to", "about", "does", "did", "has", "was", "from", "why"})
_NAMING = (_IN | _BEFORE) - {"is", "are", "why", "was", "has"}
_KINDS: dict[str, Kind] = {
    "pod": "pod", "node": "node", "machine": "node", "alert": "alert", "deployment": "workload", "workload": "workload",
    "service": "workload", "app": "workload", "statefulset": "workload", "daemonset": "workload",
}  # fmt: skip
_EVERYWHERE = frozenset({"everywhere", "clusters"})
_POINTING, _THERE = frozenset({"it", "its", "that", "this", "them", "they"}), frozenset({"there", "here"})
_GOING_ON = frozenset({"and", "also", "then", "so"})


@dataclass
class Sentence:
    """What a sentence says.

    Attributes:
        words: its words in small letters, without the names, place and time that were found.
        namespace, target, since: the place and the time that it names; "" where it does not.
        inherited: the namespace is that of the last question.
        thing: what it names; `guessed` if only its place in the sentence says so.
        ordinal: which of the things of the last answer it means; 0: none.
        pointing: it says `it`; `there`: it says `there`, or goes on with `and`.
        unknown: words that nobody knows.
    """

    words: list[str] = field(default_factory=list)
    namespace: str = ""
    target: str = ""
    since: str = ""
    inherited: bool = False
    thing: Thing | None = None
    guessed: bool = False
    ordinal: int = 0
    pointing: bool = False
    there: bool = False
    unknown: list[str] = field(default_factory=list)

    @property
    def groups(self) -> frozenset[str]:
        """The groups that are said."""
        return frozenset(group for word in self.words for group in GROUP_OF.get(word, ()))

    @property
    def placed(self) -> bool:
        """Whether it names a place."""
        return bool(self.namespace or self.target)


def read(text: str, names: Names) -> Sentence:
    """Return what `text` says."""
    text = text[:LONGEST].replace("'", "").replace("’", "")
    sentence = Sentence()
    if since := _SINCE.search(text):
        sentence.since = _duration(since[1] or "1", since[2])
        text = f"{text[: since.start()]} {text[since.end() :]}"
    words = [word.rstrip("./:-_") for word in _WORD.findall(text)]
    for place, word in enumerate(words):
        before = words[place - 1].lower() if place else ""
        after = words[place + 1].lower() if place + 1 < len(words) else ""
        _take(sentence, word, before, after, names)
    sentence.there = sentence.there or (bool(words) and words[0].lower() in _GOING_ON)
    return sentence


def _take(sentence: Sentence, word: str, before: str, after: str, names: Names) -> None:
    """Take one word for what it most likely is: a place, a known thing, a word of the table, a thing by where it stands."""
    low = word.lower()
    if before == "-n" or (before in _IN and names.called(low, "namespace")):
        sentence.namespace = low if _DNS.fullmatch(low) else sentence.namespace
    elif low == "-n":
        pass
    elif word.startswith("@") or low in names.targets:
        sentence.target = low.lstrip("@")
    elif low in _EVERYWHERE and not sentence.target:
        sentence.target = "all"
    elif low in ORDINALS or word.startswith("#") or (word.isdecimal() and before in ("number", "the", "")):
        sentence.ordinal = ORDINALS.get(low) or int(low.lstrip("#")[:3])
    elif "/" in word:
        _slashed(sentence, low)
    elif known := names.called(low):
        _known(sentence, known, before, low)
    elif low in GROUP_OF or low in FILLERS:
        _ordinary(sentence, low)
    elif before in _IN | {"on"} and not sentence.namespace and _DNS.fullmatch(low) and not _POD.fullmatch(low):
        sentence.namespace = low
    else:
        _unknown(sentence, word, before, after)


def _ordinary(sentence: Sentence, low: str) -> None:
    sentence.words.append(low)
    sentence.pointing = sentence.pointing or low in _POINTING
    sentence.there = sentence.there or low in _THERE


def _known(sentence: Sentence, known: Thing, before: str, low: str) -> None:
    """Take a name that is known; a word of the table that is also one is the name only where a name stands."""
    if (low in GROUP_OF or low in FILLERS) and before not in _NAMING:
        _ordinary(sentence, low)
        return
    if known.kind == "namespace":
        sentence.namespace = low
    else:
        sentence.thing = known


def _slashed(sentence: Sentence, low: str) -> None:
    first, _, name = low.partition("/")
    if not (_DNS.fullmatch(first) and _OBJECT.fullmatch(name)):
        sentence.unknown.append(low)
    elif first in ("deploy", "deployment", "sts", "statefulset", "ds", "daemonset"):
        sentence.thing = Thing("workload", low)
    elif first in ("pod", "node"):
        sentence.thing = Thing("pod" if first == "pod" else "node", name)
    else:
        sentence.thing = Thing("pod" if _POD.fullmatch(name) else "workload", name, first)


def _unknown(sentence: Sentence, word: str, before: str, after: str) -> None:
    """Take a word that nobody knows for the name of a thing, if it stands where one would."""
    kind = _KINDS.get(before) or _KINDS.get(after)
    stands = kind or before in _BEFORE or "LOGS" in GROUP_OF.get(after, ()) or "ERRORS" in GROUP_OF.get(after, ())
    shaped: Kind = "alert" if _ALERT.fullmatch(word) else "pod" if _POD.fullmatch(word.lower()) else "workload"
    telling = shaped != "workload"
    if sentence.thing is None and (stands or telling) and (shaped == "alert" or _OBJECT.fullmatch(word.lower())):
        kind = kind or shaped
        sentence.thing = Thing(kind, word if kind == "alert" else word.lower())
        sentence.guessed = not telling
    else:
        sentence.unknown.append(word)


def _duration(count: str, unit: str) -> str:
    number = int(count) if count.isdecimal() else 1
    letter = unit[0].lower()
    try:
        return duration(f"{number * 7}d" if letter == "w" else f"{number}{letter}")
    except UsageError:
        return ""
