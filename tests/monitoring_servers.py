"""A real Prometheus and a real Alertmanager of our own on the loopback, with rules that fire, fail and are well."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from servers import free_port

START_SECONDS = 30.0
LOOK_SECONDS = 0.1

PROMETHEUS = """
global: {{scrape_interval: 1s, evaluation_interval: 1s}}
rule_files: ["{rules}"]
alerting: {{alertmanagers: [{{static_configs: [{{targets: ["127.0.0.1:{alertmanager}"]}}]}}]}}
scrape_configs:
  - {{job_name: self, static_configs: [{{targets: ["127.0.0.1:{port}"]}}]}}
  - {{job_name: gone, static_configs: [{{targets: ["127.0.0.1:1"]}}]}}
"""
RULES = """
groups:
  - name: payments
    rules:
      - alert: TargetGone
        expr: up == 0
        labels: {severity: critical, namespace: payments, service: "<!channel>"}
        annotations: {summary: "{{ $labels.job }} is gone", runbook_url: "https://runbooks.example/gone"}
      - {alert: Watchdog, expr: vector(1), labels: {severity: none}}
      - {record: broken, expr: 'label_join(up, "1bad", ",", "job")'}
      - {record: well, expr: 'sum(up)'}
"""
ALERTMANAGER = """
route: {receiver: nobody, group_by: [alertname], group_wait: 1s, group_interval: 1s}
receivers: [{name: nobody}]
"""


class Monitoring:
    """The two servers, started together; both are gone with all that they hold when they are stopped.

    Args:
        folder: for their files.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        ports = (free_port(), free_port())
        self.prometheus, self.alertmanager = (f"http://127.0.0.1:{port}" for port in ports)
        self._ports = ports

    @staticmethod
    def there() -> bool:
        """Return whether this machine has both."""
        return bool(shutil.which("prometheus") and shutil.which("prometheus-alertmanager"))

    def start(self) -> None:
        """Start both and wait until the rule's alert has come through. Raises RuntimeError when that takes over 30 s."""
        port, alertmanager = self._ports
        (self._folder / "rules.yml").write_text(RULES)
        (self._folder / "alertmanager.yml").write_text(ALERTMANAGER)
        (self._folder / "prometheus.yml").write_text(
            PROMETHEUS.format(rules=self._folder / "rules.yml", port=port, alertmanager=alertmanager)
        )
        self._launch(
            "prometheus-alertmanager", f"--config.file={self._folder / 'alertmanager.yml'}",
            f"--storage.path={self._folder / 'a'}", f"--web.listen-address=127.0.0.1:{alertmanager}",
            "--cluster.listen-address=",
        )  # fmt: skip
        self._launch(
            "prometheus", f"--config.file={self._folder / 'prometheus.yml'}", f"--storage.tsdb.path={self._folder / 'p'}",
            f"--web.listen-address=127.0.0.1:{port}", "--rules.alert.resend-delay=1s",
            "--query.timeout=1s",
        )  # fmt: skip
        self.wait(lambda: len(self.get(f"{self.alertmanager}/api/v2/alerts")) >= 2)
        self.wait(lambda: "err" in json.dumps(self.get(f"{self.prometheus}/api/v1/rules")["data"]["groups"]))

    def stop(self) -> None:
        """Kill both."""
        for process in self._processes:
            process.kill()
            process.wait()

    def wait(self, true: Callable[[], bool]) -> None:
        """Wait for a condition; a server that does not answer yet does not meet it. Raises RuntimeError after 30 s."""
        until = monotonic() + START_SECONDS
        while monotonic() < until:
            try:
                if true():
                    return
            except (URLError, OSError):
                pass
            for process in self._processes:
                self._look(process)
        raise RuntimeError(f"not within {START_SECONDS:g} s: {self._said()}")

    def get(self, url: str) -> Any:
        """Return the JSON that a URL gives."""
        with urlopen(url, timeout=2) as answer:
            return json.load(answer)

    def silence(self, matchers: list[dict[str, Any]], minutes: int = 30) -> str:
        """Make a silence; return its ID."""
        now = datetime.now(UTC)
        body = {
            "matchers": matchers, "startsAt": now.isoformat(), "endsAt": (now + timedelta(minutes=minutes)).isoformat(),
            "createdBy": "ana", "comment": "testing <!here>",
        }  # fmt: skip
        request = Request(
            f"{self.alertmanager}/api/v2/silences", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urlopen(request, timeout=2) as answer:
            made: str = json.load(answer)["silenceID"]
            return made

    def unsilence(self, silence: str) -> None:
        """End a silence."""
        with urlopen(Request(f"{self.alertmanager}/api/v2/silence/{silence}", method="DELETE"), timeout=2):
            pass

    def _launch(self, name: str, *arguments: str) -> None:
        with (self._folder / "log").open("ab") as log:
            self._processes.append(
                subprocess.Popen([name, *arguments], stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self._folder)
            )

    def _look(self, process: subprocess.Popen[bytes]) -> None:
        """Give a server a moment; raise RuntimeError if it has ended in it."""
        try:
            process.wait(LOOK_SECONDS / 2)
        except subprocess.TimeoutExpired:
            return
        raise RuntimeError(f"a server ended: {self._said()}")

    def _said(self) -> str:
        return (self._folder / "log").read_text()[-1000:]
