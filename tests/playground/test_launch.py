"""What `make run` decides: which of the outside is real, and what the bot is told."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from playground.greeting import exit_code, exited, greeting
from playground.plan import SERVICE_ACCOUNT, Pretended, child_environment, make_plan, wanted_port
from playground.ports import free_port

HOME = Path("/home/me")
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-secret", "SLACK_APP_TOKEN": "xapp-secret"}


def nothing(path: Path) -> bool:
    """No file is there."""
    return False


def only(*paths: str):
    """Return an `exists` for these files alone."""
    return lambda path: str(path) in paths


def test_without_anything_both_slack_and_the_cluster_are_pretended():
    """A newcomer has neither, and has to see something work."""
    plan = make_plan({}, HOME, nothing)
    assert (plan.slack, plan.cluster, plan.nothing_to_pretend) == (True, True, False)
    assert "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set" in plan.slack_why


@pytest.mark.parametrize("environ", [{"KUBECONFIG": "/etc/kube"}, {"KUBECONFIG": "/nowhere:/etc/kube"}])
def test_with_tokens_and_a_kubeconfig_nothing_is_pretended(environ):
    """Production must never get a demo."""
    assert make_plan(TOKENS | environ, HOME, only("/etc/kube")).nothing_to_pretend


def test_the_kubeconfig_in_the_home_directory_is_found():
    """It is where kubectl keeps it."""
    plan = make_plan(TOKENS, HOME, only("/home/me/.kube/config"))
    assert plan.nothing_to_pretend
    assert make_plan(TOKENS | {"KUBECONFIG": "~/.kube/config"}, HOME, only("/home/me/.kube/config")).nothing_to_pretend


def test_a_service_account_is_a_way_to_a_cluster():
    """In a pod there is no kubeconfig, and the cluster is real all the same."""
    environ = TOKENS | {"KUBERNETES_SERVICE_HOST": "10.0.0.1"}
    assert make_plan(environ, HOME, only(str(SERVICE_ACCOUNT))).nothing_to_pretend
    assert make_plan(TOKENS, HOME, only(str(SERVICE_ACCOUNT))).cluster


def test_one_token_alone_is_named_as_missing_the_other():
    """Half a setup is a mistake that people have to be told of."""
    plan = make_plan({"SLACK_BOT_TOKEN": "xoxb-secret"}, HOME, nothing)
    assert plan.slack
    assert plan.slack_why == "SLACK_APP_TOKEN is not set"


def test_an_empty_variable_is_not_set():
    """`.env.example` is copied with empty tokens in it."""
    assert make_plan({"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""}, HOME, nothing).slack


def test_a_kubeconfig_that_is_not_there_is_said_to_be_missing():
    """Else the demo's pods would be taken for one's own."""
    plan = make_plan({"KUBECONFIG": "/gone"}, HOME, only("/home/me/.kube/config"))
    assert plan.cluster
    assert "KUBECONFIG" in plan.cluster_why


def test_the_bot_is_led_to_what_is_pretended_and_keeps_the_rest():
    """The bot cannot tell the difference: only addresses and tokens change."""
    pretended = Pretended("http://127.0.0.1:3000/api/", "xoxb-1", "xapp-1", Path("/tmp/k"), 8081)
    told = child_environment({"PATH": "/bin", "SLACK_API_URL": "https://else.example/api/"}, pretended)
    assert told == {
        "PATH": "/bin", "SLACK_API_URL": "http://127.0.0.1:3000/api/", "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1", "KUBECONFIG": "/tmp/k", "SREHUB_HTTP_PORT": "8081",
    }  # fmt: skip


def test_what_is_real_is_left_as_it_is():
    """A real Slack with a demo cluster keeps its own tokens and address."""
    environ = {**TOKENS, "SREHUB_HTTP_PORT": "nonsense"}
    assert child_environment(environ, Pretended(None, None, None, None, None)) == environ


@pytest.mark.parametrize(("said", "port"), [("", 8080), ("9000", 9000), ("nonsense", None), ("70000", None)])
def test_a_port_that_is_nonsense_is_left_for_the_bot_to_refuse(said, port):
    """Its message names the configuration's key; ours could not."""
    assert wanted_port({"SREHUB_HTTP_PORT": said}) == port


def test_the_greeting_says_what_is_real_and_never_a_token():
    """Terminals are shared and recorded."""
    words = greeting(make_plan(TOKENS, HOME, nothing), "", 2000)
    assert "the real one" in words
    assert "a demo of 2,000 pods" in words
    assert "secret" not in words


def test_the_greeting_gives_the_page_and_three_things_to_type():
    """They are the whole of what a newcomer needs."""
    words = greeting(make_plan({}, HOME, nothing), "http://127.0.0.1:3000/", 2000)
    assert "http://127.0.0.1:3000/" in words
    assert words.count("\n  /sre ") + words.count("\n  @srehub ") == 3


def test_the_greeting_names_what_is_set_and_not_asked():
    """Whoever has set it would look for their own alerts in the demo."""
    plan, page = make_plan({}, HOME, nothing), "http://127.0.0.1:3000/"
    assert "whatever PROMETHEUS_URL and LOKI_URL may name" in greeting(plan, page, 1, ("PROMETHEUS_URL", "LOKI_URL"))
    assert "_URL may name" not in greeting(plan, page, 1)


@pytest.mark.parametrize(("code", "ours"), [(0, 0), (2, 2), (-9, 137)])
def test_the_bots_end_is_told_in_one_line_and_its_code_is_ours(code, ours):
    """Whoever supervises the launcher sees what the bot said."""
    assert exit_code(code) == ours
    assert "\n" not in exited(code)


def test_a_taken_port_gives_way_to_a_free_one():
    """Something else listens on 3000 and 8080 on half of all machines."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) != port
    assert free_port(port) == port


def test_a_redis_of_its_own_is_started_where_the_program_is_and_slack_is_pretended():
    """Then it can be killed on the page; nobody's own Redis is, and no production gets one that it did not ask for."""
    plan = make_plan({}, HOME, nothing, lambda: "/usr/bin/redis-server")
    assert (plan.redis, plan.cache) == ("/usr/bin/redis-server", "a Redis of the playground's own, as REDIS_URL is not set")
    assert make_plan({"REDIS_URL": "redis://mine"}, HOME, nothing, lambda: "/usr/bin/redis-server").redis == ""
    assert make_plan(TOKENS, HOME, nothing, lambda: "/usr/bin/redis-server").redis == ""
    assert make_plan({}, HOME, nothing, lambda: None).cache == "in memory, as REDIS_URL is not set"


def test_with_a_real_cluster_no_story_is_promised():
    """The incident is the demo's; one's own cluster has its own."""
    words = greeting(make_plan({}, HOME, only("/home/me/.kube/config")), "http://127.0.0.1:3000/", 0)
    assert "Story" not in words
    assert '"Under the bonnet"' in words
