"""What a configuration is refused for, and how the refusal reads."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from configured import CONNECTORS, configured, refused
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.catalogue import catalogue, find_connectors
from bot.config.config import ConfigError, load
from bot.invocation import Grammar


def test_a_quoted_number_without_a_variable_is_refused(tmp_path: Path) -> None:
    """A wrong type is refused, not guessed at."""
    assert refused(tmp_path, "http: {port: '8080'}") == [
        "line 1: http.port: is '8080'; it should be a port, a whole number from 0 to 65535"
    ]


def test_a_pattern_that_cannot_be_used_is_named_by_its_place(tmp_path: Path) -> None:
    """To learn of it when a secret has been shown would be too late."""
    path = tmp_path / "config.yaml"
    path.write_text("connectors: {kubernetes: {prod: {redact: ['ACME-[0-9]+', '(a', 'a(?=b)']}}}")
    with pytest.raises(ConfigError) as caught:
        load(path, {}, {name: connector.settings for name, connector in find_connectors().items()})
    right = "it should be a regular expression in RE2's syntax"
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        f"line 1: connectors.kubernetes.prod.redact[1]: is '(a'; {right}: missing ): (a",
        f"line 1: connectors.kubernetes.prod.redact[2]: is 'a(?=b)'; {right}: invalid perl operator: (?=",
    ]


def test_all_mistakes_are_told_at_once_with_line_path_and_what_would_be_right(tmp_path: Path) -> None:
    """One start, one list: nobody should have to start the bot ten times to find ten mistakes."""
    said = refused(
        tmp_path,
        """
slack: {comand: /sre, incident_channels: ["#incidents"]}
http: {port: "${PORT:-abc}"}
answer_timeout: .inf
cache: {url: "${NOWHERE}", ttl: {default: -1}}
connectors:
  kubernetes:
    prod: {kubeconfg: x, in_cluster: maybe, mode: slow, namespaces: [1]}
  kubernets: {}
channels: {C1: {target: prd}}
digests: [{name: morning, channel: C1, commands: [ping]}]
log: {level: loud}
""",
    )
    assert said == [
        "line 2: slack.comand: is no key that exists; did you mean `command`?",
        "line 2: slack.incident_channels[0]: is '#incidents'; it should be a channel's ID such as C0123456789, not its name",
        "line 3: http.port: is '${PORT:-abc}', here 'abc'; it should be a port, a whole number from 0 to 65535",
        "line 4: answer_timeout: is inf; it should be a number of seconds, more than 0 and at most 600",
        "line 5: cache.url: needs NOWHERE, which is not set; `${NAME:-default}` would give a default",
        "line 5: cache.ttl.default: is -1; it should be a number of seconds, 0 or more",
        "line 8: connectors.kubernetes.prod.kubeconfg: is no key that exists; did you mean `kubeconfig`?",
        "line 8: connectors.kubernetes.prod.in_cluster: is 'maybe'; it should be true or false",
        "line 8: connectors.kubernetes.prod.namespaces[0]: is 1; it should be text; put it in quotes",
        "line 8: connectors.kubernetes.prod.mode: is 'slow'; it should be one of fast, thorough",
        "line 9: connectors.kubernets: is no connector that exists; did you mean `kubernetes`?",
        "line 10: channels.C1.target: 'prd' is no target of any connector; there are: prod",
        "line 11: digests[0].cron: is missing; it should be text that is not empty",
        "line 12: log.level: is 'loud'; it should be one of debug, info, warning, error, critical",
    ]


def test_what_is_wrong_with_a_digest_is_told_with_its_place(tmp_path: Path) -> None:
    """Else it would be found out by what is not there on Monday at nine."""
    path = tmp_path / "config.yaml"
    path.write_text("""
