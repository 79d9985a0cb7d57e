"""The methods of the Web API, one module a family; each module holds its table, `METHODS`."""

from __future__ import annotations

from playground.slack.methods import chat, conversations, files, people, reactions, session, views
from playground.slack.methods._method import Method

METHODS: dict[str, Method] = {
    **session.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **people.METHODS,
    **reactions.METHODS,
    **views.METHODS,
    **files.METHODS,
}
"""Every method by its name; whatever is not here is an `unknown_method`."""
