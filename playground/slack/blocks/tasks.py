"""What an agent is about: task_card and plan.

https://docs.slack.dev/reference/block-kit/blocks/task-card-block/ and …/plan-block/. Slack names no limit of their texts;
that of a whole message bounds them. It calls a task's status optional, but its SDKs do not: so it is wanted here.
"""

from __future__ import annotations

from typing import Any

from playground.slack.blocks._schema import Check, Problems, by_type, items, one_of, problem, record, string
from playground.slack.blocks.elements import ID, URL
from playground.slack.blocks.rich_text import RICH_TEXT

MOST_TASKS = 50
"""Of one plan; so found by others: https://docs.rs/slack-morphism/2.30.0/slack_morphism/blocks/struct.SlackPlanBlock.html"""

_WORDS = string(13_200)
_RICH = by_type({"rich_text": RICH_TEXT})
_SOURCE = by_type({"url": record({"url": URL, "text": _WORDS}, {})})


def _task(*also: Check) -> Check:
    return record(
        {"task_id": ID, "title": _WORDS, "status": one_of("pending", "in_progress", "complete", "error")},
        {"block_id": ID, "details": _RICH, "output": _RICH, "sources": items(_SOURCE, 1_000)},
        *also,
    )


def _is_task(value: Any, at: str, problems: Problems) -> None:
    """In a plan a task may leave out its type, but have no other."""
    one_of("task_card")(value.get("type", "task_card"), f"{at}/type", problems)


def _unique(value: Any, at: str, problems: Problems) -> None:
    for name in ("task_id", "block_id"):
        seen: set[str] = set()
        for index, task in enumerate(value.get("tasks") or ()):
            known = task.get(name)
            if known is not None and known in seen:
                what = f'`{name}` "{known}" already exists for another task'
                problems.append(problem(what, f"{at}/tasks/{index}/{name}"))
            seen.add(known or "")


TASK_CARD = _task()
PLAN = record({"title": _WORDS}, {"block_id": ID, "tasks": items(_task(_is_task), MOST_TASKS)}, _unique)
