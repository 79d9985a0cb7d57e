"""A stand-in for Loki: its HTTP API, over the lines that the demo company's services would have logged.

Law: a log query gets what a Loki would give for these lines; what it does not know of LogQL it refuses, in plain text as
Loki does. It knows nothing of the bot.
"""

from playground.loki.server import DemoLoki

__all__ = ["DemoLoki"]
