"""Declares the commands, one module a family of commands.

Law: a command is data and two functions: `load` asks upstreams for records, `show` hands them to a processor. It knows
nothing of Slack, Redis or HTTP. Every module without an underscore is one family and holds one `COMMANDS`, a tuple of
`handlers._contract.Command`, by which the bot finds them; what the bot does itself stands in `OPERATIONS` beside it.
"""
