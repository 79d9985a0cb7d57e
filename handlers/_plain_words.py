"""Words of plain questions that are no rule's: those that carry nothing, talk, and what points or counts."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILLERS = _words(
    "a an the is are was were am be been it its that this these those they there here i me my mine we us our you your he "
    "she him them who whom whose what whats which how hows when where wheres do does did done has have had having can "
    "could would should may might will shall please pls kindly and or also too then so but any anything anyone some "
    "something somebody all of in on at for to from by with about inside within around during since last past now right "
    "currently just today going hey hi hello ok show give tell list get see look check find want need know let lets "
    "still again ever really actually same run running happening one ones thing things much many more most lot lots "
    "cluster clusters target namespace ns side into if not isnt arent doesnt wont whos theres im ive cant dont "
    "everything moment ago hour hours minute minutes min mins day days"
)
"""Words that carry nothing by themselves."""

SMALL_TALK = _words(
    "hello hi hey hallo hola yo morning good evening afternoon thanks thank you thx ty cheers lot great nice cool ok okay "
    "fine well done bye goodbye later lol haha wow perfect awesome the a very much so and yes no yep nope sure please "
    "help me menu start srehub bot there test testing what can you do who are how"
)
"""A message of these words alone is answered with what one can ask."""

CHANGES = _words(
    "restart delete kill scale drain cordon uncordon rollback roll revert undo redeploy apply patch edit evict remove "
    "stop start silence unsilence mute ack acknowledge resolve fix create add"
)
"""Verbs that, where they begin a message, ask for a change: nothing is guessed from them."""

ORDINALS = {
    "first": 1, "1st": 1, "top": 1, "worst": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "sixth": 6, "6th": 6, "seventh": 7, "7th": 7, "eighth": 8, "8th": 8, "ninth": 9, "9th": 9,
    "tenth": 10, "10th": 10, "last": -1,
}  # fmt: skip
"""Which of the things that the last answer named, counted from 1; -1: the last of them."""
