"""An app that shows the page all that it can show: modals, menus, files, a Home tab. It stands on Bolt, as any app would."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


def plain(text: str) -> dict[str, Any]:
    """Return a plain text object."""
    return {"type": "plain_text", "text": text}


def option(text: str) -> dict[str, Any]:
    """Return an option of a menu."""
    return {"text": plain(text), "value": text.lower()}


SERVICES = [option("checkout"), option("search"), option("shipping")]
CONFIRM = {
    "title": plain("Roll back?"),
    "text": {"type": "mrkdwn", "text": "*checkout* goes back."},
    "confirm": plain("Roll back"),
    "deny": plain("Not now"),
    "style": "danger",
}
CONTROLS = [
    {
        "type": "section",
        "block_id": "words",
        "text": {"type": "mrkdwn", "text": "*bold* &lt;b&gt; :fire: <https://example.com|book>"},
    },
    {
        "type": "actions",
        "block_id": "controls",
        "elements": [
            {"type": "button", "action_id": "open", "text": plain("Report"), "value": "report"},
            {"type": "button", "action_id": "back", "text": plain("Roll back"), "style": "danger", "confirm": CONFIRM},
            {"type": "static_select", "action_id": "service", "placeholder": plain("Service"), "options": SERVICES},
            {"type": "multi_static_select", "action_id": "services", "placeholder": plain("Services"), "options": SERVICES},
            {"type": "external_select", "action_id": "pod", "placeholder": plain("Pod"), "min_query_length": 1},
            {"type": "users_select", "action_id": "owner", "placeholder": plain("Owner")},
            {"type": "datepicker", "action_id": "day"},
            {"type": "checkboxes", "action_id": "boxes", "options": [option("One"), option("Two")]},
            {"type": "overflow", "action_id": "more", "options": [option("Silence"), option("Runbook")]},
        ],
    },
]
ROWS = [[{"type": "raw_text", "text": f"web-{number}"}, {"type": "raw_number", "value": number}] for number in range(12)]
TABLE = {
    "type": "data_table",
    "caption": "Pods",
    "rows": [[{"type": "raw_text", "text": "Pod"}, {"type": "raw_text", "text": "Restarts"}], *ROWS],
}


def field(name: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return an input block whose ids are its name."""
    return {
        "type": "input",
        "block_id": name,
        "label": plain(name.capitalize()),
        "element": {"action_id": name, **element},
        **more,
    }


MODAL = {
    "type": "modal",
    "callback_id": "report",
    "title": plain("Report"),
    "submit": plain("Send"),
    "blocks": [
        field("summary", {"type": "plain_text_input"}),
        field("details", {"type": "plain_text_input", "multiline": True}, optional=True),
        field("replicas", {"type": "number_input", "is_decimal_allowed": False}, optional=True),
        field("service", {"type": "static_select", "options": SERVICES}),
        field("people", {"type": "multi_users_select"}, optional=True),
        field("severity", {"type": "radio_buttons", "options": [option("Low"), option("High")]}, optional=True),
        {
            "type": "actions",
            "block_id": "further",
            "elements": [{"type": "button", "action_id": "further", "text": plain("Further")}],
        },
    ],
}
DEEPER = {
    "type": "modal",
    "title": plain("Further"),
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "One deeper."}}],
}
HOME = {"type": "home", "blocks": [{"type": "header", "text": plain("Welcome home")}]}
PICTURE = (
    b"<svg xmlns='http://www.w3.org/2000/svg' width='160' height='90'><rect width='160' height='90' fill='teal'/></svg>"
)


class PageApp:
    """Says what it is asked for and writes down what it got.

    Attributes:
        got: the payload of every interaction, in order.
    """

    def __init__(self, client: AsyncWebClient) -> None:
        self.client = client
        self.got: list[dict[str, Any]] = []
        self.app = AsyncApp(client=client, raise_error_for_unhandled_request=False)
        self.app.command("/sre")(self._command)
        self.app.action("open")(self._open)
        self.app.action("further")(self._further)
        self.app.action(re.compile(".*"))(self._took)
        self.app.options("pod")(self._pods)
        self.app.view("report")(self._report)
        self.app.event("app_home_opened")(self._home)
        self.app.event("app_mention")(self._mention)
        self.app.event("message")(self._ignore)

    def last(self) -> dict[str, Any]:
        """Return the last action that somebody took."""
        return dict(self.got[-1]["actions"][0]) if self.got else {}

    async def _command(self, ack: Any, body: dict[str, Any], respond: Any, say: Any) -> None:
        await ack()
        said = body["text"]
        if said == "quietly":
            await respond("for you alone")
        elif said == "table":
            await say(text="pods", blocks=[TABLE])
        elif said == "file":
            where = {"channel": body["channel_id"], "initial_comment": "A graph"}
            await self.client.files_upload_v2(content=PICTURE, filename="graph.svg", title="Graph", **where)
        else:
            await say(text="controls", blocks=CONTROLS)

    async def _open(self, ack: Any, body: dict[str, Any]) -> None:
        self.got.append(body)
        await ack()
        await self.client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    async def _further(self, ack: Any, body: dict[str, Any]) -> None:
        self.got.append(body)
        await ack()
        await self.client.views_push(trigger_id=body["trigger_id"], view=DEEPER)

    async def _took(self, ack: Any, body: dict[str, Any]) -> None:
        self.got.append(body)
        await ack()
        if body["actions"][0]["action_id"] == "back":
            where = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
            await self.client.chat_update(**where, text="rolled back", blocks=[])

    async def _pods(self, ack: Any, body: dict[str, Any]) -> None:
        await ack(options=[option(f"{body['value']}-{number}") for number in range(3)])

    async def _report(self, ack: Any, body: dict[str, Any], view: dict[str, Any]) -> None:
        self.got.append(body)
        if view["state"]["values"]["summary"]["summary"]["value"] == "wrong":
            await ack(response_action="errors", errors={"summary": "Say more."})
        else:
            await ack()

    async def _home(self, ack: Any, event: dict[str, Any]) -> None:
        await ack()
        await self.client.views_publish(user_id=event["user"], view=HOME)

    async def _mention(self, ack: Any, event: dict[str, Any], say: Any) -> None:
        await ack()
        await say(text="in the thread", thread_ts=event.get("thread_ts", event["ts"]))

    async def _ignore(self, ack: Any) -> None:
        await ack()
