"""Plain questions and the command lines that they become: the whole table, to be read through and added to.

A rule fits a sentence in which each of its groups is said, and nothing that it does not know. The one with the most groups
wins; where two are as good, both are offered. THING is something with a name: a workload, pod, node or alert. What stands
in brackets in a line is left out where it was not said. A rule whose line changes something is offered, never run.
"""

from __future__ import annotations

from typing import NamedTuple

THING = "THING"


class Rule(NamedTuple):
    """What has to be said, a group of `GROUPS` each, and the line that it becomes."""

    says: str
    line: str


GROUPS = {
    "BROKEN": "broken break breaks broke failing fails fail failed failure failures crashing crashed crashes crash "
    "crashloop crashlooping wrong down dying dead bad sick unhealthy unwell issue issues problem problems trouble outage",
    "WELL": "ok okay fine healthy well up alive status green good doing overview state stand stands picture",
    "PODS": "pods pod",
    "NODES": "nodes node machines machine hosts",
    "WORKLOADS": "workloads deployments statefulsets daemonsets",
    "SERVICES": "service services app apps",
    "WAITING": "pending waiting wait waits stuck unschedulable scheduled",
    "RESTARTS": "restarting restarts restarted restart flapping",
    "READY": "ready notready unready",
    "CHANGED": "changed change changes deployed deploy deploys rollout rollouts rolled release released shipped new",
    "ALERTS": "alerts alert alerting firing fires paging ringing fire",
    "QUIET": "silenced silences muted silent",
    "LOGS": "logs log logged logging output",
    "ERRORS": "errors error exception exceptions traceback stacktrace",
    "WHY": "why matter reason cause",
    "EVENTS": "events event happened happening happens",
    "WARNINGS": "warnings warning",
    "USAGE": "memory cpu ram usage uses use using hungry",
    "PRESSURE": "pressure",
    "QUOTA": "quota quotas",
    "SPACES": "namespaces",
    "VOLUMES": "volumes volume pvc claims claim",
    "SCALERS": "hpa autoscalers autoscaler",
    "JOBS": "jobs job",
    "CRONJOBS": "cronjobs cronjob cron",
    "BUDGET": "slo slos budget budgets objective objectives",
    "SCRAPES": "targets scraped scrape scraping",
    "RULES": "rules rule",
    "WATCH": "watch eye monitor follow",
    "NOTIFY": "notify warn remind whenever",
    "BOT": "you bot yourself srehub",
}
"""The words that say the same."""

RULES = (
    Rule("BROKEN", "pods failed [-n {namespace}]"),
    Rule("PODS BROKEN", "pods failed [-n {namespace}]"),
    Rule("PODS", "pods [-n {namespace}]"),
    Rule("SERVICES BROKEN", "workloads unhealthy [-n {namespace}]"),
    Rule("WORKLOADS BROKEN", "workloads unhealthy [-n {namespace}]"),
    Rule("WORKLOADS", "workloads [-n {namespace}]"),
    Rule("WAITING", "pods pending [-n {namespace}]"),
    Rule("PODS WAITING", "pods pending [-n {namespace}]"),
    Rule("RESTARTS", "pods restarting [-n {namespace}]"),
    Rule("PODS RESTARTS", "pods restarting [-n {namespace}]"),
    Rule("WELL", "status [-n {namespace}]"),
    Rule("SERVICES WELL", "workloads unhealthy [-n {namespace}]"),
    Rule("NODES", "nodes"),
    Rule("NODES WELL", "nodes"),
    Rule("NODES BROKEN", "nodes notready"),
    Rule("NODES READY", "nodes notready"),
    Rule("NODES PRESSURE", "nodes pressure"),
    Rule("PRESSURE", "nodes pressure"),
    Rule("THING", "{thing}"),
    Rule("THING WELL", "{thing}"),
    Rule("THING BROKEN", "{thing}"),
    Rule("THING WHY", "{thing}"),
    Rule("THING WHY BROKEN", "{thing}"),
    Rule("THING WHY RESTARTS", "logs {logged} --previous [-n {namespace}]"),
    Rule("THING RESTARTS", "{thing}"),
    Rule("THING LOGS", "logs {logged} [-n {namespace}] [--since {since}]"),
    Rule("THING ERRORS", "logs {logged} --level error [-n {namespace}] [--since {since}]"),
    Rule("THING LOGS ERRORS", "logs {logged} --level error [-n {namespace}] [--since {since}]"),
    Rule("THING EVENTS", "events --for {object} [-n {namespace}] [--since {since}]"),
    Rule("THING CHANGED", "{thing}"),
    Rule("CHANGED", "rollouts [-n {namespace}] [--since {since}]"),
    Rule("ALERTS", "alerts firing [namespace={namespace}]"),
    Rule("ALERTS QUIET", "alerts silenced [namespace={namespace}]"),
    Rule("QUIET", "silences"),
    Rule("EVENTS", "events [-n {namespace}] [--since {since}]"),
    Rule("WARNINGS", "events warning [-n {namespace}] [--since {since}]"),
    Rule("EVENTS WARNINGS", "events warning [-n {namespace}] [--since {since}]"),
    Rule("USAGE", "top pods [-n {namespace}]"),
    Rule("PODS USAGE", "top pods [-n {namespace}]"),
    Rule("NODES USAGE", "top nodes"),
    Rule("QUOTA", "quota [-n {namespace}]"),
    Rule("SPACES", "namespaces"),
    Rule("VOLUMES", "pvc pending [-n {namespace}]"),
    Rule("VOLUMES WAITING", "pvc pending [-n {namespace}]"),
    Rule("SCALERS", "hpa maxed [-n {namespace}]"),
    Rule("JOBS", "jobs failed [-n {namespace}]"),
    Rule("JOBS BROKEN", "jobs failed [-n {namespace}]"),
    Rule("CRONJOBS", "cronjobs [-n {namespace}]"),
    Rule("CRONJOBS BROKEN", "cronjobs [-n {namespace}]"),
    Rule("BUDGET", "slo"),
    Rule("SCRAPES BROKEN", "targets down"),
    Rule("RULES BROKEN", "rules failing"),
    Rule("BOT WELL", "ping"),
    Rule("WATCH", "watch pods failed [-n {namespace}]"),
    Rule("WATCH BROKEN", "watch pods failed [-n {namespace}]"),
    Rule("WATCH PODS", "watch pods [-n {namespace}]"),
    Rule("NOTIFY BROKEN", "notify me when pods failed [-n {namespace}]"),
    Rule("NOTIFY ALERTS", "notify me when alerts firing [namespace={namespace}]"),
    Rule("WATCH ALERTS", "watch alerts firing [namespace={namespace}]"),
)
