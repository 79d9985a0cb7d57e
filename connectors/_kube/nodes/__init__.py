"""The nodes of a cluster: which are unwell, and how one of them is.

Law: as for `connectors._kube`.
"""
