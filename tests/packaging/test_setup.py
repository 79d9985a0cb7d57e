"""The way from a fresh machine to `make run` and `make test`: the scripts, as far as they go without installing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from servers import real

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the checkout with only PATH and what is given in its environment."""
    return subprocess.run(
        command, cwd=ROOT, env={"PATH": os.environ["PATH"]} | environ, capture_output=True, text=True, check=False
    )


def pretend_python(folder: Path, body: str) -> str:
    """Write a `python3` that behaves as `body` says; returns a PATH on which it is the only Python."""
    folder.mkdir()
    for tool in ("sh", "cat", "rm"):
        (folder / tool).symlink_to(f"/bin/{tool}")
    script = folder / "python3"
    script.write_text(f"#!/bin/sh\n{body}\n")
    script.chmod(0o755)
    return str(folder)


def test_a_virtual_environment_is_made(tmp_path: Path) -> None:
    """The first thing that a newcomer sees of us. What installs the rest is of a version that was tried."""
    done = run("sh", ".ci/venv", tmp_path / "venv", PYTHON=sys.executable)
    real("a package index", "Cannot install pip" not in done.stderr or None)
    assert (done.returncode, done.stderr) == (0, "")
    there = run(tmp_path / "venv" / "bin" / "python", "-m", "pip", "list", "--format=freeze").stdout.split()
    assert set(there) <= set((ROOT / "constraints.txt").read_text().split())
    assert {line.split("==")[0] for line in there} == {"pip", "setuptools"}


def test_the_page_is_not_kept_waiting_by_what_draws_pictures() -> None:
    """A newcomer waits for the first start alone; a chart's picture is large to set up, and nobody asks for one at once."""
    done = run("make", "-n", "--always-make", "run")
    before, _, after = done.stdout.partition("exec ")
    assert "--editable .\n" in before
    assert "pictures & " in before
    assert "srehub[pictures]" in run("make", "-n", "--always-make", "pictures").stdout
    assert "-m playground" in after


def test_an_old_python_is_refused_with_what_to_install(tmp_path: Path) -> None:
    """Not with a syntax error from somewhere inside."""
    path = pretend_python(tmp_path / "bin", 'case "$1" in -V) echo Python 3.9.2;; *) exit 1;; esac')
    done = run("/bin/sh", ".ci/venv", tmp_path / "venv", PATH=path)
    assert done.returncode == 1
    assert "SREHub needs Python 3.11 or newer; there is Python 3.9.2" in done.stderr
    assert "apt install python3" in done.stderr


def test_a_python_without_venv_is_refused_with_what_to_install(tmp_path: Path) -> None:
    """Debian's python3 is without it."""
    body = 'case "$2" in *print*) echo 3.11;; *sys.exit*) exit 0;; *) exit 1;; esac'
    done = run("/bin/sh", ".ci/venv", tmp_path / "venv", PATH=pretend_python(tmp_path / "bin", body))
    assert done.returncode == 1
    assert "apt install python3.11-venv" in done.stderr
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize("script", [".ci/run", ".ci/venv", ".ci/web"])
def test_the_scripts_are_well_formed_and_executable(script: str) -> None:
    """They run where nobody watches."""
    assert os.access(ROOT / script, os.X_OK)
    assert run("bash", "-n", script).stderr == ""


def test_make_help_names_every_target() -> None:
    """What is not in the help is not found."""
    done = run("make", "--no-print-directory", "help")
    phony = re.search(r"^\.PHONY: (.*)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony
    assert re.findall(r"make ([\w-]+)", done.stdout)[: len(phony[1].split())] == phony[1].split()


def test_the_charts_packages_are_installed_where_no_test_may_be_skipped() -> None:
    """They are large, so not for everyone; but CI must have them."""
    plain = run("make", "-n", "--always-make", "test")
    strict = run("make", "-n", "--always-make", "test", CI="true")
    assert "'.[test]'" in plain.stdout
    assert "'.[test,charts]'" in strict.stdout


def test_every_check_of_make_is_in_the_pre_commit_hooks() -> None:
    """What CI refuses should be seen before."""
    checks = (ROOT / "Makefile").read_text().split("layout:")[1].split("format:")[0]
    tools = re.findall(r"@\$\(VENV\)/bin/(.*?)(?: \.)?$", checks, re.MULTILINE)
    hooks = (ROOT / ".pre-commit-config.yaml").read_text()
    assert tools == ["ruff format --check", "ruff check", "mypy", "lint-imports"]
    assert [tool for tool in tools if f".venv/bin/{tool}}}" not in hooks] == []


def test_the_pins_are_one_version_each_and_name_no_host() -> None:
    """One place for versions, from whatever index the machine uses."""
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9A-Za-z.]+", line)] == []
    names = [re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines]
    assert len(names) == len(set(names))
    project = (ROOT / "pyproject.toml").read_text()
    wanted = re.findall(r'^  "([A-Za-z0-9_-]+)",$', project, re.MULTILINE)
    assert [name for name in wanted if re.sub(r"[-_.]+", "-", name).lower() not in names] == []
