"""Decides what of the outside is real and what the playground has to pretend: environment in, plan out."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

SLACK_TOKENS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
HTTP_PORT = 8080
"""The bot's own default."""
SERVICE_ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount/token")
"""Where Kubernetes puts a pod's token (kubernetes.io/docs/tasks/run-application/access-api-from-pod)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is real, what is pretended, and why.

    Attributes:
        slack: whether a stand-in for Slack is needed.
        slack_why: one phrase: why, or what is used instead.
        cluster: whether a demo cluster is needed.
        cluster_why: one phrase: why, or what is used instead.
        cache: one phrase: which cache the bot will use.
        redis: the program of the Redis to start for it, "" for none.
        shares: whether what it keeps may be shared with other bots, in a Redis that is not ours.
    """

    slack: bool
    slack_why: str
    cluster: bool
    cluster_why: str
    cache: str
    redis: str = ""
    shares: bool = False

    @property
    def nothing_to_pretend(self) -> bool:
        """Whether the bot can be started without the playground."""
        return not (self.slack or self.cluster)

    @property
    def movable(self) -> bool:
        """Whether the time can be moved on: where nobody lives by it but what is pretended, and its bot."""
        return self.slack and self.cluster and not self.shares


def make_plan(
    environ: Mapping[str, str],
    home: Path,
    exists: Callable[[Path], bool] = Path.is_file,
    find_redis: Callable[[], str | None] = lambda: None,
) -> Plan:
    """Return what to pretend.

    Args:
        environ: the environment, `.env` included.
        home: the user's home directory.
        exists: whether there is a file.
        find_redis: returns the program of a Redis, if there is one; asked only where a Redis is to be pretended.
    """
    missing = [name for name in SLACK_TOKENS if not environ.get(name)]
    slack_why = f"{' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} not set" if missing else "with your tokens"
    found, cluster_why = _kubeconfig(environ, home, exists)
    if environ.get("REDIS_URL"):
        return Plan(bool(missing), slack_why, not found, cluster_why, "Redis, as REDIS_URL says", shares=True)
    redis = (find_redis() or "") if missing else ""
    cache = "a Redis of the playground's own" if redis else "in memory"
    return Plan(bool(missing), slack_why, not found, cluster_why, f"{cache}, as REDIS_URL is not set", redis)


def _kubeconfig(environ: Mapping[str, str], home: Path, exists: Callable[[Path], bool]) -> tuple[bool, str]:
    """Return whether there is a way to a real cluster, and one phrase about it."""
    named = [part for part in environ.get("KUBECONFIG", "").split(os.pathsep) if part]
    for part in named:
        if exists(home / part[2:] if part.startswith("~/") else Path(part)):
            return True, f"the current context of {part}"
    if not named and exists(home / ".kube" / "config"):
        return True, "the current context of ~/.kube/config"
    if environ.get("KUBERNETES_SERVICE_HOST") and exists(SERVICE_ACCOUNT):
        return True, "the one that this pod runs in"
    if named:
        return False, "the file that KUBECONFIG names is not there"
    return False, "KUBECONFIG is not set and there is no ~/.kube/config"


def wanted_port(environ: Mapping[str, str]) -> int | None:
    """Return the port for the bot's own server; None where SREHUB_HTTP_PORT is nonsense (the bot says so)."""
    said = environ.get("SREHUB_HTTP_PORT") or str(HTTP_PORT)
    return int(said) if said.isdecimal() and int(said) < 65536 else None


@dataclass(frozen=True, slots=True)
class Pretended:
    """Where the bot finds what is pretended; what is None is real.

    Attributes:
        slack_api: the Web API's base URL.
        bot_token, app_token: the stand-in's tokens.
        kubeconfig: the demo cluster's.
        http_port: the port for the bot's own server; None leaves it to what the environment says.
        config: the configuration that names the demo clusters; None leaves it to what the environment says.
        redis_url: where the playground's own Redis is.
    """

    slack_api: str | None
    bot_token: str | None
    app_token: str | None
    kubeconfig: Path | None
    http_port: int | None
    config: Path | None = None
    redis_url: str | None = None


def child_environment(environ: Mapping[str, str], pretended: Pretended) -> dict[str, str]:
    """Return the environment for the bot: the one that there is, led to what is pretended."""
    told = {
        "SLACK_API_URL": pretended.slack_api,
        "SLACK_BOT_TOKEN": pretended.bot_token,
        "SLACK_APP_TOKEN": pretended.app_token,
        "KUBECONFIG": str(pretended.kubeconfig) if pretended.kubeconfig else None,
        "REDIS_URL": pretended.redis_url,
        "SREHUB_CONFIG": str(pretended.config) if pretended.config else None,
        "SREHUB_HTTP_PORT": None if pretended.http_port is None else str(pretended.http_port),
    }
    return {**environ, **{name: value for name, value in told.items() if value is not None}}
