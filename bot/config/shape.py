"""The shape of the configuration file: one Struct a section, each key with its type, its bounds and its default.

`config.yaml` explains every key; a test holds the two together. Times are in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec import Meta

from bot.access import Rule
from connectors._contract import Secret, Settings

ChannelId = Annotated[str, Meta(pattern="^[CDG][A-Z0-9]+$", description="a channel's ID such as C0123456789, not its name")]
Word = Annotated[str, Meta(min_length=1, description="text that is not empty")]
TargetName = Annotated[
    str,
    Meta(
        pattern="^(?!all$)[a-z0-9][a-z0-9._-]*$",
        description="a name of small letters, digits, dots and dashes, other than `all`",
    ),
]
Port = Annotated[int, Meta(ge=0, le=65535, description="a port, a whole number from 0 to 65535")]
Count = Annotated[int, Meta(ge=1, le=100_000, description="a whole number from 1 to 100000")]
Seconds = Annotated[float, Meta(ge=0, le=31_536_000, description="a number of seconds, 0 or more")]
Wait = Annotated[float, Meta(gt=0, le=600, description="a number of seconds, more than 0 and at most 600")]
Hour = Annotated[float, Meta(gt=0, le=3600, description="a number of seconds, more than 0 and at most 3600")]
SlashCommand = Annotated[str, Meta(pattern="^/[a-z0-9_-]{1,31}$", description="a slash and small letters, such as /sre")]


class Slack(msgspec.Struct, frozen=True, kw_only=True):
    """Where people ask: the slash command's name, and the channels in which incidents are handled."""

    command: SlashCommand = "/sre"
    incident_channels: tuple[ChannelId, ...] = ()


class HttpServer(msgspec.Struct, frozen=True, kw_only=True):
    """Where the bot's own HTTP server listens; port 0 takes a free one."""

    host: Word = "0.0.0.0"  # noqa: S104 - probes and scrapers come from outside the pod; it serves nothing secret
    port: Port = 8080


