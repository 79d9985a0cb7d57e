"""`srehub check` as a real process: a line for each thing, and each thing wrong in turn."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from bot_processes import Ended, run
from servers import RedisServer

from playground.kubernetes import DemoCluster, World
from playground.slack import Slack


class Rig:
    """A Slack, a demo cluster, and a configuration that is all well."""

    def __init__(self, slack: Slack, cluster: DemoCluster, folder: Path) -> None:
        self.slack, self.cluster, self.folder = slack, cluster, folder
        self.kubeconfig = cluster.kubeconfig(folder / "prod.kubeconfig")

    async def check(self, cache: str = "", digests: Sequence[Any] = (), **environ: str) -> Ended:
        """Check; variables given replace the right ones."""
        target = {"kubeconfig": str(self.kubeconfig), "timeout": 3}
        shape: dict[str, Any] = {"connectors": {"kubernetes": {"prod": target}}, "cache": {"url": cache}}
        shape["digests"] = list(digests)
        (self.folder / "config.yaml").write_text(yaml.safe_dump(shape))
        slack = {
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": self.slack.app_token,
            "SLACK_API_URL": self.slack.api_url,
        }
        return await run(["check"], slack | environ, self.folder)


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    """Everything well."""
    async with Slack(port=0) as slack, DemoCluster(World(pods=400)) as cluster:
        yield Rig(slack, cluster, tmp_path)


def wrong(ended: Ended) -> list[str]:
    """Return what is said to be wrong; the process has ended accordingly, without a traceback."""
    lines = [line for line in ended.out.splitlines() if line.startswith("WRONG")]
    assert ended.code == (1 if lines else 0)
    assert ended.err == ""
    return lines


async def test_all_well_is_a_line_each_and_exit_code_0(rig: Rig) -> None:
    """What was looked at is named even when it is well: else one does not know what was not."""
    ended = await rig.check()
    assert wrong(ended) == []
    for what in ("configuration", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "kubernetes prod", "cache"):
        assert any(line.startswith("ok") and what in line for line in ended.out.splitlines())


async def test_slacks_refusals_are_told_apart(rig: Rig) -> None:
    """Two tokens and the scopes: each has its own page in Slack's settings, and its own line here."""
    rig.slack.revoke()
    bot, app = wrong(await rig.check())
    assert "SLACK_BOT_TOKEN: refused: Slack does not know this token" in bot
    assert "SLACK_APP_TOKEN: refused: Slack does not know this token" in app


async def test_a_missing_scope_and_a_missing_token_are_named(rig: Rig) -> None:
    """The two most likely states after a first installation."""
    rig.slack.scopes.discard("commands")
    app, bot = wrong(await rig.check(SLACK_APP_TOKEN=""))
    assert "SLACK_APP_TOKEN: not set" in app
    assert "lacks the scopes commands" in bot


async def test_a_slack_that_is_away_is_no_wrong_token(rig: Rig) -> None:
    """Nobody makes new tokens because of Slack's incident."""
    await rig.slack.down()
    for line in wrong(await rig.check()):
        assert "does not answer" in line


@pytest.mark.parametrize("trouble", ["no kubeconfig", "down", "forbidden", "not JSON"])
async def test_a_cluster_that_cannot_be_asked_is_wrong_with_its_reason(rig: Rig, trouble: str) -> None:
    """Before the incident, not in it."""
    if trouble == "no kubeconfig":
        rig.kubeconfig = rig.folder / "nowhere"
    elif trouble == "down":
        await rig.cluster.faults.down()
    elif trouble == "forbidden":
        rig.cluster.rights.forbid("pods")
    else:
        rig.cluster.faults.garbage()
    lines = wrong(await rig.check())
    said = {"no kubeconfig": "nowhere", "down": "refused", "forbidden": "pods", "not JSON": ""}[trouble]
    assert lines
    assert all("kubernetes prod" in line for line in lines)
    assert any(said in line for line in lines)


@pytest.mark.redis
async def test_redis_is_looked_at_too(rig: Rig, redis_url: str, redis_server: RedisServer) -> None:
    """The bot runs without it; who configured one wants to know."""
    assert wrong(await rig.check(cache=redis_url)) == []
    redis_server.stop()
    [line] = wrong(await rig.check(cache=redis_url))
    assert "cache" in line
    assert "refused" in line


async def test_each_digest_is_a_line_with_its_next_time_or_what_it_cannot_ask(rig: Rig) -> None:
    """A target that is not there is found out now, not on Monday at nine."""
    morning = {"name": "morning", "channel": "C0123456789", "cron": "0 9 * * 1", "timezone": "Europe/London"}
    asked = [morning | {"commands": ["pods failed"]}, morning | {"name": "evening", "commands": ["pods failed @staging"]}]
    ended = await rig.check(digests=asked)
    assert ended.code == 1
    lines = [line for line in ended.out.splitlines() if "digest" in line]
    assert re.fullmatch(r"ok     digest morning: next on Mon \d\d \w{3} 09:00 Europe/London", lines[0])
    assert lines[1] == "WRONG  digest evening: There is no target @staging here. There is @prod (and @all)."


async def test_a_digest_that_means_nothing_is_refused_before_anything_is_asked(rig: Rig) -> None:
    """As at the start."""
    digest = {"name": "morning", "channel": "C0123456789", "cron": "0 0 30 2 *", "commands": ["pods faild"]}
    ended = await rig.check(digests=[digest])
    assert ended.code == 2
    assert "digests[0].cron: “0 0 30 2 *” never comes: no such day is in the calendar." in ended.err
    assert "digests[0].commands[0]: “pods faild” is not a command." in ended.err
