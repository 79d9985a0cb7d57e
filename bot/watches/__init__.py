"""One message that is edited as the answer changes, by whichever replica is there.

Law: what another replica needs to go on stands in the store, under a lease; a watch looks only through the flow, as its
owner.
"""
