"""An app of ten lines that runs against the stand-in: test_page_alone.py starts it."""

import os

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

app = App(client=WebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]))
app.command("/sre")(lambda ack, say, body: (ack(), say(f"You said {body['text']}")))
SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"], web_client=app.client).start()