class Cache(msgspec.Struct, frozen=True, kw_only=True):
    """How long answers are kept.

    Attributes:
        url: `redis://`, `rediss://` or `unix://`; empty: in memory. A Secret, as it may hold a password.
        ttl: for how long an answer is fresh, a command's full name to seconds; `default` for those not named.
        keep_last_good: for how long an answer is kept, to be shown when the upstream fails.
    """

    url: Secret = Secret("")
    ttl: Mapping[str, Seconds] = msgspec.field(default_factory=lambda: {"default": 60.0})
    keep_last_good: Seconds = 3600.0

    def fresh_for(self, command: str) -> float:
        """Return for how many seconds an answer to this command is fresh."""
        return self.ttl.get(command, self.ttl.get("default", 60.0))

    @property
    def place(self) -> str:
        """Where the cache is, without its password: `redis://redis:6379/0`; "" for memory."""
        parts = urlsplit(self.url.reveal())
        return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()

    @property
    def password(self) -> Secret:
        """The password in the URL; an empty Secret where there is none."""
        return Secret(unquote(urlsplit(self.url.reveal()).password or ""))


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much is done at once: commands that are being answered, and commands that wait their turn."""

    commands: Count = 64
    queue: Count = 1000


class Watching(msgspec.Struct, frozen=True, kw_only=True):
    """How much may be watched: watches in a channel at once, how long one lasts at most, and seconds between two looks."""

    at_once: Count = 3
    longest: Hour = 1800.0
    every: Wait = 10.0


class Notifying(msgspec.Struct, frozen=True, kw_only=True):
    """How it is looked for what people want to be told: seconds between two looks, and looks at the same time."""

    every: Wait = 30.0
    at_once: Count = 8


class Log(msgspec.Struct, frozen=True, kw_only=True):
    """What is logged and how; `auto` is `console` on a terminal and `json` elsewhere."""

    level: Literal["debug", "info", "warning", "error", "critical"] = "info"
    format: Literal["auto", "json", "console"] = "auto"


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """What is special in one channel: the target that is asked when a command names none."""

    target: TargetName


class AlertmanagerWebhook(msgspec.Struct, frozen=True, kw_only=True):
    """Who may post alerts: those who know the token, or the password. Without either, all are refused.

    Attributes:
        token: for `Authorization: Bearer …`.
        username, password: for basic authorisation, instead or as well.
    """

    token: Secret = Secret("")
    username: str = ""
    password: Secret = Secret("")

    def __post_init__(self) -> None:
        """Refuse half of a login. Raises ValueError."""
        if bool(self.username) != bool(self.password):
            raise ValueError("needs `username` and `password` together")


class Webhooks(msgspec.Struct, frozen=True, kw_only=True):
    """Who may post to the bot."""

    alertmanager: AlertmanagerWebhook = AlertmanagerWebhook()


Matcher = Annotated[
    str,
    Meta(
        pattern=r"^\s*[a-zA-Z_][a-zA-Z0-9_]*\s*(=~|!~|!=|=)",
        description='a matcher as in Alertmanager, such as severity="critical"',
    ),
]
GroupId = Annotated[str, Meta(pattern="^(S[A-Z0-9]+)?$", description="a user group's ID such as S0123456789")]
Host = Annotated[str, Meta(pattern=r"^(\*\.)?[a-z0-9.-]+(:[0-9]+)?$", description="a host such as grafana.example.com")]
Evidence = Literal["pods", "rollouts", "logs", "chart"]
Style = Literal["firing", "bad", "warning", "neutral"]


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """Where alerts go that all these matchers fit (Alertmanager's syntax).

    Attributes:
        match: matchers; all of them have to fit one alert of the group. None: any alert.
        channel: where its message stands.
        mention: the user group that is called for what is of the worst severity; "" for none.
        evidence: what is looked up when it begins to fire.
    """

    match: tuple[Matcher, ...] = ()
    channel: ChannelId
    mention: GroupId = ""
    evidence: tuple[Evidence, ...] = ("pods", "rollouts", "logs", "chart")


class Alerts(msgspec.Struct, frozen=True, kw_only=True):
    """Where alerts go: the first route that fits, else the default channel; and how they look.

    Attributes:
        routes: in order.
        default_channel: where those go that no route fits; None: nowhere.
        severity_label: the label that says how bad it is.
        severities: its values, the worst first, and how each looks.
        hosts: the hosts to which links in annotations may lead, `*.` allowed in front.
        evidence_timeout: the longest that looking up evidence may take.
        storm: groups that begin within a minute in a channel and have messages of their own; more share one.
        same_message: seconds within which a group that comes back keeps its message.
    """

    routes: tuple[Route, ...] = ()
    default_channel: ChannelId | None = None
    severity_label: Word = "severity"
    severities: Mapping[str, Style] = msgspec.field(
        default_factory=lambda: {"critical": "firing", "error": "bad", "warning": "warning", "info": "neutral"}
    )
    hosts: tuple[Host, ...] = ()
    evidence_timeout: Wait = 8.0
    storm: Count = 10
    same_message: Seconds = 3600.0


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """Commands that are answered in a channel at set times."""

    name: Word
    channel: ChannelId
    cron: Word
    timezone: Word = "UTC"
    commands: tuple[Word, ...]


class File(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file.

    Attributes:
        answer_timeout: the longest that one command may take, all its targets included.
        grace: the longest that answers in hand may take to end when the bot is told to stop.
        connectors: connector's name to target's name to that connector's own Settings.
    """

    slack: Slack = Slack()
    http: HttpServer = HttpServer()
    cache: Cache = msgspec.field(default_factory=Cache)
    connectors: Mapping[str, Mapping[TargetName, Settings]] = msgspec.field(default_factory=dict)
    channels: Mapping[ChannelId, Channel] = msgspec.field(default_factory=dict)
    answer_timeout: Wait = 8.0
    limits: Limits = Limits()
    watch: Watching = Watching()
    notify: Notifying = Notifying()
    grace: Seconds = 20.0
    log: Log = Log()
    webhooks: Webhooks = Webhooks()
    alerts: Alerts = Alerts()
    digests: tuple[Digest, ...] = ()
    access: tuple[Rule, ...] = ()
