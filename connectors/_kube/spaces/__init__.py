"""The namespaces: what stands in them, and which cannot go.

Law: as for `connectors._kube`.
"""
