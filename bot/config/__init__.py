"""The bot's settings.

Law: the only reader of YAML and the environment; all that is wrong is said at once, with the field, the value and what would
be right.
"""
