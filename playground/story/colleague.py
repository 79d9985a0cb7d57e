"""A colleague with kubectl: does what the bot cannot do yet, by the same requests, and says so in the channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import aiohttp

from playground.slack import Refused, Slack
from playground.story.scene import NAME, NAMESPACE

WHO, WHERE = "ben", "incidents"
AGENT = "kubectl/v1.29.4 (linux/amd64)"
MANAGER = "kubectl-rollout"
REVISION = "deployment.kubernetes.io/revision"
HASH = "pod-template-hash"
PATIENCE = aiohttp.ClientTimeout(total=5.0)


class Colleague:
    """Ben, who rolls the bad version back.

    Args:
        slack: where he tells the others.
        url: where the cluster's API is; asked each time, as it may be somewhere else.
    """

    def __init__(self, slack: Slack, url: Callable[[], str]) -> None:
        self._slack = slack
        self._url = url

    async def roll_back(self) -> None:
        """Do `kubectl rollout undo`: give the Deployment the template of the revision before.

        Raises:
            Refused: the cluster does not let him, or does not answer.
        """
        try:
            async with aiohttp.ClientSession(self._url(), timeout=PATIENCE, headers={"User-Agent": AGENT}) as http:
                await _undo(http)
        except (aiohttp.ClientError, TimeoutError) as error:
            await self._say(f"`kubectl rollout undo` fails for me: {_why(error)}")
            raise Refused("kubectl_failed") from error
        done = f"`kubectl rollout undo deployment/{NAME} -n {NAMESPACE}`\n> deployment.apps/{NAME} rolled back"
        await self._say(f"I have rolled it back: {done}")

    async def _say(self, text: str) -> None:
        await self._slack.write(WHO, WHERE, text)


async def _undo(http: aiohttp.ClientSession) -> None:
    """Patch as kubectl does (k8s.io/kubectl/pkg/polymorphichelpers/rollback.go)."""
    place = f"/apis/apps/v1/namespaces/{NAMESPACE}"
    deployment = await _get(http, f"{place}/deployments/{NAME}")
    labels = ",".join(f"{key}={value}" for key, value in deployment["spec"]["selector"]["matchLabels"].items())
    sets = await _get(http, f"{place}/replicasets", labelSelector=labels)
    before = previous(sets["items"], deployment)
    marks = {key: value for key, value in before["metadata"]["labels"].items() if key != HASH}
    template = {**before, "metadata": {**before["metadata"], "labels": marks}}
    patch = [{"op": "replace", "path": "/spec/template", "value": template}]
    headers = {"Content-Type": "application/json-patch+json"}
    options = {"fieldManager": MANAGER}
    async with http.patch(f"{place}/deployments/{NAME}", json=patch, headers=headers, params=options) as answer:
        answer.raise_for_status()


async def _get(http: aiohttp.ClientSession, path: str, **query: str) -> Mapping[str, Any]:
    async with http.get(path, params=query) as answer:
        answer.raise_for_status()
        found: Mapping[str, Any] = await answer.json()
        return found


def previous(sets: list[Mapping[str, Any]], deployment: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the template of the ReplicaSet whose revision came before the Deployment's present one."""
    present = _revision(deployment)
    own = [one for one in sets if any(owner["name"] == NAME for owner in one["metadata"].get("ownerReferences", ()))]
    older = [one for one in own if _revision(one) < present]
    template: Mapping[str, Any] = max(older, key=_revision)["spec"]["template"]
    return template


def _revision(thing: Mapping[str, Any]) -> int:
    return int(thing["metadata"].get("annotations", {}).get(REVISION, "0"))


def _why(error: Exception) -> str:
    if isinstance(error, aiohttp.ClientResponseError):
        return f"the server answers {error.status} ({error.message})"
    return "the server does not answer"
