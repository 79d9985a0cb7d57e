"""What a message names that one can ask about, and the modal that offers it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from bot.ask import Place
from bot.blocks.text import Block, inline, plain_text, rich_text
from bot.forms.interaction import Interaction
from bot.talk.meaning import Meanings
from bot.talk.names import KINDS, Names
from connectors._contract import Secret
from handlers._plain import GROUPS
from handlers._plain_words import FILLERS
from processors._text import code, plain
from processors._things import Thing

CALLBACK = "ask_message"
"""Names the shortcut and the form, as in the app's manifest."""
LINES, OTHER = "lines", "other"
"""The blocks of the form."""
MOST = 10
"""Lines that are offered: as many as a group of checkboxes takes (Slack)."""
_TEXT, _VALUE, _TYPED = 75, 150, 500
_WORD = re.compile(r"@?[A-Za-z0-9][A-Za-z0-9._/-]{1,252}")
_POD = re.compile(r"[a-z0-9][a-z0-9.-]*-[a-f0-9]{5,10}-[a-z0-9]{5}")
_ALERT = re.compile(r"(?:[A-Z][a-z0-9]+){2,8}")
_DNS = re.compile(r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")
_ORDINARY = FILLERS | {word for words in GROUPS.values() for word in words.split()}


class Origin(msgspec.Struct, frozen=True):
    """The message that is asked about, as the form remembers it: where the answers go.

    The response URL stands in the form as well: Slack alone keeps that, and shows it to nobody.
    """

    channel: str = ""
    thread: str = ""
    response_url: str = ""

    @property
    def place(self) -> Place:
        """Where the answers go."""
        return Place(self.channel, self.thread, "", Secret(self.response_url) if self.response_url else None)


def named_in(text: str, names: Names) -> tuple[tuple[Thing, ...], str]:
    """Return the things that a text names, the most telling first, and the target that it names ("" for none).

    Known are names that stand in the cache; of others those that look like a pod's or an alert's name, and `namespace/name`.
    """
    found: dict[Thing, None] = {}
    target = ""
    for match in _WORD.finditer(text):
        word = match[0].strip(".-_/")
        if word.lower().lstrip("@") in names.targets:
            target = target or word.lower().lstrip("@")
        else:
            found |= dict.fromkeys(_things(word, names))
    return tuple(sorted(found, key=lambda thing: KINDS.index(thing.kind))), target


def _things(word: str, names: Names) -> Iterator[Thing]:
    """Yield what a word may be the name of: something of each kind that is known, else what it looks like."""
    low = word.lower()
    if low in _ORDINARY:
        return
    known = [thing for kind in KINDS if (thing := names.called(low, kind))]
    yield from known
    if not known and (thing := _shaped(word, low, names)):
        yield thing


def _shaped(word: str, low: str, names: Names) -> Thing | None:
    if _POD.fullmatch(low):
        return Thing("pod", low)
    first, slash, name = low.partition("/")
    if slash and names.called(first, "namespace") and _DNS.fullmatch(name):
        return Thing("pod" if _POD.fullmatch(name) else "workload", name, first)
    return Thing("alert", word) if _ALERT.fullmatch(word) else None


def lines(things: Sequence[Thing], target: str, meanings: Meanings) -> tuple[str, ...]:
    """Return the lines that fit what a message names, at most ten: what each is, then the logs of the first."""
    looks = [meanings.look(thing, target) for thing in things]
    logs = [f"logs {t.name}{f' -n {t.namespace}' if t.namespace else ''}" for t in things if t.kind in ("pod", "workload")]
    wanted = [*looks[: MOST - 1], *(f"{one}{f' @{target}' if target else ''}" for one in logs[:1]), *looks[MOST - 1 :]]
    return tuple(one for one in dict.fromkeys(wanted) if one and len(one) <= _VALUE)[:MOST]


def view(offered: Sequence[str], interaction: Interaction) -> dict[str, object]:
    """Return the modal that offers these lines."""
    url = interaction.place.response_url
    origin = Origin(interaction.place.channel, interaction.place.thread, url.reveal() if url else "")
    return {
        "type": "modal", "callback_id": CALLBACK, "private_metadata": msgspec.json.encode(origin).decode(),
        "title": plain_text("Ask SREHub", 24), "submit": plain_text("Ask", 24), "close": plain_text("Cancel", 24),
        "blocks": list(_blocks(offered)),
    }  # fmt: skip


def origin(metadata: str) -> Origin:
    """Return where the answers go, from what the form remembers."""
    try:
        return msgspec.json.decode(metadata or "{}", type=Origin)
    except msgspec.MsgspecError:
        return Origin()


def _blocks(offered: Sequence[str]) -> Iterator[Block]:
    if offered:
        options = [{"text": plain_text(one, _TEXT), "value": one} for one in offered]
        boxes: Block = {"type": "checkboxes", "action_id": LINES, "options": options, "initial_options": options[:1]}
        yield _input(LINES, "The message names what these are about", boxes)
    else:
        yield rich_text(*inline(plain("I know nothing that this message names. Ask all the same:"), 300))
    typed: Block = {"type": "plain_text_input", "action_id": OTHER, "max_length": _TYPED}
    typed["placeholder"] = plain_text("pods failed -n payments", 150)
    yield _input(OTHER, "Another command" if offered else "Command", typed, optional=bool(offered))
    yield rich_text(
        *inline((*plain("Answers stand in the message's thread. "), code("help"), *plain(" lists the commands.")), 300)
    )


def _input(block: str, label: str, element: Block, *, optional: bool = True) -> Block:
    return {"type": "input", "block_id": block, "label": plain_text(label, 150), "optional": optional, "element": element}
