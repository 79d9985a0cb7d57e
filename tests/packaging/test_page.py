"""The playground's page: a bundle that stands in the tree beside its source, so that nobody needs Node to run it."""

from __future__ import annotations

import gzip
import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WEB = ROOT / "playground" / "web"
PAGE = ROOT / "playground" / "slack" / "page"
SOURCES = sorted(path for path in (WEB / "src").rglob("*") if path.suffix in (".ts", ".tsx"))
LARGEST = 300_000
"""Bytes, compressed, of all that a browser fetches: it has to be there at once."""


def test_the_bundle_is_whole_and_small() -> None:
    """It is fetched on every start, and stands in every clone."""
    assert sorted(path.name for path in PAGE.iterdir()) == ["app.css", "app.js", "index.html", "licenses.md"]
    fetched = [PAGE / name for name in ("app.css", "app.js", "index.html")]
    assert sum(len(gzip.compress(path.read_bytes())) for path in fetched) < LARGEST


def test_the_page_asks_nobody_else() -> None:
    """No font, script or picture from elsewhere: the playground works on a train."""
    document, style = (PAGE / "index.html").read_text(), (PAGE / "app.css").read_text()
    assert re.findall(r"(?:src|href)=\"((?!/page/|data:)[^\"]*)\"", document) == []
    assert re.findall(r"@import|url\(\s*[\"']?(?!data:)", style) == []


def test_what_is_bundled_names_its_licenses() -> None:
    """Others' work is shipped; their conditions ask for their notices."""
    told = (PAGE / "licenses.md").read_text()
    wanted = json.loads((WEB / "package.json").read_text())["dependencies"]
    assert [name for name in wanted if f"## {name} - {wanted[name]} " not in told] == []


def test_the_lock_file_pins_everything_and_names_no_host() -> None:
    """The same page from the same source, from whatever registry a machine uses."""
    locked = json.loads((WEB / "package-lock.json").read_text())["packages"]
    manifest = json.loads((WEB / "package.json").read_text())
    asked = {**manifest["dependencies"], **manifest["devDependencies"]}
    assert [name for name, version in asked.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert [name for name, one in locked.items() if name and not one.get("integrity")] == []
    assert "resolved" not in (WEB / "package-lock.json").read_text()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_text_becomes_markup_by_a_back_door(path: Path) -> None:
    """Everything that the page shows comes from outside; React escapes it unless it is told not to."""
    assert not re.search(
        r"dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", path.read_text()
    )


def test_the_source_is_not_shipped() -> None:
    """Neither in the wheel nor in the image: what is served is the bundle."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    assert project["packages"]["find"]["exclude"] == ["playground.web*"]
    assert "slack/page/*" in project["package-data"]["playground"]
    assert "playground/web" in (ROOT / ".dockerignore").read_text().splitlines()


def test_ci_looks_whether_the_page_is_current() -> None:
    """A change of the source without its bundle would be seen by nobody."""
    assert "\nmake web-check " in (ROOT / ".ci" / "run").read_text()
