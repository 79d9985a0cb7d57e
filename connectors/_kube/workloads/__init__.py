"""Deployments, StatefulSets and DaemonSets: how they stand, and why a rollout does not go on.

Law: as for `connectors._kube`.
"""
