"""What the bot is there for on every other day: the steps after the incident, in any order."""

from __future__ import annotations

from playground.democonfig import DIGEST
from playground.story.steps import Step

DIGESTED = "ops"
"""The channel in which the demo's digest comes."""
DIGEST_NAME = str(DIGEST["name"])

EVERY_DAY = (
    Step(
        "words",
        "Ask in your own words, in the bot's DM; the answer says which line it made of them",
        lambda seen: bool(seen.direct),
        hint=lambda _: "what is broken in payments?",
        where="dm",
    ),
    Step(
        "digest",
        f"Let the next digest come: one message in #{DIGESTED} says what is new, gone and still there",
        lambda seen: seen.digested,
        "digest",
        act="To the next digest",
        needs="hours",
        where=DIGESTED,
    ),
    Step(
        "home",
        "Look at your Home tab: your questions at hand (☆ keeps one there), your digests, how the clusters are",
        lambda seen: "app_home_opened" in seen.lines,
        "home",
        where="home",
    ),
    Step(
        "shortcut",
        "Ask about what a message names: Ask SREHub, among the actions of the alert",
        lambda seen: "message_action" in seen.lines,
        needs="alert",
        where="incidents",
    ),
)
