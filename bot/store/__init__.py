"""What replicas share: the cache's entries, the news of finished calls, what was seen.

Law: knows no command and no Slack; what is kept for one family alone (alerts, watches) stands in that family's package.
"""
