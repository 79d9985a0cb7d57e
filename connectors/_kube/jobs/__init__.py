"""What runs once or on a schedule: Jobs and CronJobs.

Law: as for `connectors._kube`.
"""
