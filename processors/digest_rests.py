"""Summary of a digest that cannot be posted any more, for who made it."""

from __future__ import annotations

from processors._controls import Button
from processors._passages import Line
from processors._summary import Summary, Tone
from processors._text import Span, bold, code, plain


def summary(name: str, why: str) -> Summary:
    """Return what the maker of the digest is told.

    Args:
        name: the digest's.
        why: what is wrong with its channel, one plain clause.
    """
    again = f"digest resume {name}"
    said = (*plain("Nothing is posted until somebody has put that right and says "), code(again), Span("."))
    return Summary(
        tone=Tone.WARNING,
        title=(bold(f"The digest {name} rests"), Span(f": {why}")),
        body=(Line(said),),
        controls=(Button("Resume", again),),
    )
