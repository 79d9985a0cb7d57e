"""Questions that are asked at set times, and answered in a channel once, over any number of replicas.

Law: the calendar says when, the store who, the edition what; each run has one owner under a lease, and its message is looked
for before it is posted a second time.
"""
