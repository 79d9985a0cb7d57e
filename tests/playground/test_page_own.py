"""What people do on the page with what is theirs: they edit and delete their messages, and upload files."""

from __future__ import annotations

from typing import Any

import pytest
from page_tabs import Tabs, grave, say
from playwright.async_api import Page, expect

from playground.slack import Slack
from playground.slack.refusal import Refused

pytestmark = pytest.mark.browser

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000"
    "000c4944415478da636068680000018401016872f38f0000000049454e44ae426082"
)
"""One pixel."""
SCRIPTED = b"""<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" onload="top.ran = 1; parent.ran = 1; ran = 1">
<script>top.ran = 1; parent.ran = 1; ran = 1</script><rect width="40" height="40" fill="teal"/></svg>"""
DATA = """([name, type, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name, { type }));
  return data;
}"""

PASTE = """(box, clipboardData) =>
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))"""


async def choose(page: Page, *files: dict[str, Any], box: str = "Message #incidents") -> None:
    """Choose files by the button beside the box."""
    composer = page.locator(".composer", has=page.get_by_role("combobox", name=box))
    async with page.expect_file_chooser() as chosen:
        await composer.get_by_role("button", name="Attach files").click()
    await (await chosen.value).set_files(list(files))


def file(name: str, content: bytes = PNG, kind: str = "image/png") -> dict[str, Any]:
    """Return a file as it lies on somebody's disk."""
    return {"name": name, "mimeType": kind, "buffer": content}


async def test_people_delete_what_they_wrote_and_nothing_else(slack: Slack, tabs: Tabs) -> None:
    """Slack asks first, and offers it only on messages of one's own; who asks for another's all the same is refused."""
    await slack.write("ana", "incidents", "the wrong channel")
    await slack.write("ben", "incidents", "the right one")
    page = await tabs.open("as=ana&in=incidents")
    mine, other = (page.locator(".message", has_text=text) for text in ("the wrong channel", "the right one"))
    await other.hover()
    await expect(other.get_by_role("button", name="Delete message")).to_have_count(0)
    await expect(other.get_by_role("button", name="Edit message")).to_have_count(0)
    with pytest.raises(Refused, match="cant_delete_message"):
        slack.hands.delete("ana", "incidents", slack.messages("incidents")[-1].ts)
    await mine.hover()
    await mine.get_by_role("button", name="Delete message").click()
    await page.get_by_role("button", name="Delete", exact=True).click()
    await expect(mine).to_have_count(0)
    await expect(other).to_be_visible()


async def test_an_edit_is_seen_by_everyone_where_it_stood(slack: Slack, bare: Any, tabs: Tabs) -> None:
    """Mentions and characters come back as they were typed, and go as mentions again."""
    ana, ben = await tabs.open("as=ana"), await tabs.open("as=ben")
    await say(ana, "@ben is <b> & #ops well?")
    said = ana.locator(".message", has_text="well?")
    button = said.get_by_role("button", name="Edit message")
    await button.focus()
    await ana.keyboard.press("Enter")
    await ana.keyboard.press("Escape")
    await expect(button).to_be_focused()
    await button.click()
    box = ana.get_by_role("textbox", name="Edit message")
    await expect(box).to_be_focused()
    await expect(box).to_have_value("@ben is <b> & #ops well?")
    assert await grave(ana) == []
    await box.fill("@ben is <i> & #ops ill?")
    await box.press("Enter")
    for page in (ana, ben):
        await expect(page.get_by_text("is <i> & #ops ill? (edited)")).to_be_visible()
        await expect(page.locator(".message")).to_have_count(1)
    await expect(ben.locator(".message").get_by_text("@Ben Okafor")).to_be_visible()


async def test_the_arrow_up_edits_what_one_said_last(slack: Slack, bare: Any, tabs: Tabs) -> None:
    """As in Slack. Escape leaves it as it was; what is left without a word is to be deleted."""
    page = await tabs.open()
    await say(page, "the first")
    await say(page, "the last")
    await slack.write("ben", "incidents", "mine")
    await expect(page.get_by_text("mine")).to_be_visible()
    composer = page.get_by_role("combobox", name="Message #incidents")
    await composer.press("ArrowUp")
    box = page.get_by_role("textbox", name="Edit message")
    await expect(box).to_have_value("the last")
    await box.fill("nothing of it")
    await box.press("Escape")
    await expect(box).to_have_count(0)
    await expect(composer).to_be_focused()
    await expect(page.get_by_text("the last")).to_be_visible()
    await composer.press("ArrowUp")
    await box.fill("")
    await box.press("Enter")
    await page.get_by_role("button", name="Delete", exact=True).click()
    await expect(page.get_by_text("the last")).to_have_count(0)


