"""Makes the messages of groups and storms, as the configuration wants them to look."""

from __future__ import annotations

from collections.abc import Sequence

from bot.alerts.lines import AlertLines
from bot.alerts.merge import Severities
from bot.alerts.routes import Routes
from bot.config.shape import Alerts, Evidence, Style
from processors import alert_group, alert_storm
from processors._alerts import Group, Storm
from processors._passages import Line
from processors._summary import Summary, Tone
from processors._text import Team

_TONES: dict[Style, Tone] = {
    "firing": Tone.FIRING, "bad": Tone.BAD, "warning": Tone.WARNING, "neutral": Tone.NEUTRAL
}  # fmt: skip


def severities(alerts: Alerts) -> Severities:
    """Return how bad things can be, as configured."""
    return Severities(alerts.severity_label, tuple(alerts.severities), alerts.same_message)


class AlertViews:
    """Knows the look, the routes and the lines.

    Args:
        alerts: the configuration.
        routes: its routes.
        lines: writes the lines that buttons carry.
    """

    def __init__(self, alerts: Alerts, routes: Routes, lines: AlertLines) -> None:
        worst = len(alerts.severities)
        tones = {worst - place: _TONES[style] for place, style in enumerate(alerts.severities.values())}
        self.look = alert_group.Look(tones, alerts.severity_label, worst, alerts.hosts)
        self._routes, self._lines = routes, lines

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that groups may go to."""
        return self._routes.channels

    def group(self, group: Group, now: float) -> Summary:
        """Return the message of a group as it is at `now`."""
        return alert_group.summary(group, self.look, self._lines.ways(group, self._mention(group)), now)

    def changes(self, group: Group) -> Summary:
        """Return what the thread is told of the group's changes; of a rise to the worst severity the people on call, too."""
        told = alert_group.told(group.lines)
        mention = self._mention(group)
        if mention and group.rank >= self.look.worst and any(line.broadcast for line in group.lines):
            return Summary(tone=told.tone, title=told.title, body=(*told.body, Line((Team(mention),))))
        return told

    def storm(self, storm: Storm, groups: Sequence[Group], now: float) -> Summary:
        """Return the digest as it is at `now`."""
        return alert_storm.summary(storm, groups, self.look, self._lines.of_storm(storm, groups, now), now)

    def evidence(self, group: Group) -> tuple[tuple[Evidence, str], ...]:
        """Return what is to be looked up for a group, and by which lines."""
        way = self._routes.way(group.alerts)
        kinds: tuple[Evidence, ...] = way.evidence if way else ()
        return tuple((kind, line) for kind in kinds if (line := self._lines.ask(group, kind)))

    def _mention(self, group: Group) -> str:
        way = self._routes.way(group.firing)
        return way.mention if way else ""
