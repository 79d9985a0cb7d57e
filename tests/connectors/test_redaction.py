"""Secrets in other people's texts are hidden, wherever they stand, however long the text is."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from connectors._redaction import HIDDEN, Shapes, checked

SHAPES = Shapes()
KEY = "-----BEGIN {0}PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nhunter2\n-----END {0}PRIVATE KEY-----"

WORD = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=20, max_size=40)
FORMS = (
    "Authorization: Bearer {}", "authorization=Basic {}", "password={}", "DB_PASSWORD: {}", '{{"password": "{}"}}',
    "{{'secret': '{}'}}", r"{{\"api_key\":\"{}\"}}", "api-key => {}", "https://ana:{}@db.example.com/x", "redis://:{}@h:1/0",
    "GET /x?a=1&access_token={}&b=2", "Server=db;Password={};Database=x", "AccountKey={}", "aws_secret_access_key = {}",
    "AKIA{}", "ghp_{}", "github_pat_{}", "xoxb-{}", "xapp-{}", "eyJhbGciOiJ.{}.c2ln", "eyJhbGciOiJ.eyJzdWIi.{}",
    "set-cookie: session={}; Path=/", "user:{}@tcp(db:3306)/x", "secret: Bearer {}", 'token="a \\" b {}"',
    "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----\\n{}",
    "{}\n-----END EC PRIVATE KEY-----",
)  # fmt: skip
"""Where secrets stand in logs."""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("level=info password=hunter2 user=7", "level=info password=*** user=7"),
        ('{"password":"a\\"b","x":1}', '{"password":"***","x":1}'),
        ("Authorization: Bearer abc.def-ghi", "Authorization: Bearer ***"),
        ("postgres://ana:pw@db:5432/x", "postgres://***@db:5432/x"),
        ("Server=x;Password=a,b;Database=y", "Server=x;Password=***;Database=y"),
        ("GET /x?a=1&access_token=abc&b=2 200", "GET /x?a=1&access_token=***&b=2 200"),
        (f"before {KEY.format('RSA ')} after", "before *** after"),
        (f"{KEY.format('')}\n{KEY.format('EC ')}", "***\n***"),
    ],
)
def test_what_stands_around_a_secret_is_kept(text: str, kept: str) -> None:
    """A log of which nothing is left explains nothing."""
    assert SHAPES.text(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "payments/svc-014: bearer of news, 12:30", "max_tokens=512 tokens: 7", "passwordless: yes, author: ana", "password=",
        "token: ''", "GET /cart 200 in 13ms", "ratio 10:30@noon", "svc-014-7b6ef5dfc-x2x4z", "keys: 12",
        "12 passed, 3 failed", "ticket: INC-4711",
    ],
)  # fmt: skip
def test_ordinary_words_stay(text: str) -> None:
    """What is hidden for nothing is missing when it is needed."""
    assert SHAPES.text(text) is text


@given(form=st.sampled_from(FORMS), secret=WORD, before=st.text(max_size=30), after=st.text(max_size=30))
@example(form=FORMS[0], secret="A" * 20, before="", after="")
def test_a_planted_secret_is_never_seen(form: str, secret: str, before: str, after: str) -> None:
    """Whatever stands before it and after it, lines of any script included."""
    assume(secret not in before + after)
    planted = form.format(secret)
    assert secret not in SHAPES.text(f"{before} {planted}\n{after}")
    assert secret not in SHAPES.text(f"{before}\n{planted} {after}")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Basic password=h\u00e4slich9 x", "Basic *** x"),
        ('Basic password="hun ter2" x', 'Basic ***"***" x'),
        ("credentials: {password: hunter2}", "credentials: *** ***"),
        ("credentials: password='hun ter2' x", "credentials: ***'***' x"),
        ("token: password: hunter2", "token: *** ***"),
        ("secret = token = hunter2", "secret = token *** ***"),
        ("token=password=Bearer hunter2 x", "token=*** *** x"),
        ("a?token=x&password=hunter2 y", "a?token=***&password=*** y"),
        ("a;token=x;Password=hunter2;b=c y", "a;token=***;Password=***;b=c y"),
    ],
)
def test_a_name_that_is_itself_hidden_still_tells_its_secret(text: str, kept: str) -> None:
    """A map under `credentials:`, a word that looks like a token: the password behind it is no less one."""
    assert SHAPES.text(text) == kept


@given(st.text())
def test_no_text_is_damaged_beyond_its_secrets(text: str) -> None:
    """Any character may stand in a log; what is left of the text is the text."""
    hidden = SHAPES.text(text)
    assert hidden == text or HIDDEN in hidden


@given(st.binary(), st.binary())
@example(b"Basic", b"")
def test_bytes_that_are_no_text_hide_nothing(before: bytes, after: bytes) -> None:
    """A program may write anything, in the midst of its secrets too."""
    assert b"hunter2" not in SHAPES.data(before + b" password=\xff\xfehunter2\x80 " + after)


@pytest.mark.parametrize(
    "unit",
    [
        "eyJ", "://a:", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "xoxb", "bearer ", "token=",
        'password="', "cookie:", "a:b", "&token", "eyJaaaa.", "\\", "password=\\",
    ],
)  # fmt: skip
def test_a_long_hostile_text_is_looked_through_in_linear_time(unit: str) -> None:
    """A pattern that goes back, or looks ahead from each of many beginnings, would take hours for this; the test's own
    time limit is the bound.
    """
    text = unit * (4_000_000 // len(unit))
    assert len(SHAPES.text(text)) <= 2 * len(text)


def test_a_pattern_of_ones_own_hides_its_group_or_all_of_it() -> None:
    """Each company has secrets of its own shape."""
    shapes = Shapes((r"ACME-\d+", r"customer=(\w+)"))
    assert shapes.text("ACME-4711 customer=ana x=1") == "*** customer=*** x=1"


@pytest.mark.parametrize("pattern", ["(a", "a(?=b)", "(a+)+(b{1000}){1000}", "\\"])
def test_a_pattern_that_cannot_be_used_says_why(pattern: str) -> None:
    """It is refused when the bot starts, not found out when a secret has been shown."""
    with pytest.raises(ValueError, match=r"\w"):
        checked(pattern)
