"""Situations of what there is room for: claims, autoscalers, quotas, namespaces, and what is used."""

from collections import Counter

from golden.asked import HOUR, MINUTE, NOW, asks, shown, silent, source

from connectors._kube.claims.records import Claim, ClaimList
from connectors._kube.quotas.records import Quota, QuotaList
from connectors._kube.records import Count, Unread
from connectors._kube.scalers.records import Scaler, ScalerList
from connectors._kube.spaces.records import Space, SpaceList
from connectors._kube.usage.records import Use, UseList
from processors import claims, quotas, scalers, spaces, usage
from processors._summary import Part, Summary

HIDDEN = (Unread("vault", "the bot may not list them there"),)
MIB = 1 << 20


def claim(number: int = 0, **fields: object) -> Claim:
    """Return a claim that waits for its volume; `fields` replaces any of its own."""
    usual = {
        "namespace": "shop",
        "name": f"data-web-{number}",
        "phase": "Pending",
        "storage_class": "fast",
        "size": "10Gi",
        "reason": "ProvisioningFailed",
        "message": "no volume plugin matched name: fast.csi.example.com <!channel>",
        "since": NOW - MINUTE * (30 - number % 29),
    }
    return Claim(**(usual | fields))


def claim_list(found: list[Claim], target: str = "prod", **fields: object) -> Part[ClaimList]:
    """Return one target's answer with these claims."""
    words = Counter(one.storage_class or "default" for one in found)
    classes = tuple(Count(word, number) for word, number in words.most_common())
    usual = {"looked_at": len(found) + 40, "found": len(found), "claims": tuple(found[:500]), "classes": classes}
    return Part(target, ClaimList(**(usual | fields)), NOW)


def scaler(number: int = 0, **fields: object) -> Scaler:
    """Return an autoscaler at its maximum; `fields` replaces any of its own."""
    usual = {
        "namespace": "shop",
        "name": f"web-{number}",
        "target": f"Deployment/web-{number}",
        "state": "maxed",
        "least": 2,
        "most": 10,
        "current": 10,
        "desired": 10,
        "metrics": ("cpu 180 % of 70 %",),
        "reason": "TooManyReplicas",
        "message": "the desired replica count is more than the maximum replica count",
        "since": NOW - 20 * MINUTE,
    }
    return Scaler(**(usual | fields))


def scaler_list(found: list[Scaler], target: str = "prod", **fields: object) -> Part[ScalerList]:
    """Return one target's answer with these autoscalers."""
    states = tuple(Count(word, number) for word, number in Counter(one.state for one in found).most_common())
    usual = {"looked_at": len(found) + 12, "found": len(found), "states": states, "scalers": tuple(found[:500])}
    return Part(target, ScalerList(**(usual | fields)), NOW)


def quota(share: float | None = 0.97, **fields: object) -> Quota:
    """Return a quota of 100 cores of which this share is used; `fields` replaces any of its own."""
    used = f"{100 * share:g}" if share is not None else "many"
    usual = {"namespace": "payments", "name": "compute", "resource": "requests.cpu", "used": used, "hard": "100"}
    return Quota(**(usual | {"share": share} | fields))


def quota_list(found: list[Quota], target: str = "prod", **fields: object) -> Part[QuotaList]:
    """Return one target's answer with these quotas."""
    shares = [one.share or 0.0 for one in found]
    usual = {
        "looked_at": len(found),
        "namespaces": len({one.namespace for one in found}),
        "full": sum(share >= 1 for share in shares),
        "near": sum(0.9 <= share < 1 for share in shares),
        "quotas": tuple(found[:500]),
    }
    return Part(target, QuotaList(**(usual | fields)), NOW)


def space_list(found: list[Space], target: str = "prod", **fields: object) -> Part[SpaceList]:
    """Return one target's answer with these namespaces."""
    usual = {
        "looked_at": len(found),
        "pods": sum(one.pods or 0 for one in found),
        "failing": sum(one.failing for one in found),
        "spaces": tuple(found[:500]),
    }
    return Part(target, SpaceList(**(usual | fields)), NOW)


def stuck() -> Space:
    """Return a namespace that was to be deleted hours ago."""
    return Space(
        name="old-shop",
        pods=0,
        deleting_since=NOW - 3 * HOUR,
        finalizers=("kubernetes",),
        blocked="Some content in the namespace has finalizers remaining: example.com/backup in 2 resource instances",
    )


def pod_use(number: int = 0, **fields: object) -> Use:
    """Return what a pod uses; `fields` replaces any of it."""
    usual = {
        "namespace": "shop",
        "name": f"web-7b6ef5dfc-{number:05d}",
        "cpu": 1200 - number,
        "memory": 480 * MIB,
        "cpu_of": 500,
        "memory_of": 256 * MIB,
        "memory_limit": 512 * MIB,
        "node": "node-007",
    }
    return Use(**(usual | fields))


def node_use(number: int = 0, **fields: object) -> Use:
    """Return what a node of 15 cores and 60 GiB gives away; `fields` replaces any of it."""
    usual = {"cpu": 6_400, "memory": 30 << 30, "cpu_of": 15_000, "memory_of": 60 << 30}
    return Use(namespace="", name=f"node-{number:03d}", **(usual | fields))


