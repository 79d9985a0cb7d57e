"""From any text to an answer through the flow itself: nothing crashes it, nothing leaves it silent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.app import new_metrics, open_core
from bot.ask import Ask, Place
from bot.catalogue import find_connectors
from bot.config.config import load
from bot.core import Core
from bot.talk.hearing import Talk
from bot.talk.names import KnownNames
from bot.talk.remembering import Remembering
from bot.talk.store import MemoryTurns
from handlers._plain import GROUPS
from handlers._plain_words import FILLERS
from playground.kubernetes import DemoCluster, World
from processors._summary import Summary

WORDS = sorted({word for words in GROUPS.values() for word in words.split()} | FILLERS)
SAYINGS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from([*WORDS, "payments", "checkout", "prod", "@prod", "-n", "the second", "it"]), max_size=8).map(
        " ".join
    ),
)


class Way:
    """Where answers go."""

    ts = "1.1"

    def __init__(self) -> None:
        self.said: list[Summary] = []

    async def wait(self, text: str) -> None:
        """Leave the notice out."""

    async def say(self, summary: Summary) -> None:
        """Take an answer."""
        self.said.append(summary)


@asynccontextmanager
async def talking(folder: Path) -> AsyncIterator[Core]:
    """A bot without Slack that understands plain words, with one small cluster."""
    async with DemoCluster(World(pods=400, seed=1)) as cluster:
        cluster.kubeconfig(folder / "kubeconfig")
        (folder / "config.yaml").write_text(f"connectors: {{kubernetes: {{prod: {{kubeconfig: {folder / 'kubeconfig'}}}}}}}")
        known = {name: connector.settings for name, connector in find_connectors().items()}
        async with open_core(load(folder / "config.yaml", {}, known), new_metrics()) as core:
            turns = MemoryTurns()
            names = KnownNames(core.catalogue, core.upstreams, core.cache)
            core.flow.listen(Talk(core.catalogue, core.access, names, turns), Remembering(turns).remember)
            yield core


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SAYINGS, min_size=4, max_size=12))
async def test_a_conversation_of_any_words_is_answered_each_time(tmp_path: Path, conversation: list[str]) -> None:
    """Each message in its turn, so that follow-ups of odd answers are among them; no answer is that something broke."""
    with capture_logs() as logs:
        async with talking(tmp_path) as core:
            for number, said in enumerate(conversation):
                way = Way()
                await core.flow.handle(Ask(str(number), said, "dm", "U1", place=Place("D1")), way)
                assert way.said or said.split()[:1] in (["watch"], ["alert"], ["here"], ["home"], ["favourite"]), said
    assert [line for line in logs if line["event"] == "failed"] == []
