"""The claims to storage, and why they wait.

Law: as for `connectors._kube`.
"""
