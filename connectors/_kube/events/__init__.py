"""What a cluster reports of itself: its events, grouped by what happened to which workload.

Law: as for `connectors._kube`.
"""
