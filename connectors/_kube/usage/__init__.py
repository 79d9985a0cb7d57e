"""What pods and nodes use now, as metrics-server measures it.

Law: as for `connectors._kube`.
"""
