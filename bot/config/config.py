"""The only reader of YAML and of the environment: a file and variables in, one frozen typed Config out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from dotenv import dotenv_values

from bot.config.errors import ConfigError, Mistake
from bot.config.reader import Reader
from bot.config.shape import Alerts, Cache, Channel, File, TargetName
from bot.config.yaml import Document, read
from bot.digests.configured import mistakes
from connectors._contract import Secret, Settings
from handlers._contract import UsageError
from handlers._matchers import parsed

__all__ = ["Config", "ConfigError", "Mistake", "SlackAccount", "environment", "load"]

SLACK_API = "https://slack.com/api/"
DEFAULT_FILE = "config.yaml"


class SlackAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Who the bot is in Slack; from the environment alone.

    Attributes:
        bot_token: SLACK_BOT_TOKEN, `xoxb-…`; empty where it is not set.
        app_token: SLACK_APP_TOKEN, `xapp-…`; empty where it is not set.
        api_url: SLACK_API_URL, ends with a slash.
    """

    bot_token: Secret = Secret("")
    app_token: Secret = Secret("")
    api_url: str = SLACK_API

    def missing(self) -> tuple[str, ...]:
        """Return the names of the variables without which the bot cannot serve Slack."""
        pairs = (("SLACK_BOT_TOKEN", self.bot_token), ("SLACK_APP_TOKEN", self.app_token))
        return tuple(name for name, token in pairs if not token)


class Config(File, frozen=True, kw_only=True):
    """The whole configuration: the file's sections, and what the environment adds.

    Attributes:
        source: the file it was read from.
        account: who the bot is in Slack.
    """

    source: Path
    account: SlackAccount

    def targets(self) -> tuple[str, ...]:
        """Return every target's name, in the order of the file."""
        return tuple(dict.fromkeys(target for targets in self.connectors.values() for target in targets))

    def secrets(self) -> tuple[Secret, ...]:
        """Return every secret that is not empty, for the logs to leave out."""
        found = (*_secrets(self), self.cache.password)
        return tuple(dict.fromkeys(secret for secret in found if secret))


