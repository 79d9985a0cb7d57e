"""A summary as Block Kit, always within Slack's limits.

Law: pure; the only place that escapes text for Slack; no answer is ever lost to a block that Slack refuses.
"""
