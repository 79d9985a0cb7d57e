"""A stand-in for Slack on loopback: Web API, Socket Mode, response URLs, and a page for people.

Law: what it accepts Slack accepts, and what Slack refuses it refuses with Slack's own error. It knows nothing of the app
that talks to it. Where Slack's documents leave room, the stricter reading is taken, and `playground/README.md` says so.
"""

from playground.slack.acting import NothingToClick
from playground.slack.calls import Call
from playground.slack.clock import ManualClock, MovableClock, RealClock
from playground.slack.commands import Commands, Usage
from playground.slack.deliveries import Delivery
from playground.slack.envelopes import Envelope
from playground.slack.messages import Message, Version
from playground.slack.panels import Panel
from playground.slack.refusal import Refused
from playground.slack.slack import Slack

__all__ = [
    "Call", "Commands", "Delivery", "Envelope", "ManualClock", "Message", "MovableClock", "NothingToClick", "Panel",
    "RealClock", "Refused", "Slack", "Usage", "Version",
]  # fmt: skip
