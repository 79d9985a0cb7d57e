"""Which targets a question means, and how they are."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from bot.upstreams import Opened, Upstreams
from connectors._contract import Connector, Finding, Settings
from connectors._deadline import Deadline
from connectors._errors import Unreachable
from connectors.kubernetes import open_kubernetes
from handlers._contract import UsageError


@dataclass(frozen=True)
class Cluster:
    """An upstream that is well, gone or hangs."""

    target: str
    how: str = "well"
    breaker: str = "closed"

    async def check(self, deadline: Deadline) -> Sequence[Finding]:
        """Find nothing."""
        del deadline
        return ()

    async def ping(self, deadline: Deadline) -> str:
        """Answer as `how` says."""
        del deadline
        if self.how == "gone":
            raise Unreachable(self.target, "connection refused")
        if self.how == "hangs":
            await asyncio.Event().wait()
        return "v1"


class Graphs(Cluster):
    """An upstream of another kind."""


KUBERNETES = Connector("kubernetes", Settings, Cluster, open_kubernetes)
PROMETHEUS = Connector("prometheus", Settings, Graphs, open_kubernetes)


def three(default: str = "") -> Upstreams:
    """Return three clusters, one of which has graphs; in C1 `default` is meant."""
    opened = [Opened(KUBERNETES, name, Cluster(name)) for name in ("prod", "staging", "dev")]
    return Upstreams([*opened, Opened(PROMETHEUS, "staging", Graphs("staging"))], {"C1": default} if default else {})


def test_without_a_target_the_first_one_is_meant() -> None:
    """The configuration's first is the one that matters most."""
    assert three().meant(("kubernetes",), (), "C1") == ("prod",)


def test_a_channel_can_mean_another() -> None:
    """In #team-staging nobody wants to write @staging each time."""
    assert three("staging").meant(("kubernetes",), (), "C1") == ("staging",)
    assert three("staging").meant(("kubernetes",), (), "C2") == ("prod",)


def test_a_channels_target_that_lacks_what_is_asked_is_passed_over() -> None:
    """A default that cannot answer would make the command useless there."""
    assert three("dev").meant(("prometheus",), (), "C1") == ("staging",)


def test_named_targets_come_in_the_configurations_order() -> None:
    """The same question gives the same answer, whoever writes it how."""
    assert three().meant(("kubernetes",), ("dev", "prod"), "") == ("prod", "dev")


def test_all_means_all_that_can_answer() -> None:
    """`@all` of graphs is not an error for the clusters that have none."""
    assert three().meant(("kubernetes",), ("all",), "") == ("prod", "staging", "dev")
    assert three().meant(("kubernetes", "prometheus"), ("all",), "") == ("staging",)


@pytest.mark.parametrize("wanted", [("prdo",), ("all", "prdo")])
def test_an_unknown_target_is_named_with_those_that_there_are(wanted: tuple[str, ...]) -> None:
    """A typo must not be answered with another cluster's truth."""
    with pytest.raises(UsageError, match=r"no target @prdo here\. There is @prod, @staging, @dev"):
        three().meant(("kubernetes",), wanted, "")


def test_a_connector_without_targets_says_where_to_add_one() -> None:
    """The first start with an empty configuration."""
    with pytest.raises(UsageError, match=r"connectors\.loki"):
        three().meant(("loki",), (), "")


def test_an_upstream_is_found_by_its_target_and_type() -> None:
    """`staging` is a cluster and a Prometheus."""
    assert type(three().upstream("staging", Graphs)) is Graphs
    assert type(three().upstream("staging", Cluster)) is Cluster
    with pytest.raises(UsageError, match="@prod has no Graphs"):
        three().upstream("prod", Graphs)


async def test_health_names_each_target_however_it_is() -> None:
    """One that hangs costs its own line, and nobody else's."""
    ways = ("well", "gone", "hangs")
    upstreams = Upstreams([Opened(KUBERNETES, way, Cluster(way, way)) for way in ways], {})
    found = await upstreams.health(Deadline.after(0.05))
    assert [(one.target, one.well, one.said) for one in found] == [
        ("well", True, "v1"),
        ("gone", False, "connection refused"),
        ("hangs", False, "timed out"),
    ]