def use_list(what: str, found: list[Use], target: str = "prod", **fields: object) -> Part[UseList]:
    """Return one target's answer with what these pods or nodes use."""
    nodes = what == "nodes"
    usual = {
        "looked_at": len(found),
        "cpu": sum(one.cpu for one in found),
        "memory": sum(one.memory for one in found),
        "cpu_of": sum(one.cpu_of for one in found) if nodes else 0,
        "memory_of": sum(one.memory_of for one in found) if nodes else 0,
        "uses": tuple(found[: 500 if nodes else 50]),
    }
    return Part(target, UseList(what=what, **(usual | fields)), NOW)


def situations() -> dict[str, Summary]:
    """Return what people see of all this."""
    return _claims() | _scalers() | _quotas() | _spaces() | _usage()


def _claims() -> dict[str, Summary]:
    ask, lost = asks("pvc pending"), claim(1, phase="Lost", storage_class="", reason="", message="")
    both = [claim_list([claim(), lost], unread=HIDDEN), claim_list([lost], "staging", events_unread="403: no events")]
    everywhere = asks("pvc pending", "eu-west", "prod", "staging")
    return {
        "claims_healthy": shown(claims.summary([claim_list([])], ask)),
        "claims_one": shown(claims.summary([claim_list([claim()])], ask)),
        "claims_thousands": shown(claims.summary([claim_list([claim(i) for i in range(2000)])], ask)),
        "claims_in_part": shown(claims.summary(both, everywhere), source(), source("staging"), silent()),
        "claims_none": shown(claims.summary([claim_list([], looked_at=0)], ask)),
    }


def _scalers() -> dict[str, Summary]:
    ask = asks("hpa maxed")
    blind = scaler(1, state="blind", reason="FailedGetResourceMetric", message="no metrics", metrics=("cpu ? of 70 %",))
    old = scaler(2, reason="", message="", since=None)
    everywhere = asks("hpa maxed", "eu-west", "prod", "staging")
    both = [scaler_list([scaler(), blind, old], unread=HIDDEN), scaler_list([blind], "staging")]
    return {
        "scalers_healthy": shown(scalers.summary([scaler_list([])], ask)),
        "scalers_one": shown(scalers.summary([scaler_list([scaler()])], ask)),
        "scalers_thousands": shown(scalers.summary([scaler_list([scaler(i) for i in range(2000)])], ask)),
        "scalers_in_part": shown(scalers.summary(both, everywhere), source(), source("staging"), silent()),
        "scalers_none": shown(scalers.summary([scaler_list([], looked_at=0)], ask)),
    }


def _quotas() -> dict[str, Summary]:
    ask, everywhere = asks("quota"), asks("quota", "eu-west", "prod", "staging")
    memory = quota(0.75, resource="requests.memory", used="150Gi", hard="200Gi")
    many = [quota(1 - i / 3000, namespace=f"team-{i:04d}") for i in range(3000)]
    both = [quota_list([quota(1.2), memory], unread=HIDDEN), quota_list([quota(), quota(None)], "staging")]
    return {
        "quotas_healthy": shown(quotas.summary([quota_list([memory])], ask)),
        "quotas_one": shown(quotas.summary([quota_list([quota(), memory])], ask)),
        "quotas_thousands": shown(quotas.summary([quota_list(many, left_out=2500)], ask)),
        "quotas_in_part": shown(quotas.summary(both, everywhere), source(), source("staging"), silent()),
        "quotas_none": shown(quotas.summary([quota_list([])], ask)),
    }


def _spaces() -> dict[str, Summary]:
    ask, everywhere = asks("namespaces"), asks("namespaces", "eu-west", "prod", "staging")
    well = Space(name="shop", pods=80)
    bad = Space(name="payments", pods=43, failing=32, worst="CrashLoopBackOff")
    going = Space(name="preview-41", pods=3, deleting_since=NOW - 30, finalizers=("kubernetes",))
    unseen = space_list([Space(name="vault", pods=None), well], trouble="the bot may not list pods there (403)")
    many = [Space(name=f"team-{i:04d}", pods=i, failing=i % 3, worst="Error" if i % 3 else "") for i in range(2000)]
    return {
        "spaces_healthy": shown(spaces.summary([space_list([well])], ask)),
        "spaces_stuck": shown(spaces.summary([space_list([stuck(), going, bad, well])], ask)),
        "spaces_thousands": shown(spaces.summary([space_list(many)], ask)),
        "spaces_in_part": shown(
            spaces.summary([unseen, space_list([bad], "staging")], everywhere), source(), source("staging"), silent()
        ),
        "spaces_none": shown(spaces.summary([space_list([])], ask)),
    }


def _usage() -> dict[str, Summary]:
    ask, node_ask = asks("top pods"), asks("top nodes")
    bare = pod_use(1, cpu_of=0, memory_of=0, memory_limit=0, node="")
    blind = use_list("pods", [bare], "staging", compared="the bot may not get pods (403)")
    everywhere = asks("top pods", "eu-west", "prod", "staging")
    many = [pod_use(i, memory=100 * MIB) for i in range(20_000)]
    return {
        "usage_pods": shown(usage.summary([use_list("pods", [pod_use(), bare])], ask)),
        "usage_thousands": shown(usage.summary([use_list("pods", many)], ask)),
        "usage_in_part": shown(
            usage.summary([use_list("pods", [pod_use()], unread=HIDDEN), blind], everywhere),
            source(), source("staging"), silent(),
        ),
        "usage_nodes": shown(usage.summary([use_list("nodes", [node_use(1, memory=58 << 30), node_use(2)])], node_ask)),
        "usage_none": shown(usage.summary([use_list("pods", [])], ask)),
    }  # fmt: skip
