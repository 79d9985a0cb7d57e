"""Slack's mark-up on the page: mrkdwn exactly, and nothing but mrkdwn."""

from __future__ import annotations

import html
from typing import Any

import pytest
from page_app import plain
from page_tabs import Tabs
from playwright.async_api import Page, expect
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import Slack

pytestmark = pytest.mark.browser

LINK = '<a href="{0}" target="_blank" rel="noreferrer noopener">{1}</a>'
BOOK = LINK.format("https://example.com/a_b*c", "book")

MRKDWN = {
    "*bold* _italic_ ~struck~ `code`": "<b>bold</b> <i>italic</i> <s>struck</s> <code>code</code>",
    "*_both_* and _*the other way*_": "<b><i>both</i></b> and <i><b>the other way</b></i>",
    "2 * 3 * 4, snake_case_name, a*b*c": "2 * 3 * 4, snake_case_name, a*b*c",
    "* not bold* *nor this * ** ~ ~": "* not bold* *nor this * ** ~ ~",
    "*bold*, (*bold*). *bold*!": "<b>bold</b>, (<b>bold</b>). <b>bold</b>!",
    "*over\ntwo lines*": "*over\ntwo lines*",
    "`*code* _code_ &lt;b&gt;`": "<code>*code* _code_ &lt;b&gt;</code>",
    "```\n*fence* &amp;\n  <https://example.com>\n```": '<pre tabindex="0">*fence* &amp;\n  https://example.com</pre>',
    "before\n```x```\nafter": 'before<pre tabindex="0">x</pre>after',
    "&lt;b&gt; &amp;amp; &quot;": "&lt;b&gt; &amp;amp; &amp;quot;",
    "&gt; quoted\n&gt; twice\nplain": "<blockquote>quoted\ntwice</blockquote>plain",
    "one\n&gt;&gt;&gt; two\nthree": "one<blockquote>two\nthree</blockquote>",
    "<https://example.com/a_b*c|book>": BOOK,
    "*<https://example.com/a_b*c|book>*": f"<b>{BOOK}</b>",
    "see https://example.com/x_y_z.": f"see {LINK.format('https://example.com/x_y_z', 'https://example.com/x_y_z')}.",
    "<mailto:a@example.com|write>": LINK.format("mailto:a@example.com", "write"),
    "<javascript:alert(1)|click>": "click",
    "<@U0000000ANA> <@U0000000BEN> <@U404>": (
        '<span class="mention mine">@Ana Souza</span> <span class="mention">@Ben Okafor</span> '
        '<span class="mention">@U404</span>'
    ),
    "<#C0INCIDENTS> <#C404|gone>": '<span class="mention">#incidents</span> <span class="mention">#gone</span>',
    "<!here> <!subteam^S0000000SRE> <!subteam^S404|@them>": (
        '<span class="mention mine">@here</span> <span class="mention mine">@sre</span> <span class="mention">@them</span>'
    ),
    ":fire: :wave::skin-tone-3: :no_such: 10:30:45": "🔥 👋🏼 :no_such: 10:30:45",
    "<!date^nonsense^{date}|then>": "then",
    "<!date^1790000000^{nonsense}|then>": '<time datetime="2026-09-21T14:13:20.000Z">then</time>',
}


async def drawn(page: Page, slack: Slack, client: Any, *blocks: dict[str, Any]) -> list[str]:
    """Post each block in a message of its own; return what the page makes of their words, without titles."""
    for block in blocks:
        await client.chat_postMessage(channel=slack.channels["incidents"], text="x", blocks=[block])
    await expect(page.locator(".message")).to_have_count(len(blocks))
    strip = 'all => all.map(one => one.innerHTML.replace(/ title="[^"]*"/g, \'\'))'
    found: list[str] = await page.locator(".message .words").evaluate_all(strip)
    return found


async def test_mrkdwn_means_what_it_means_in_slack(tabs: Tabs) -> None:
    """A message that is designed on this page must look the same in Slack."""
    async with Slack(rates=False) as unhurried:
        tabs.slack = unhurried
        page = await tabs.open(timezone_id="UTC")
        client = AsyncWebClient(token=unhurried.bot_token, base_url=unhurried.api_url)
        sections = [{"type": "section", "text": {"type": "mrkdwn", "text": text}} for text in MRKDWN]
        assert dict(zip(MRKDWN, await drawn(page, unhurried, client, *sections), strict=True)) == MRKDWN
        await page.close()


async def test_plain_text_has_no_mark_up_but_emoji(slack: Slack, client: Any, tabs: Tabs) -> None:
    """A pod may be called anything; only the app says whether `:name:` is an emoji."""
    page = await tabs.open()
    text = "*x* <b> <!channel> https://example.com :fire:"
    blocks = [{"type": "section", "text": plain(text)}, {"type": "section", "text": plain(text) | {"emoji": False}}]
    escaped = html.escape(text, quote=False)
    assert await drawn(page, slack, client, *blocks) == [escaped.replace(":fire:", "🔥"), escaped]


async def test_a_table_stands_under_everything_else(slack: Slack, client: Any, tabs: Tabs) -> None:
    """Slack puts it there wherever the app puts it; who designs a message has to see that."""
    page = await tabs.open()
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "Pod"}], [{"type": "raw_text", "text": "web-0"}]]}
    after = {"type": "context", "elements": [plain("the small print")]}
    await client.chat_postMessage(channel=slack.channels["incidents"], text="x", blocks=[table, after])
    await expect(page.locator(".message .block").last).to_contain_text("web-0")
