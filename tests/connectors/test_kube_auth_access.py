"""The access to a cluster over time: read at first use, kept up to date, got anew when refused."""

from __future__ import annotations

import asyncio
import os
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from kubeconfigs import At, kubeconfig, printing, running, runs, script
from misbehaving import Hands, until

from connectors._deadline import Deadline
from connectors._errors import Unauthenticated
from connectors._kube.auth import Access, Surroundings, open_access

NOW = 1_700_000_000.0


def soon() -> Deadline:
    """Return the deadline of a patient asker."""
    return Deadline.after(20)


def access_to(file: Path, clock: Hands | None = None) -> AbstractAsyncContextManager[Access]:
    """Open the access that a kubeconfig gives."""
    return open_access("prod", At(kubeconfig=str(file)), Surroundings(now=clock or Hands(NOW)))


async def bearer(access: Access) -> str:
    """Return the token in force."""
    return (await access.authorize(soon())).get("authorization", "").removeprefix("Bearer ")


async def test_a_kubeconfig_may_be_mounted_after_the_start(tmp_path: Path) -> None:
    """A missing file never stops the bot; the reason says what to do, and once it is there all is well."""
    file = tmp_path / "config"
    async with access_to(file) as access:
        for _ in range(2):
            with pytest.raises(Unauthenticated) as caught:
                await access.authorize(soon())
        assert str(file) in caught.value.reason
        assert caught.value.target == "prod"
        kubeconfig(file, {"token": "t0ken"})
        assert await bearer(access) == "t0ken"


async def test_a_rotated_token_file_is_read_again_after_a_minute(tmp_path: Path) -> None:
    """Kubelets rotate tokens in place; not every request reads the disk."""
    token, clock = tmp_path / "token", Hands(NOW)
    token.write_text("old")
    async with access_to(kubeconfig(tmp_path / "config", {"tokenFile": "token"}), clock) as access:
        first = await access.locate(soon())
        assert await bearer(access) == "old"
        token.write_text("new")
        clock.forward(59)
        assert await bearer(access) == "old"
        clock.forward(2)
        assert await bearer(access) == "new"
        assert await access.locate(soon()) is first  # the same connections go on


async def test_what_was_read_serves_on_when_reading_fails(tmp_path: Path) -> None:
    """A file that is just being replaced must not cost an answer."""
    file, clock = kubeconfig(tmp_path / "config", {"token": "t0ken"}), Hands(NOW)
    async with access_to(file, clock) as access:
        assert await bearer(access) == "t0ken"
        file.unlink()
        clock.forward(100)
        assert await bearer(access) == "t0ken"


async def test_a_refused_token_is_read_again_at_once_but_not_again_and_again(tmp_path: Path) -> None:
    """A 401 says more than a clock; a wrong token must not become a storm of readings."""
    plugin = printing(tmp_path / "login", token="old")
    clock = Hands(NOW)
    async with access_to(kubeconfig(tmp_path / "config", running(plugin)), clock) as access:
        refused = await access.authorize(soon())
        printing(tmp_path / "login", token="new")
        await asyncio.gather(*(access.refresh(refused, soon()) for _ in range(20)))
        assert await bearer(access) == "new"
        assert runs(tmp_path) == 2
        for _ in range(5):
            await access.refresh(await access.authorize(soon()), soon())
        assert runs(tmp_path) == 2
        clock.forward(11)
        await access.refresh(await access.authorize(soon()), soon())
        assert runs(tmp_path) == 3


async def test_a_plugin_runs_once_for_many_and_again_shortly_before_its_token_ends(tmp_path: Path) -> None:
    """A fan-out must not start thirty programs."""
    plugin = printing(tmp_path / "login", token="one", expirationTimestamp="2023-11-14T22:33:20Z")  # in 20 minutes
    clock = Hands(NOW)
    async with access_to(kubeconfig(tmp_path / "config", running("./login")), clock) as access:
        assert set(await asyncio.gather(*(bearer(access) for _ in range(30)))) == {"one"}
        clock.forward(18 * 60)
        assert await bearer(access) == "one"
        assert runs(tmp_path) == 1
        printing(plugin, token="two")
        clock.forward(61)
        assert await bearer(access) == "two"
        assert runs(tmp_path) == 2


async def test_a_plugin_without_an_end_is_not_run_again_unasked(tmp_path: Path) -> None:
    """Its credentials are good until the cluster says otherwise."""
    printing(tmp_path / "login", token="one")
    clock = Hands(NOW)
    async with access_to(kubeconfig(tmp_path / "config", running("./login")), clock) as access:
        for _ in range(3):
            assert await bearer(access) == "one"
            clock.forward(3600)
    assert runs(tmp_path) == 1


async def test_an_asker_who_leaves_does_not_end_the_plugin_for_the_others(tmp_path: Path) -> None:
    """The first asker's haste must not cost the second the answer; and the event loop goes on meanwhile."""
    go = tmp_path / "go"
    os.mkfifo(go)
    printing(tmp_path / "inner", token="t0ken")
    script(tmp_path / "login", f"echo started > {tmp_path}/started", f"cat {go} > /dev/null", f"exec {tmp_path}/inner")
    async with access_to(kubeconfig(tmp_path / "config", running("./login"))) as access:
        hasty = asyncio.create_task(access.authorize(soon()))
        await until((tmp_path / "started").exists)
        with pytest.raises(Unauthenticated, match="could not be had in time"):
            await access.authorize(Deadline.after(0.01))
        patient = asyncio.create_task(bearer(access))
        await asyncio.sleep(0)
        hasty.cancel()
        await asyncio.to_thread(go.write_text, "go")
        assert await patient == "t0ken"
    assert runs(tmp_path) == 1


async def test_closing_ends_a_plugin_that_runs(tmp_path: Path) -> None:
    """A shutdown is not held up by a login that hangs."""
    script(tmp_path / "login", f"echo started > {tmp_path}/started", "sleep 1000")
    async with access_to(kubeconfig(tmp_path / "config", running("./login"))) as access:
        asker = asyncio.create_task(access.authorize(soon()))
        await until((tmp_path / "started").exists)
    with pytest.raises(asyncio.CancelledError):
        await asker
