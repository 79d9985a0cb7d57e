"""A stand-in for Alertmanager: its API v2, over the alerts that the demo Prometheus' rules give.

Law: it answers as Alertmanager does, silences included; it knows nothing of the bot.
"""

from playground.alertmanager.server import DemoAlertmanager

__all__ = ["DemoAlertmanager"]