def environment(environ: Mapping[str, str], folder: Path = Path()) -> dict[str, str]:
    """Return `environ` with what the file `.env` in `folder` adds; a variable that is set already stays as it is.

    The values in `.env` are taken as they stand: variables inside them are not replaced.

    Raises:
        ConfigError: the file is there and cannot be read.
    """
    path = folder / ".env"
    try:
        added = dotenv_values(path, interpolate=False)
    except OSError as error:
        raise ConfigError(str(path), [Mistake((), f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise ConfigError(str(path), [Mistake((), "is not UTF-8 text")]) from error
    return {name: value for name, value in added.items() if value is not None} | dict(environ)


def load(
    path: Path | None, environ: Mapping[str, str], connectors: Mapping[str, type[Settings]],
    understood: Callable[[str], object] = str,
) -> Config:  # fmt: skip
    """Read the configuration.

    Args:
        path: the file; None: SREHUB_CONFIG, then `config.yaml` in the working directory.
        environ: the variables, `.env` included (see `environment`).
        connectors: a connector's name to the type of one target's settings, for every connector that there is.
        understood: takes a command line and raises UsageError unless it means something; where no command is known, all do.

    Raises:
        ConfigError: something is wrong; it lists all mistakes.
    """
    path = path or Path(environ.get("SREHUB_CONFIG") or DEFAULT_FILE)
    document = read(path)
    reader = Reader(environ, document.lines)
    sections = _sections(reader, document, environ, connectors)
    if isinstance(digests := sections.get("digests"), tuple):
        for place, said in mistakes(digests, understood):
            reader.wrong(place, said)
    account = _account(reader, environ)
    if reader.mistakes:
        raise ConfigError(str(path), sorted(reader.mistakes, key=lambda one: one.line or 0))
    return Config(source=path, account=account, **sections)


def _sections(
    reader: Reader, document: Document, environ: Mapping[str, str], connectors: Mapping[str, type[Settings]]
) -> dict[str, Any]:
    if not isinstance(document.data, dict):
        reader.wrong((), "the file should be a mapping of keys to values")
        return {}
    data = dict(document.data)
    given = data.pop("connectors", None)
    targets = _connectors(reader, given, connectors)
    sections: dict[str, Any] = reader.keys(_with_environment(data, environ), File, ())
    if isinstance(sections.get("channels"), Mapping):
        _check_channels(reader, sections["channels"], _names(given))
    if isinstance(sections.get("alerts"), Alerts):
        _check_alerts(reader, sections["alerts"])
    if isinstance(sections.get("cache"), Cache):
        _check_cache(reader, sections["cache"])
    return sections | {"connectors": targets}


def _with_environment(data: dict[Any, Any], environ: Mapping[str, str]) -> dict[Any, Any]:
    """Let REDIS_URL and LOG_LEVEL speak where the file is silent."""
    for section, key, variable in (("cache", "url", "REDIS_URL"), ("log", "level", "LOG_LEVEL")):
        given = data.get(section)
        if environ.get(variable) and (given is None or (isinstance(given, dict) and key not in given)):
            data[section] = (given or {}) | {key: f"${{{variable}}}"}
    return data


def _connectors(reader: Reader, data: Any, known: Mapping[str, type[Settings]]) -> dict[str, Any]:
    """Read each connector's targets into that connector's own Settings; what is wrong is noted."""
    place = ("connectors",)
    if not isinstance(data, dict | None):
        reader.wrong(place, "should be a mapping of connectors to their targets")
        return {}
    data = data or {}
    reader.unknown(data, sorted(known), place, "connector")
    read = {
        name: reader.mapping(targets, TargetName, known[name], (*place, name))
        for name, targets in data.items()
        if name in known
    }
    return {name: _present(targets) if isinstance(targets, dict) else targets for name, targets in read.items()}


def _present(targets: Mapping[str, Settings]) -> dict[str, Settings]:
    """Return the targets without those that the configuration says are not there."""
    return {target: settings for target, settings in targets.items() if not settings.absent}


def _names(connectors: Any) -> list[str]:
    """Return the targets' names as they stand in the file, those with a mistake in them included."""
    groups = connectors.values() if isinstance(connectors, dict) else ()
    return sorted({str(name) for targets in groups if isinstance(targets, dict) for name in targets})


def _check_channels(reader: Reader, channels: Mapping[str, Channel], names: list[str]) -> None:
    there = ", ".join(names) or "none"
    for channel, special in channels.items():
        if special.target not in names:
            said = f"{special.target!r} is no target of any connector; there are: {there}"
            reader.wrong(("channels", channel, "target"), said)


def _check_alerts(reader: Reader, alerts: Alerts) -> None:
    for place, route in enumerate(alerts.routes):
        for number, text in enumerate(route.match):
            try:
                parsed(text)
            except UsageError as error:
                reader.wrong(("alerts", "routes", place, "match", number), error.said)


def _check_cache(reader: Reader, cache: Cache) -> None:
    url = cache.url.reveal()
    try:
        scheme = urlsplit(url).scheme
        _ = urlsplit(url).port
    except ValueError:
        reader.wrong(("cache", "url"), "is no URL; it should look like redis://host:6379/0")
        return
    if url and scheme not in ("redis", "rediss", "unix"):
        reader.wrong(("cache", "url"), "should begin with redis://, rediss:// or unix://, or be empty for a cache in memory")


def _account(reader: Reader, environ: Mapping[str, str]) -> SlackAccount:
    bot, app = environ.get("SLACK_BOT_TOKEN", "").strip(), environ.get("SLACK_APP_TOKEN", "").strip()
    if bot.startswith("xapp-"):
        reader.wrong((), "SLACK_BOT_TOKEN holds an app-level token (xapp-…); the bot token begins with xoxb-")
    if app.startswith("xox"):
        reader.wrong((), "SLACK_APP_TOKEN holds a bot's or a user's token (xox…); the app-level token begins with xapp-")
    url = environ.get("SLACK_API_URL") or SLACK_API
    if not url.startswith(("https://", "http://")):
        reader.wrong((), f"SLACK_API_URL is {url!r}; it should be an http or https URL such as {SLACK_API}")
    return SlackAccount(bot_token=Secret(bot), app_token=Secret(app), api_url=url.rstrip("/") + "/")


def _secrets(value: Any) -> Iterator[Secret]:
    if isinstance(value, Secret):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _secrets(getattr(value, name))
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _secrets(one)
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from _secrets(one)
