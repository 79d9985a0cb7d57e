"""Takes out of a text whatever has the shape of a secret: tokens, passwords, keys.

A text from outside is as long and as hostile as its writer likes, and a configuration's pattern may be careless: RE2 looks
through it in a time that grows with its length, whatever the pattern (https://github.com/google/re2/wiki/WhyRE2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any

import re2
from msgspec import Meta

HIDDEN = "***"
CUT_OFF = 8 << 10
"""Bytes that are hidden of a private key whose other end is not there: more than any key has."""

_NAMES = (
    "pass(?:word|wd|phrase)|[_.-]pass|pwd|secret|token|authorization|credentials?|signature|session[_.-]?id|response[_.-]url|"
    "(?:api|access|account|shared|private|encryption|signing)[_.-]?(?:access[_.-]?)?key"
)
"""How a name ends whose value is a secret, in `name=value`, `name: value`, JSON, and URLs."""

_SCHEME = r"(?:bearer|basic|digest|negotiate|token|apikey)[ \t]+"
_BARE = r"[^\s\"'\\]+"
_NAMED = (  # the name, up to where its value begins: in the query of a URL or in a connection string; elsewhere
    rf"(?i:([?&;][\w.-]*(?:{_NAMES}|ticket|sig)=)|(?:{_NAMES})\\*[\"']?[ \t]*(?:=>|:=|=|:)[ \t]*)"
)
_IN_QUERY = r"([^&;#\s\"'\\<>]+)"
_VALUE = (  # in quotes, in escaped quotes, or bare
    rf"(?i:\"((?:[^\"\\\n]|\\.)+)|'((?:[^'\\\n]|\\.)+)|\\+[\"'](?:{_SCHEME})?([^\"'\\\n]+)|(?:{_SCHEME})?({_BARE}))"
)
_OF_A_SCHEME = rf"(?i:{_SCHEME}({_BARE}))"
# In each the one group that takes part is what is hidden. They need no bounds against hostile texts, as RE2 does not go
# back; but none may look for an end that can be missing, or each of many beginnings would be followed to the text's end.
_SHAPES = (
    r"(xox[a-z](?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+)",  # https://docs.slack.dev/authentication/tokens
    r"hooks\.slack\.com/([\w/.-]+)",  # response URLs and incoming webhooks: who has one can post
    r"(gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|glpat-[\w-]{16,})",  # GitHub's and GitLab's documented prefixes
    r"\b((?:AKIA|ASIA|AIDA|AROA|AGPA|ANPA|ANVA|ABIA|ACCA)[A-Z0-9]{12,})",  # AWS IAM identifiers, "unique ID prefixes"
    r"\b(AIza[\w-]{30,}|[sr]k_live_\w{10,}|sk-[\w-]{20,}|npm_[A-Za-z0-9]{30,})",  # Google, Stripe, OpenAI, npm
    r"\b(eyJ[\w-]{4,}\.[\w-]+\.[\w-]*)",  # a JSON Web Token (RFC 7519), such as a Kubernetes service account's
    r"://([^/\s:@\"']*:[^/\s@\"']+)@",  # user and password in a URL
    r"\b\w+:([^\s:@/\"']+)@(?:tcp|unix|udp)\(",  # a data source of Go's MySQL driver
    r"(?i:\b(?:set-)?cookie\\*[\"']?[ \t]*[:=][ \t]*\\*[\"']?)([^\"\n\\]+)",  # RFC 6265
    r"(?i:\b(?:bearer|basic)[ \t]+)([\w.~+/=-]{6,})",  # RFC 6750, RFC 7617
)
_KEY_ENDS = re2.compile(rb"-----(BEGIN|END) [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")


def _options() -> Any:
    options = re2.Options()
    options.log_errors = False
    options.encoding = re2.Options.Encoding.LATIN1  # a byte is a character, so that bytes that are no UTF-8 hide nothing
    options.max_mem = 32 << 20
    return options


def compiled(pattern: str) -> Any:
    """Return a regular expression in RE2's syntax, for bytes.

    Raises:
        ValueError: it is none; the error says why.
    """
    try:
        return re2.compile(pattern.encode("utf-8", "replace"), _options())
    except re2.error as error:
        said = error.args[0] if error.args else ""
        raise ValueError(said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)) from None


def checked(pattern: str) -> None:
    """Look whether `pattern` can be used. Raises ValueError, which says why not."""
    compiled(pattern)


Pattern = Annotated[str, Meta(description="a regular expression in RE2's syntax", extra={"check": checked})]
"""A pattern in a configuration: what it matches is hidden, or its first group if it has one."""


class Shapes:
    """Knows what secrets look like.

    Args:
        more: further patterns; see `Pattern`.
    """

    def __init__(self, more: Iterable[str] = ()) -> None:
        self._shapes = (compiled("|".join(_SHAPES)), *(compiled(pattern) for pattern in more))
        self._named, self._value, self._in_query, self._of_a_scheme = map(
            compiled, (_NAMED, _VALUE, _IN_QUERY, _OF_A_SCHEME)
        )

    def text(self, text: str) -> str:
        """Return `text` with every secret as `***`."""
        data = text.encode("utf-8", "surrogatepass")
        hidden = self.data(data)
        return text if hidden is data else hidden.decode("utf-8", "replace")

    def data(self, data: bytes) -> bytes:
        """Return UTF-8 text, of any number of lines, with every secret as `***`; the same object where there is none.

        Hand over a text as one: of a secret in two pieces neither may have its shape. Each shape is looked for in the text
        as it was: what one of them hides may be the name that tells another.
        """
        found = [*_keys(data), *self._values(data)]
        for pattern in self._shapes:
            found += _found(pattern, data)
        return _hidden(data, sorted(found))

    def _values(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Yield where the values of names stand that tell a secret.

        A name may stand within another's value (`credentials: {password: …`). A bare value in it ends where the outer one
        does, unless it begins with a scheme; it is not followed again, as a text may hold a million names and no space.
        """
        last = 0
        for name in self._named.finditer(data):
            pattern = self._in_query if name.group(1) else self._value
            if name.end() < last:
                pattern = self._of_a_scheme
            if value := pattern.match(data, name.end()):
                begin, end = value.span(value.lastindex)
                last = max(last, end)
                yield begin, end


def _found(pattern: Any, data: bytes) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(data):
        begin, end = match.span(match.lastindex or 0)
        if begin < end:
            yield begin, end


def _keys(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where private keys stand (RFC 7468), those included of which one end was cut off."""
    begin, last = -1, 0
    for match in _KEY_ENDS.finditer(data):
        if match.group(1) == b"BEGIN":
            begin = match.start() if begin < 0 else begin
            continue
        yield (begin if begin >= 0 else max(last, match.start() - CUT_OFF)), match.end()
        begin, last = -1, match.end()
    if begin >= 0:
        yield begin, min(len(data), begin + CUT_OFF)


def _hidden(data: bytes, places: Sequence[tuple[int, int]]) -> bytes:
    """Return the data with what stands in these places, which are in order and may overlap, as `***`."""
    pieces: list[bytes] = []
    done = 0
    for begin, end in places:
        if begin > done or not pieces:
            pieces += (data[done:begin], HIDDEN.encode())
        done = max(done, end)
    return b"".join([*pieces, data[done:]]) if pieces else data