async def test_an_edited_mention_is_answered(slack: Slack, bare: Any, tabs: Tabs) -> None:
    """Whoever forgot to call the bot need not write it all again."""
    page = await tabs.open()
    await say(page, "pods failed")
    await page.get_by_role("combobox", name="Message #incidents").press("ArrowUp")
    box = page.get_by_role("textbox", name="Edit message")
    await box.fill("@srehub pods failed")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("button", name="1 reply")).to_be_visible()


async def test_an_image_is_chosen_sent_and_opened(slack: Slack, bare: Any, tabs: Tabs) -> None:
    """It is seen before it is sent, and large afterwards, by others too."""
    ana, ben = await tabs.open("as=ana"), await tabs.open("as=ben")
    await choose(ana, file("graph.png"), file("web.log", b"line\n", "text/plain"))
    attached = ana.get_by_role("list", name="Attached files").get_by_role("listitem")
    await expect(attached.filter(has=ana.locator("img"))).to_have_text("graph.png")
    await expect(attached).to_have_count(2)
    assert await grave(ana) == []
    await say(ana, "look at this")
    await expect(attached).to_have_count(0)
    said = ben.locator(".message", has_text="look at this")
    await expect(said.get_by_role("link", name="web.log")).to_be_visible()
    await said.get_by_role("button", name="View graph.png").click()
    shown = ben.get_by_role("dialog", name="graph.png").get_by_role("img")
    await expect(shown).to_be_visible()
    assert await shown.evaluate("image => image.complete && image.naturalWidth") == 1
    await ben.keyboard.press("Escape")
    await ben.reload()
    await expect(said.get_by_role("button", name="View graph.png")).to_be_visible()


async def test_files_are_dropped_and_pasted(slack: Slack, bare: Any, tabs: Tabs) -> None:
    """Dropped anywhere in the conversation, in a thread too; without a word, if need be."""
    page = await tabs.open()
    dropped = await page.evaluate_handle(DATA, ["dropped.png", "image/png", list(PNG)])
    for event in ("dragover", "drop"):
        await page.get_by_role("group", name="Messages in #incidents").dispatch_event(event, {"dataTransfer": dropped})
    attached = page.get_by_role("list", name="Attached files").get_by_role("listitem")
    await expect(attached).to_have_text(["dropped.png"])
    pasted = await page.evaluate_handle(DATA, ["pasted.png", "image/png", list(PNG)])
    box = page.get_by_role("combobox", name="Message #incidents")
    await box.evaluate(PASTE, pasted)
    await expect(attached).to_have_text(["dropped.png", "pasted.png"])
    await page.get_by_role("button", name="Remove pasted.png").click()
    await expect(attached).to_have_text(["dropped.png"])
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    await box.press("Enter")
    await expect(page.get_by_role("button", name="View dropped.png")).to_be_visible()
    await page.locator(".message").hover()
    await page.get_by_role("button", name="Reply in thread").click()
    await choose(page, file("reply.png"), box="Reply…")
    await expect(attached).to_have_text(["reply.png"])
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    await page.get_by_role("combobox", name="Reply…").press("Enter")
    await slack.wait(lambda: [one for one in slack.messages("incidents") if one.thread_ts and one.files])


async def test_what_cannot_be_uploaded_is_told(slack: Slack, tabs: Tabs) -> None:
    """Before it is sent over the line, where the page knows it."""
    page = await tabs.open()
    await choose(page, file("empty.txt", b"", "text/plain"))
    await expect(page.get_by_text("A file without content cannot be uploaded.")).to_be_visible()
    await choose(page, *(file(f"{number}.png") for number in range(11)))
    await expect(page.get_by_text("A message takes 10 files at most.")).to_be_visible()
    await expect(page.get_by_role("list", name="Attached files").get_by_role("listitem")).to_have_count(10)


async def test_nothing_that_is_uploaded_runs(slack: Slack, tabs: Tabs) -> None:
    """An SVG with a script in it, opened where it is shown and on its own; and a name that is mark-up."""
    page = await tabs.open()
    hostile = "<img src=x onerror=ran=1>.svg"
    await choose(page, file(hostile, SCRIPTED, "image/svg+xml"), file("page.png", b"<script>ran = 1</script>"))
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    await say(page, "hostile")
    said = page.locator(".message", has_text="hostile")
    await expect(said.get_by_role("link", name="page.png")).to_be_visible()
    await said.get_by_role("button", name=f"View {hostile}").click()
    await expect(page.get_by_role("dialog", name=hostile).get_by_role("img")).to_be_visible()
    assert await page.evaluate("window.ran") is None
    [drawn] = [key for key, one in slack.files.items() if one["name"] == hostile]
    alone = await page.context.new_page()
    await alone.goto(f"{slack.page_url}files/{drawn}")
    assert await alone.evaluate("[window.ran, document.documentElement.localName]") == [None, "svg"]
