"""What a configuration means: defaults, variables, the environment, secrets."""

from __future__ import annotations

from pathlib import Path

import pytest
from configured import CONNECTORS, configured, refused

from bot.config.config import ConfigError, environment, load
from bot.digests.configured import digests


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    """Nobody should have to write what is usual."""
    config = configured(tmp_path, "")
    assert (config.slack.command, config.http.port, config.answer_timeout) == ("/sre", 8080, 8.0)
    assert not config.cache.url
    assert config.targets() == ()


def test_a_variable_is_replaced_in_the_middle_of_a_text(tmp_path: Path) -> None:
    """Paths and URLs are made of variables and constants."""
    config = configured(
        tmp_path, "connectors: {kubernetes: {prod: {kubeconfig: '/etc/${NAME}/${FILE:-config}'}}}", NAME="kube"
    )
    assert config.connectors["kubernetes"]["prod"].kubeconfig == "/etc/kube/config"


def test_an_escaped_variable_stays(tmp_path: Path) -> None:
    """A text may hold the characters themselves."""
    config = configured(tmp_path, "connectors: {kubernetes: {prod: {kubeconfig: '$${HOME}/x'}}}", HOME="/root")
    assert config.connectors["kubernetes"]["prod"].kubeconfig == "${HOME}/x"


def test_a_default_holds_for_an_empty_variable_as_in_a_shell(tmp_path: Path) -> None:
    """An empty line in `.env` must not make an empty port."""
    assert configured(tmp_path, "http: {port: '${PORT:-9000}'}", PORT="").http.port == 9000


@pytest.mark.parametrize(("text", "value"), [("port: ${P}", 81), ("port: '${P}'", 81)], ids=["plain", "quoted"])
def test_a_replaced_variable_is_a_number_where_a_number_is_due(tmp_path: Path, text: str, value: int) -> None:
    """The environment knows texts only."""
    assert configured(tmp_path, f"http: {{{text}}}" if "'" in text else f"http:\n  {text}", P="81").http.port == value


def test_a_replaced_variable_stays_text_where_text_is_due(tmp_path: Path) -> None:
    """A context called 123 is a name."""
    config = configured(tmp_path, "connectors: {kubernetes: {prod: {context: '${C}'}}}", C="123")
    assert config.connectors["kubernetes"]["prod"].context == "123"


def test_what_a_variable_holds_is_not_looked_through_again(tmp_path: Path) -> None:
    """A password may hold `${`; replacing it again would make a hole of it."""
    config = configured(tmp_path, "webhooks: {alertmanager: {token: '${T}'}}", T="${HOME}")
    assert config.webhooks.alertmanager.token.reveal() == "${HOME}"


def test_secrets_are_wrapped_and_listed_for_the_logs(tmp_path: Path) -> None:
    """A Config may be printed, and the logs have to know what to leave out."""
    config = configured(
        tmp_path,
        "connectors: {kubernetes: {prod: {token: kube-hush}}}",
        REDIS_URL="redis://me:red%20hush@redis:6379/0",
        SLACK_BOT_TOKEN="xoxb-hush",
        SLACK_APP_TOKEN="xapp-hush",
    )
    revealed = {secret.reveal() for secret in config.secrets()}
    assert revealed == {"kube-hush", "redis://me:red%20hush@redis:6379/0", "red hush", "xoxb-hush", "xapp-hush"}
    assert "hush" not in repr(config)
    assert config.cache.place == "redis://redis:6379/0"


def test_the_environment_speaks_where_the_file_is_silent(tmp_path: Path) -> None:
    """REDIS_URL and LOG_LEVEL are documented without reference to the file."""
    config = configured(tmp_path, "cache: {keep_last_good: 5}", REDIS_URL="redis://r", LOG_LEVEL="DEBUG")
    assert (config.cache.url.reveal(), config.log.level) == ("redis://r", "debug")
    assert not configured(tmp_path, "cache: {url: ''}", REDIS_URL="redis://r").cache.url


def test_a_digest_is_read_with_its_defaults(tmp_path: Path) -> None:
    """A short one is enough."""
    config = configured(tmp_path, 'digests: [{name: Morning, channel: C1, cron: "0 9 * * 1-5", commands: [ping]}]')
    [digest] = digests(config.digests)
    assert (digest.name, digest.timezone, digest.missed, digest.grace) == ("morning", "UTC", "post", 3600.0)
    assert (digest.only_if_changed, digest.quiet_if_healthy, digest.maker, digest.paused) == (False, False, "", "")


def test_a_matcher_that_cannot_be_understood_is_told_with_its_place(tmp_path: Path) -> None:
    """Else its alerts would go elsewhere, and nobody knew why."""
    [said] = refused(tmp_path, "alerts: {routes: [{match: ['severity=~\"(\"'], channel: C1}]}")
    assert "alerts.routes" in said
    assert "is no regular expression" in said


def test_the_account_says_what_is_missing(tmp_path: Path) -> None:
    """`run` needs both tokens, `ask` and `check` need none."""
    account = configured(tmp_path, "", SLACK_BOT_TOKEN="xoxb-1", SLACK_API_URL="http://127.0.0.1:3000/api").account
    assert account.missing() == ("SLACK_APP_TOKEN",)
    assert account.api_url == "http://127.0.0.1:3000/api/"


def test_the_env_file_adds_and_never_overrides(tmp_path: Path) -> None:
    """What is set for one run counts more than what lies in a file."""
    (tmp_path / ".env").write_text("A=file\nB=file\nC\nD='p${A}'\n")
    assert environment({"A": "set", "E": ""}, tmp_path) == {"A": "set", "B": "file", "D": "p${A}", "E": ""}


def test_a_broken_env_file_is_refused_by_name(tmp_path: Path) -> None:
    """It is the second file that can be wrong."""
    (tmp_path / ".env").write_bytes(b"A=\xff")
    with pytest.raises(ConfigError, match=r"\.env"):
        environment({}, tmp_path)


def test_the_file_comes_from_the_environment_or_the_working_directory(tmp_path: Path) -> None:
    """In that order, when no --config is given."""
    (tmp_path / "other.yaml").write_text("slack: {command: /other}")
    assert load(None, {"SREHUB_CONFIG": str(tmp_path / "other.yaml")}, CONNECTORS).slack.command == "/other"
