"""Pretends to be the outside: Slack, and the systems that the bot asks.

Law: it speaks only the outside's own protocols, on loopback, and the bot cannot tell. It knows nothing of the bot's code.
"""
