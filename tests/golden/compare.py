"""Compares what is rendered with what a person has approved; SREHUB_GOLDEN=rewrite approves what is rendered now."""

import os
from pathlib import Path

_HERE = Path(__file__).parent


def golden(name: str, made: str) -> None:
    """Fail unless the file `name` in this folder is `made`; write it instead where the environment asks for that."""
    path = _HERE / name
    if os.environ.get("SREHUB_GOLDEN") == "rewrite":
        path.write_text(made + "\n", encoding="utf-8")
        return
    assert path.exists(), f"{name} is not there: look at what is rendered, then approve it with SREHUB_GOLDEN=rewrite"
    assert made + "\n" == path.read_text(encoding="utf-8"), (
        f"{name} differs; approve it with SREHUB_GOLDEN=rewrite if it is better"
    )
