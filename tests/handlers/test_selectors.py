"""What people give to -n and -l is checked before a server is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers._contract import UsageError
from handlers._selectors import namespace, pod_name, selector


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("app=web", "app=web"),
        ("app==web", "app=web"),
        (" tier != cache , app = web ", "app=web,tier!=cache"),
        ("app in (web, api),tier", "app in (api,web),tier"),
        ("app notin (web)", "app notin (web)"),
        ("!canary", "!canary"),
        ("app.kubernetes.io/name=web", "app.kubernetes.io/name=web"),
        ("app=", "app="),
        ("app=web,app=web", "app=web"),
    ],
)
def test_a_selector_has_one_spelling(written: str, normal: str) -> None:
    """The cache's key is made of it: two spellings of one question must not cost two."""
    assert selector(written) == normal


@pytest.mark.parametrize(
    "wrong",
    ["app web", "app>1", "=web", "app in web", "app=web;rm", "a=b,,c=d", "", ",", "app=(x)", "-a=b", "a=" + "b" * 64],
)
def test_a_wrong_selector_is_named(wrong: str) -> None:
    """The server's own message comes late and speaks of a parser."""
    with pytest.raises(UsageError, match="is no label selector"):
        selector(wrong)


@given(st.text(max_size=40))
def test_what_is_let_through_is_let_through_again_unchanged(text: str) -> None:
    """Buttons carry the normalised selector back to where it is checked again."""
    try:
        normal = selector(text)
    except UsageError:
        return
    assert selector(normal) == normal


@given(st.text(max_size=5).map(lambda text: "app" + "," * 3000 + text) | st.just("a in (" + "," * 3000))
def test_a_hostile_selector_costs_no_time(text: str) -> None:
    """A regular expression that backtracks would hold the whole bot."""
    with pytest.raises(UsageError):
        selector(text)


@pytest.mark.parametrize("wrong", ["Pay ments", "payments/x", "a" * 64, "-x", "<!channel>", "..", ""])
def test_what_cannot_be_a_namespace_is_refused(wrong: str) -> None:
    """It becomes part of a URL."""
    with pytest.raises(UsageError, match="cannot be a namespace"):
        namespace(wrong)


def test_names_are_lowered() -> None:
    """Phones begin with a capital; Kubernetes has none."""
    assert (namespace("Payments"), pod_name("Web-0")) == ("payments", "web-0")


@pytest.mark.parametrize("wrong", ["../../secrets", "a b", "a" * 254, "web-0?x=1"])
def test_what_cannot_be_a_pod_is_refused(wrong: str) -> None:
    """It becomes part of a URL."""
    with pytest.raises(UsageError, match="cannot be a pod's name"):
        pod_name(wrong)
