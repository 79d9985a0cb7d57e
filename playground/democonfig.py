"""The bot's configuration for the demo: the user's own, with the demo's targets, and its alerts, in the place of theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

USUAL = "config.yaml"
"""The file that the bot reads if SREHUB_CONFIG names none."""
TOKEN = "ALERTMANAGER_WEBHOOK_TOKEN"  # noqa: S105 - the name of the variable that holds it
ASKED_BY_NAME = ("graphs", "slos")
"""What a Prometheus of the user's own file hands over to the demo's: the expressions, and nothing of how one gets in."""
EVIDENCE = ("pods", "rollouts", "logs", "chart")
DIGEST = {"name": "overview", "cron": "*/10 * * * *", "commands": ["pods failed @all", "alerts firing", "rollouts"]}
"""What comes every ten minutes; `digest run overview` has it come at once."""
HOSTS = ("runbooks.example.com",)


@dataclass(frozen=True, slots=True)
class Demo:
    """What the bot is to be led to.

    Attributes:
        clusters: the contexts of the kubeconfig that KUBECONFIG will name; each is a target of its name.
        monitored: the target whose monitoring is pretended and asked, whatever the user's own file names; "" leaves
            theirs as it is. The addresses come by the environment.
        incidents: the channel to which its alerts go, "" for none.
        group: the user group that they call.
        ops: the channel in which its digest comes, "" for none.
    """

    clusters: Sequence[str]
    monitored: str = ""
    incidents: str = ""
    group: str = ""
    ops: str = ""


def write_config(path: Path, demo: Demo, environ: Mapping[str, str]) -> Path | None:
    """Write the configuration that the bot is to read.

    Args:
        path: the file; it is replaced.
        demo: what the bot is to be led to.
        environ: the environment, which may name the user's own configuration.

    Returns:
        the path; None where there is no configuration to begin with, or it is broken: the bot says that better.
    """
    own = Path(environ.get("SREHUB_CONFIG") or USUAL)
    try:
        read = yaml.safe_load(own.read_text())
    except (OSError, yaml.YAMLError, UnicodeDecodeError):
        return None
    if not isinstance(read, dict):
        return None
    path.write_text(yaml.safe_dump(demo_config(read, demo), sort_keys=False, allow_unicode=True))
    return path


def demo_config(own: Mapping[str, Any], demo: Demo) -> dict[str, Any]:
    """Return a configuration that leads to the demo, with all else as it is.

    A group that comes back has a new message at once, as the story can be begun again.
    """
    connectors = dict(own.get("connectors") or {})
    connectors["kubernetes"] = {name: {"kubeconfig": "${KUBECONFIG}", "context": name} for name in demo.clusters}
    digests = {"digests": [{**DIGEST, "channel": demo.ops}]} if demo.ops else {}
    if not demo.incidents:
        return {**own, "connectors": connectors, **digests}
    connectors |= _monitoring(connectors.get("prometheus"), demo.monitored)
    route = {"match": ['severity="critical"'], "channel": demo.incidents, "mention": demo.group, "evidence": [*EVIDENCE]}
    return {
        **own,
        "connectors": connectors,
        **digests,
        "slack": {**(own.get("slack") or {}), "incident_channels": [demo.incidents]},
        "webhooks": {"alertmanager": {"token": f"${{{TOKEN}}}"}},
        "alerts": {"routes": [route], "hosts": [*HOSTS], "same_message": 0},
    }


def _monitoring(own: Any, target: str) -> dict[str, dict[str, Any]]:
    """Return the demo's monitoring as the only one: what is silenced while one plays must not be a real alert."""
    known = own.get(target) if isinstance(own, dict) else None
    named = {key: known[key] for key in ASKED_BY_NAME if key in known} if isinstance(known, dict) else {}
    return {
        "prometheus": {target: {"url": "${PROMETHEUS_URL}", **named}},
        "alertmanager": {target: {"url": "${ALERTMANAGER_URL}"}},
        "loki": {target: {"url": "${LOKI_URL}"}},
    }
