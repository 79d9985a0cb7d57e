"""A stand-in for Alertmanager: its API v2, over the alerts that the demo Prometheus' rules give, and its webhook.

Law: it answers as Alertmanager does, silences included; it knows nothing of the bot.
"""

from playground.alertmanager.notifier import Notifier
from playground.alertmanager.server import DemoAlertmanager

__all__ = ["DemoAlertmanager", "Notifier"]
