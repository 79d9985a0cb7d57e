"""What a Kubernetes connector answers to questions about logs, jobs, capacity and usage, by family and method."""

from collections.abc import Awaitable, Callable
from typing import Any

from golden.scenes_capacity import (
    claim,
    claim_list,
    node_use,
    pod_use,
    quota,
    quota_list,
    scaler,
    scaler_list,
    space_list,
    stuck,
    use_list,
)
from golden.scenes_jobs import cron_list, crons, failed, job_list
from golden.scenes_logs import crashed

from connectors._kube.logs.records import LogAnswer

ANSWERS: dict[str, dict[str, Any]] = {
    "logs": {"read": LogAnswer(logs=(crashed(),), pods=1)},
    "jobs": {"failed": job_list([failed()]).records},
    "cron_jobs": {"all": cron_list(crons()).records},
    "claims": {"pending": claim_list([claim()]).records},
    "scalers": {"maxed": scaler_list([scaler()]).records},
    "quotas": {"all": quota_list([quota()]).records},
    "spaces": {"all": space_list([stuck()]).records},
    "usage": {"pods": use_list("pods", [pod_use()]).records, "nodes": use_list("nodes", [node_use()]).records},
}


class Answering:
    """One family of questions: gives what it was handed, and notes what it was asked."""

    def __init__(self, asked: list[Any], answers: dict[str, Any]) -> None:
        self._asked, self._answers = asked, answers

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def answer(*arguments: Any, deadline: Any) -> Any:
            self._asked.append((name, *arguments, deadline))
            return self._answers[name]

        return answer