digests:
- {name: morning, channel: C1, cron: "0 9 * *", timezone: Europe/Lodnon, commands: [ping, pods faild, "watch ping"]}
- {name: Morning, channel: C1, cron: "0 0 30 2 *", missed: later, commands: [ping]}
- {name: "good morning", channel: C1, cron: "61 * * * *", grace: 90000, commands: [ping]}
""")
    with pytest.raises(ConfigError) as caught:
        load(path, {}, {}, Grammar(catalogue()).question)
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        "line 4: digests[1].missed: is 'later'; it should be one of post, skip",
        "line 5: digests[2].grace: is 90000; it should be a number of seconds, at most 86400, which is a day",
    ]
    path.write_text(path.read_text().replace(", missed: later", "").replace(", grace: 90000", ""))
    with pytest.raises(ConfigError) as caught:
        load(path, {}, {}, Grammar(catalogue()).question)
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        "line 3: digests[0].cron: “0 9 * *” is no cron: it needs five fields, such as 0 9 * * 1-5.",
        "line 3: digests[0].timezone: “Europe/Lodnon” is no time zone. Did you mean Europe/London?",
        "line 3: digests[0].commands[1]: “pods faild” is not a command.",
        "line 3: digests[0].commands[2]: watch is for Slack: it changes what stands there.",
        "line 4: digests[1].cron: “0 0 30 2 *” never comes: no such day is in the calendar.",
        "line 4: digests[1].name: is 'Morning', which is the name of another digest",
        "line 5: digests[2].name: “good morning” is no name for a digest: write letters, digits and dashes, e.g. morning.",
        "line 5: digests[2].cron: “61 * * * *” is no cron: bad minute.",
    ]


def test_the_error_reads_as_a_list_under_the_files_name(tmp_path: Path) -> None:
    """It is printed as it is."""
    with pytest.raises(ConfigError, match=r"config\.yaml: 2 mistakes in the configuration\n  line 1: a: .*\n  line 1: b: "):
        configured(tmp_path, "{a: 1, b: 2}")


def test_an_unknown_connector_names_those_that_exist(tmp_path: Path) -> None:
    """People write configurations for a later version."""
    assert refused(tmp_path, "connectors: {loki: {prod: {url: x}}}") == [
        "line 1: connectors.loki: is no connector that exists; there are: kubernetes"
    ]


def test_a_connectors_own_objection_names_the_target(tmp_path: Path) -> None:
    """Settings may refuse what each key alone allows."""
    assert refused(tmp_path, "connectors: {kubernetes: {prod: {in_cluster: true, context: x}}}") == [
        "line 1: connectors.kubernetes.prod: `context` means nothing with `in_cluster`"
    ]


@pytest.mark.parametrize("name", ["all", "Prod", "a b", "-x"])
def test_a_target_cannot_have_a_name_that_nobody_can_ask_for(tmp_path: Path, name: str) -> None:
    """`@all` means every target, and names are compared in small letters."""
    (said,) = refused(tmp_path, f"connectors: {{kubernetes: {{'{name}': {{}}}}}}")
    assert "it should be a name of small letters" in said


def test_a_secrets_value_is_never_told(tmp_path: Path) -> None:
    """The refusal is printed and logged."""
    said = refused(
        tmp_path,
        "{webhooks: {alertmanager: {token: [hush]}}, cache: {url: 'http://:hush@x'}, grace: '${DB_PASSWORD}', tokn: hush}",
        DB_PASSWORD="hush",
    )
    assert len(said) == 4
    assert not any("hush" in one for one in said)


@pytest.mark.parametrize(("text", "line", "column"), [("a: [1\nb: 2", 2, 2), ("a: 'x", 1, 6), ("a: 1\n\tb: 2", 2, 1)])
def test_what_is_no_yaml_is_named_with_line_and_column(tmp_path: Path, text: str, line: int, column: int) -> None:
    """A parser's stack trace helps nobody."""
    (said,) = refused(tmp_path, text)
    assert said.startswith(f"line {line}: is not YAML, column {column}: ")


@pytest.mark.parametrize(
    "text", ["a: \x00", "x: 2026-99-01", "a: 1\n---\nb: 2", "{a: 1}: b", "!!python/object:os.system x", "[1]"]
)
def test_odd_files_are_refused_and_never_crash(tmp_path: Path, text: str) -> None:
    """Whatever stands in the file, the answer is a ConfigError."""
    assert refused(tmp_path, text)


def test_a_file_that_is_not_utf8_or_not_there_is_refused(tmp_path: Path) -> None:
    """The path is in the message, as several are possible."""
    path = tmp_path / "config.yaml"
    with pytest.raises(ConfigError, match=r"config\.yaml.*\n.*No such file"):
        load(path, {}, CONNECTORS)
    path.write_bytes(b"a: \xff")
    with pytest.raises(ConfigError, match="UTF-8"):
        load(path, {}, CONNECTORS)


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """YAML would silently take the last one."""
    assert refused(tmp_path, "http: {port: 1}\nslack: {}\nhttp: {port: 2}") == [
        "line 3: http: stands here again (first on line 1); keep one of them"
    ]


def test_swapped_slack_tokens_are_noticed(tmp_path: Path) -> None:
    """It is the most common slip, and Slack's own error for it says nothing."""
    said = refused(tmp_path, "", SLACK_BOT_TOKEN="xapp-1", SLACK_APP_TOKEN="xoxb-1")
    assert [one.split(" holds")[0] for one in said] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]


@given(
    st.text(st.sampled_from("{}[]:-&*!|>'\"#%@`?, \n\tab1.${}~<=") | st.characters(exclude_categories=["Cs"]), max_size=60)
)
@example("? - a\n: 1")
@example("a: &x {b: *x}")
@example("[" * 1_000)
@settings(deadline=None)
def test_no_text_whatever_makes_anything_but_a_configuration_or_a_refusal(text: str) -> None:
    """The file is written by hand, at night."""
    with tempfile.TemporaryDirectory() as folder, suppress(ConfigError):
        configured(Path(folder), text)
