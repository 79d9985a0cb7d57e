"""The guide through the incident: what could be done next, ticked off by what people really did.

Law: it knows what is so only from the stand-ins, and does what it does as a person or a system of the company would.
"""

from playground.story.colleague import Colleague
from playground.story.guide import Guide
from playground.story.hours import Hours
from playground.story.scene import Scene

__all__ = ["Colleague", "Guide", "Hours", "Scene"]
