"""How people are understood who write to the bot in their own words: plain questions, follow-ups, small talk.

Law: words become a command line by tables that stand in `handlers._plain`, or an offer of lines to press; what would change
something is only ever offered. The line that was made is shown. Nothing here asks an upstream.
"""
