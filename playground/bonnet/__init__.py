"""Under the bonnet: what goes between Slack, the bot and the systems that it asks, and switches for what can go wrong.

Law: it looks from outside. What the bot says of itself it says in its metrics.
"""

from playground.bonnet.bonnet import Bonnet
from playground.bonnet.meter import Meter
from playground.bonnet.switches import switches

__all__ = ["Bonnet", "Meter", "switches"]
