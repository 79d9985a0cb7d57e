"""What grows and shrinks workloads: HorizontalPodAutoscalers.

Law: as for `connectors._kube`.
"""
