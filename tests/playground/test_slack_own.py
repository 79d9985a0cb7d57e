"""What people do with their own messages and files, and what the app hears of it: as from Slack."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.slack import Slack
from playground.slack.files import LARGEST, named
from playground.slack.refusal import Refused

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 8


def told(bare: Any, kind: str) -> list[dict[str, Any]]:
    """Return the events of a kind that reached the app, in order."""
    events = [one["event"] for one in bare.got if "event" in one]
    return [event for event in events if kind in (event["type"], event.get("subtype"))]


async def test_an_edit_is_told_as_slack_tells_it(slack: Slack, bare: Any) -> None:
    """An app that takes an edit for a new message would answer twice."""
    await slack.dm("ana", "pods faild")
    said = slack.messages(slack.users["ana"])[-1]
    slack.hands.edit("ana", slack.users["ana"], said.ts, "pods failed <b> #ops")
    event = await slack.wait(lambda: told(bare, "message_changed"))
    assert (event[0]["hidden"], event[0]["channel_type"], event[0]["previous_message"]["text"]) == (True, "im", "pods faild")
    new = event[0]["message"]
    assert new["text"] == f"pods failed &lt;b&gt; <#{slack.channels['ops']}|ops>"
    assert (new["ts"], new["client_msg_id"], new["edited"]["user"]) == (said.ts, said.client_msg_id, slack.users["ana"])
    assert new["edited"]["ts"].endswith(".000000")
    assert event[0]["ts"] > said.ts


async def test_a_mention_is_told_again_when_it_is_edited(slack: Slack, bare: Any) -> None:
    """With `edited` in it, and as a new event: Slack does so at every edit, and at one that adds the mention."""
    await slack.write("ana", "ops", "pods failed")
    said = slack.messages("ops")[-1]
    slack.hands.edit("ana", "ops", said.ts, "@srehub pods failed")
    event = await slack.wait(lambda: told(bare, "app_mention"))
    assert (event[0]["ts"], event[0]["edited"]["user"]) == (said.ts, slack.users["ana"])
    slack.hands.edit("ana", "ops", said.ts, "@srehub pods failed")
    [edited] = [one for one in slack.messages("ops") if one.ts == said.ts]
    assert edited.edited == 1, "what says the same is no edit"


async def test_nobody_edits_what_is_not_theirs(slack: Slack) -> None:
    """Nor to nothing, nor in an archived channel."""
    await slack.write("ana", "ops", "mine")
    ts = slack.messages("ops")[-1].ts
    for user, text, error in (("ben", "x", "cant_update"), ("ana", " ", "no_text"), ("ana", "x" * 40_001, "msg_too_long")):
        with pytest.raises(Refused, match=error):
            slack.hands.edit(user, "ops", ts, text)
    slack.archive("ops")
    with pytest.raises(Refused, match="is_archived"):
        slack.hands.edit("ana", "ops", ts, "x")


async def test_a_file_of_a_person_reaches_the_app_as_from_slack(slack: Slack, bare: Any) -> None:
    """A `file_share` in a DM, the file in a mention; `file_shared` and the bytes only for who asked for the scope."""
    slack.subscriptions.add("file_shared")

    @bare.app.event("file_shared")
    async def shared_with(ack: Any, body: dict[str, Any]) -> None:
        bare.got.append(body)
        await ack()

    direct = slack.users["ana"]
    await slack.write("ana", direct, "look", files=[slack.hands.upload("ana", "graph.png", PNG)])
    [event] = told(bare, "file_share")
    [file] = event["files"]
    assert "team" not in event
    assert (event["text"], event["upload"], event["display_as_bot"]) == ("look", False, False)
    assert (file["mimetype"], file["filetype"], file["pretty_type"]) == ("image/png", "png", "PNG")
    assert (file["mode"], file["user"], file["is_public"]) == ("hosted", direct, False)
    assert told(bare, "file_shared") == []
    slack.scopes.add("files:read")
    key = slack.hands.upload("ana", "web.log", b"line")
    await slack.write("ana", "ops", "@srehub what is this?", files=[key])
    [mention] = told(bare, "app_mention")
    assert ("subtype" in mention, [one["pretty_type"] for one in mention["files"]]) == (False, ["Plain Text"])
    [shared] = await slack.wait(lambda: told(bare, "file_shared"))
    assert (shared["file_id"], shared["user_id"]) == (key, direct)
    assert (shared["file"], shared["channel_id"]) == ({"id": key}, slack.channels["ops"])


async def test_an_app_reads_a_file_by_its_token_alone(slack: Slack, client: AsyncWebClient) -> None:
    """Who leaves out the token gets a page to log in, with status 200, and takes it for the file."""
    key = slack.hands.upload("ana", "web.txt", b"line")
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.files_info(file=key)
    slack.scopes.add("files:read")
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_info(file=key)  # nobody has shared it with the app yet
    await slack.write("ana", "ops", "", files=[key])
    file = (await client.files_info(file=key))["file"]
    assert (file["channels"], file["is_public"]) == ([slack.channels["ops"]], True)
    async with aiohttp.ClientSession() as http:
        for headers, kind in (({"Authorization": f"Bearer {slack.bot_token}"}, "text/plain"), ({}, "text/html")):
            async with http.get(file["url_private_download"], headers=headers) as answer:
                assert (answer.status, answer.content_type) == (200, kind)
                assert (await answer.read() == b"line") == bool(headers)


async def test_a_file_is_shared_once_and_by_its_owner(slack: Slack) -> None:
    """Its id alone is no right to it."""
    key = slack.hands.upload("ana", "a.txt", b"x")
    with pytest.raises(Refused, match="file_not_found"):
        await slack.write("ben", "ops", "mine now", files=[key])
    with pytest.raises(Refused, match="too_many_files"):
        await slack.write("ana", "ops", "", files=[slack.hands.upload("ana", "a.txt", b"x") for _ in range(11)])
    await slack.write("ana", "ops", "", files=[key])
    with pytest.raises(Refused, match="file_not_found"):
        await slack.write("ana", "general", "", files=[key])
    with pytest.raises(Refused, match="no_text"):
        await slack.write("ana", "ops", " ")


async def test_what_is_no_file_or_too_large_is_refused_where_it_arrives(slack: Slack) -> None:
    """The page is not the only one that can send it. A form is not taken: any page in the browser could send one."""
    async with aiohttp.ClientSession(f"{slack.page_url}_playground/") as http:
        asked: list[tuple[bytes, str, int]] = [
            (b"x", "application/octet-stream", 200),
            (b"", "application/octet-stream", 400),
            (b"x" * (LARGEST + 1), "application/octet-stream", 400),
            (b"x", "text/plain", 415),
            (b"x", "multipart/form-data; boundary=x", 415),
        ]
        for body, kind, status in asked:
            where = {"user": "ana", "name": "a.txt"}
            async with http.post("upload", data=BytesIO(body), params=where, headers={"Content-Type": kind}) as answer:
                assert answer.status == status
    assert len(slack.files) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\logs\\web.log", "web.log"),
        ("a\r\nSet-Cookie: b.txt", "aSet-Cookie: b.txt"),
        ("gnp.\u202eexe", "gnp.exe"),
        ("..", "file"),
        ("", "file"),
        ("x" * 300 + ".png", "x" * 251 + ".png"),
        ("<img src=x>.png", "<img src=x>.png"),
    ],
)
def test_a_hostile_name_is_kept_without_its_sting(given: str, kept: str) -> None:
    """No folders, no further lines, nothing that turns the line around; what is only ugly stays."""
    assert named(given) == kept


async def test_only_what_is_an_image_is_shown_as_one(slack: Slack) -> None:
    """A page that calls itself a picture is a file to be saved; what is opened on its own may run nothing."""
    hostile = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    looks: list[tuple[str, bytes, str, str]] = [
        ("a.png", PNG, "image/png", "inline"),
        ("a.png", b"<script>alert(1)</script>", "application/octet-stream", "attachment"),
        ("a.svg", hostile, "image/svg+xml", "inline"),
        ("a.html", b"<script>alert(1)</script>", "text/html", "attachment"),
    ]
    async with aiohttp.ClientSession() as http:
        for name, content, kind, how in looks:
            key = slack.hands.upload("ana", name, content)
            async with http.get(f"{slack.page_url}files/{key}") as answer:
                headers = answer.headers
                assert (answer.content_type, headers["Content-Disposition"]) == (kind, how)
                assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
                assert headers["X-Content-Type-Options"] == "nosniff"
