"""A real Alertmanager, and a real Prometheus in front of it, that post to a bot; both can be killed and started again."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from servers import free_port

START_SECONDS = 30.0

_ALERTMANAGER = """
route:
  receiver: srehub
  group_by: [alertname]
  group_wait: 100ms
  group_interval: {interval}
  repeat_interval: {repeat}
receivers:
  - name: srehub
    webhook_configs:
      - url: {url}
        send_resolved: true
        http_config: {{authorization: {{credentials: {token}}}}}
"""
_PROMETHEUS = """
global: {{scrape_interval: 1s, evaluation_interval: 1s}}
rule_files: ["{rules}"]
alerting: {{alertmanagers: [{{static_configs: [{{targets: ["127.0.0.1:{alertmanager}"]}}]}}]}}
scrape_configs: [{{job_name: srehub, static_configs: [{{targets: ["127.0.0.1:{bot}"]}}]}}]
"""


def there() -> bool:
    """Return whether this machine has both."""
    return bool(shutil.which("prometheus") and shutil.which("prometheus-alertmanager"))


class Served:
    """One server's process on a port of the loopback that stays its own."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder / name
        self.folder.mkdir()
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str) -> Any:
        """Return the JSON below its address."""
        with urlopen(f"{self.url}{path}", timeout=5) as answer:
            return json.load(answer)

    def kill(self) -> None:
        """Kill it at once (SIGKILL); what it has on disk stays."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _launch(self, arguments: Sequence[str], ready: str) -> None:
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(arguments, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder)
        until = monotonic() + START_SECONDS
        while True:
            try:
                with urlopen(f"{self.url}{ready}", timeout=1):
                    return
            except (URLError, OSError):
                if self._process.poll() is not None or monotonic() > until:
                    raise RuntimeError(f"it did not start: {(self.folder / 'log').read_text()[-800:]}") from None


class Alertmanager(Served):
    """An Alertmanager that posts groups by alertname to a webhook.

    Args:
        folder: for its files.
        webhook: the URL that it posts to.
        token: what it shows there.
        interval: Alertmanager's `group_interval`.
        repeat: its `repeat_interval`.
    """

    def __init__(self, folder: Path, webhook: str, token: str, interval: str = "1s", repeat: str = "1h") -> None:
        super().__init__(folder, "alertmanager")
        told = _ALERTMANAGER.format(url=webhook, token=token, interval=interval, repeat=repeat)
        (self.folder / "alertmanager.yml").write_text(told)

    def start(self) -> None:
        """Start it and wait until it is ready."""
        self._launch(
            (
                "prometheus-alertmanager", "--config.file=alertmanager.yml", "--storage.path=data",
                f"--web.listen-address=127.0.0.1:{self.port}", "--cluster.listen-address=", "--log.level=warn",
            ),
            "/-/ready",
        )  # fmt: skip

    def send(self, alerts: Sequence[Any]) -> None:
        """Send it alerts, as Prometheus does. Raises OSError while it is away."""
        body = json.dumps(list(alerts)).encode()
        with urlopen(Request(f"{self.url}/api/v2/alerts", body, {"Content-Type": "application/json"}), timeout=10):
            pass


class Prometheus(Served):
    """A Prometheus that scrapes a bot's own metrics, and sends what fires to an Alertmanager."""

    def __init__(self, folder: Path, rules: str, alertmanager: int, bot: int) -> None:
        super().__init__(folder, "prometheus")
        (self.folder / "rules.yml").write_text(rules)
        (self.folder / "prometheus.yml").write_text(
            _PROMETHEUS.format(rules=self.folder / "rules.yml", alertmanager=alertmanager, bot=bot)
        )

    def start(self) -> None:
        """Start it and wait until it is ready."""
        self._launch(
            (
                "prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=data", "--rules.alert.resend-delay=1s",
                f"--web.listen-address=127.0.0.1:{self.port}", "--log.level=warn",
            ),
            "/-/ready",
        )  # fmt: skip
