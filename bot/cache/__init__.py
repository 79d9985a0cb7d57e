"""Answers, kept and shared: the same question asked by many at once costs one upstream call.

Law: keeps records, never blocks; knows neither Slack nor commands; where Redis is away it answers from its own memory.
"""
