"""A stand-in for Prometheus: its HTTP API, over the moving series of the demo company.

Law: what it answers is what a Prometheus would answer for these series; what it does not know of PromQL it refuses, in
Prometheus' own words for an error. It knows nothing of the bot.
"""

from playground.prometheus.server import DemoPrometheus

__all__ = ["DemoPrometheus"]
