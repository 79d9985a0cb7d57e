"""What the Kubernetes connector is made of: access to a cluster, its answers' shapes, and what they mean.

Law: as for `connectors`. `auth*` know how to reach a cluster and nothing of pods; the rest knows pods and nothing of
credentials.
"""
