"""What Slack accepts as Block Kit, and what it says of what it does not accept.

Limits: https://docs.slack.dev/reference/block-kit/. Where Slack's documents leave room, the stricter reading is taken: what
is accepted here Slack accepts.
"""

from playground.slack.blocks.video import SCOPE as EMBEDDING
from playground.slack.blocks.video import elsewhere
from playground.slack.blocks.whole import check_message, check_view, complete, elements, flat

__all__ = ["EMBEDDING", "check_message", "check_view", "complete", "elements", "elsewhere", "flat"]
