"""Which channels are for incidents, and what the bot says where it is invited to.

Law: whether a channel is for incidents is known here alone: from the configuration, and from those who said so in it.
"""
