"""The page in a browser: tabs on it, in which nothing may go wrong, and what people do in all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage, Page

from playground.slack import Slack


@dataclass
class Tabs:
    """A browser with tabs on the stand-in's page; nothing may go wrong in any of them."""

    slack: Slack
    browser: Browser
    wrong: list[str] = field(default_factory=list)

    async def open(self, query: str = "", path: str = "", **options: Any) -> Page:
        """Open a tab, e.g. `open("as=ben&in=ops", viewport={…}, color_scheme="dark")`; a window of its own for each."""
        context = await self.browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        page = await context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith((self.slack.page_url, "data:")) else self.wrong.append(asked.url),
        )
        await page.goto(f"{self.slack.page_url}{path}{'?' if query else ''}{query}")
        return page

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(message.text)


async def say(page: Page, text: str, box: str = "Message #incidents") -> None:
    """Type into the box and press Enter."""
    await page.get_by_role("combobox", name=box).fill(text)
    await page.get_by_role("combobox", name=box).press("Enter")


async def grave(page: Page, within: str | None = None, **options: Any) -> list[str]:
    """Return what axe-core finds seriously or critically wrong for people with disabilities, and where.

    Args:
        page: the page.
        within: a CSS selector of the part that is looked at; None for all of it.
        options: axe's own, https://github.com/dequelabs/axe-core/blob/develop/doc/API.md#options-parameter
    """
    found = (await Axe().run(page, within, {"resultTypes": ["violations"], **options})).response["violations"]
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
