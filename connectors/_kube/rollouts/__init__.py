"""What changed lately: new ReplicaSets and ControllerRevisions, and what they brought.

Law: as for `connectors._kube`.
"""
