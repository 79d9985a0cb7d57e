"""What pods have logged.

Law: as for `connectors._kube`.
"""
