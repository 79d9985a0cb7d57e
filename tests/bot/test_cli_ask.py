"""`srehub ask` as a real process: what scripts and people rely on."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import yaml
from bot_processes import ROOT, Ended, run, running

from playground.kubernetes import DemoCluster, World


class Rig:
    """A demo cluster `prod`, one `gone` that nobody listens for, and a configuration of both."""

    def __init__(self, cluster: DemoCluster, folder: Path) -> None:
        self.cluster = cluster
        self.folder = folder
        cluster.kubeconfig(folder / "prod.kubeconfig")
        gone = (folder / "prod.kubeconfig").read_text().replace(cluster.url, "http://127.0.0.1:1")
        (folder / "gone.kubeconfig").write_text(gone)
        targets = {name: {"kubeconfig": str(folder / f"{name}.kubeconfig")} for name in ("prod", "gone")}
        (folder / "config.yaml").write_text(yaml.safe_dump({"connectors": {"kubernetes": targets}}, sort_keys=False))

    async def ask(self, *arguments: str, **environ: str) -> Ended:
        """Ask in the folder with the configuration."""
        return await run(["ask", *arguments], environ, self.folder)


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    """The clusters, and a place to ask from."""
    async with DemoCluster(World(pods=400, seed=0)) as cluster:
        yield Rig(cluster, tmp_path)


async def test_exit_codes_say_whether_there_is_an_answer(rig: Rig) -> None:
    """0 answered, 1 no target answered, 2 misused: a script needs nothing else."""
    ended = await asyncio.gather(
        rig.ask("pods failed"),
        rig.ask("pods", "failed", "@all"),
        rig.ask("pods failed @gone"),
        rig.ask("pods faild"),
        rig.ask("pods failed @nowhere"),
        rig.ask("help"),
    )
    assert [one.code for one in ended] == [0, 0, 1, 2, 2, 0]
    assert "pods failing" in ended[0].out
    assert "gone" in ended[1].out
    assert "gone" in ended[2].out
    assert "pods failed" in ended[3].out
    assert "There is no target @nowhere" in ended[4].out
    assert [one.err for one in ended] == [""] * 6


async def test_json_holds_the_records_of_each_target_and_who_failed(rig: Rig) -> None:
    """For `jq`: one document, whatever happened to some of the targets."""
    ended = await rig.ask("--json", "pods failed @all")
    told = json.loads(ended.out)
    assert set(told) == {"answered", "failed"}
    [answered] = told["answered"]
    assert answered["target"] == "prod"
    assert answered["records"]["groups"]
    assert "connection refused" in told["failed"]["gone"]


async def test_json_is_a_document_even_when_nobody_answered(rig: Rig) -> None:
    """A script that parses must not stumble over prose; the exit code says the rest."""
    ended = await rig.ask("--json", "pods failed @gone")
    assert ended.code == 1
    assert json.loads(ended.out)["answered"] == []


async def test_a_file_that_goes_with_an_answer_is_written_where_one_says(rig: Rig) -> None:
    """Nothing is written unasked; how to get it stands beside the answer, not in it, as that may go into a pipe."""
    named = await rig.ask("pods failed --file csv")
    assert "--save pods-failed-prod-" in named.err
    saved = await rig.ask("--save", "mine.csv", "pods failed --file csv")
    assert (saved.code, saved.err) == (0, "wrote mine.csv\n")
    assert saved.out.splitlines()[0] == named.out.splitlines()[0]
    assert (rig.folder / "mine.csv").read_text().startswith("Cluster,Namespace,Pod,")
    assert "nothing was written" in (await rig.ask("--save", "none.csv", "ping")).err
    nowhere = await rig.ask("--save", "no/such/folder", "pods failed --file csv")
    assert (nowhere.code, "cannot be written" in nowhere.err) == (1, True)


async def test_what_lasts_is_not_for_the_terminal(rig: Rig) -> None:
    """A terminal has its own way to repeat a command, and no message to edit."""
    ended = await rig.ask("watch pods failed")
    assert (ended.code, "is for Slack" in ended.out) == (2, True)


async def test_what_is_piped_has_no_colour_and_no_escapes(rig: Rig) -> None:
    """Pod names and messages in the demo cluster are hostile; a terminal obeys escapes, a log keeps them."""
    for ended in await asyncio.gather(rig.ask("pods failed"), rig.ask("pods restarting")):
        assert ended.code == 0
        assert "\x1b" not in ended.out
        assert all(char.isprintable() or char == "\n" for char in ended.out)


async def test_an_answer_that_cannot_be_encoded_is_shown_as_far_as_possible(rig: Rig) -> None:
    """A minimal container has no UTF-8 locale."""
    ended = await rig.ask("pods failed", PYTHONIOENCODING="ascii")
    assert ended.code == 0
    assert "pods failing" in ended.out


async def test_a_reader_that_leaves_early_gets_no_traceback(rig: Rig) -> None:
    """`srehub ask --json pods | head` is what everybody does first."""
    command = f"{sys.executable} -m bot ask --json help | true"
    environ = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    done = await asyncio.to_thread(
        subprocess.run, ["sh", "-c", command], cwd=rig.folder, env=environ, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""


async def test_a_question_that_is_broken_off_is_not_answered(rig: Rig) -> None:
    """Ctrl-C must not look like an answer to the script around it; 130 is what shells expect."""
    rig.cluster.faults.hang()
    async with running(["ask", "pods failed"], {}, rig.folder) as asking:
        await rig.cluster.asked()
        asking.process.send_signal(signal.SIGINT)
        assert await asking.ended() == 130
        assert asking.err == ""
