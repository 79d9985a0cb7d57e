"""How full each namespace's share of the cluster is.

Law: as for `connectors._kube`.
"""
