"""What the HTTP API of Prometheus says, and of those that speak it too: Thanos, Mimir, and Loki in the same envelope.

https://prometheus.io/docs/prometheus/latest/querying/api/
"""
