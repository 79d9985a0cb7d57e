"""What people see in Slack in each situation, as a person has approved it."""

import json

import pytest
from golden.compare import golden
from golden.scenes import NOW, situations
from slack_limits import faults

from bot.blocks.message import render
from bot.blocks.table import TIGHT

SITUATIONS = situations()


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_situation_reads_in_slack_as_it_was_approved(name: str) -> None:
    """A message is designed; a change of its words or blocks has to be seen by somebody."""
    message = render(SITUATIONS[name], now=NOW + 1)
    golden(f"{name}.json", json.dumps({"text": message.text, "blocks": message.blocks}, indent=1, ensure_ascii=False))


@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize(
    "refused",
    [frozenset(), frozenset({TIGHT}), frozenset({"data_table"}), frozenset({"data_visualization", "data_table", "table"})],
)
def test_slack_takes_a_situation_with_new_and_old_blocks(name: str, refused: frozenset[str]) -> None:
    """The approved messages are the ones that are sent most: they have to pass where new blocks are not rolled out, too."""
    message = render(SITUATIONS[name], now=NOW + 1, refused=refused)
    assert faults(message.blocks, message.text, tight=bool(refused)) == []
