"""The app's Home tab: how the targets are, what one may ask, one's favourites, and what comes to one by itself.

Law: it is made of what is known already: opening it asks no upstream. What it shows is bounded; its buttons carry command
lines.
"""
