"""How an HTTP API other than a cluster's is reached: where it is, whom we trust there, who we are; one mechanism for all.

Files (tokens, certificates) are read at first use, in a thread, and again every minute, as what is mounted rotates.
"""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import msgspec

from connectors._contract import Secret, Settings
from connectors._deadline import Deadline
from connectors._endpoint import Endpoint, Locate
from connectors._errors import Unauthenticated
from connectors._transport import well_formed

REREAD_SECONDS = 60.0
"""How old what was read may get before the files are read again."""
TENANT = "X-Scope-OrgID"
"""The header by which Mimir, Cortex and Loki tell tenants apart."""


class AccessSettings(Settings, frozen=True, kw_only=True):
    """Where a target is and how to get in. At most one of token, token file and user name may be given.

    Attributes:
        url: the API's address, with its path if it has one, e.g. `https://mimir.example/prometheus`; "": there is none.
        token: a bearer token.
        token_file: a file that holds one.
        username, password: for basic authorisation.
        tenant: the tenant of Mimir, Cortex, Loki (`X-Scope-OrgID`).
        headers: more headers, name to value.
        ca_file: a PEM of the authorities to trust instead of the system's.
        certificate_file, key_file: our client certificate and its key, both PEM (mTLS).
        server_name: the name that the server's certificate has to carry; "": the URL's host.
        verify: whether the server's certificate is verified.
    """

    url: str = ""
    token: Secret = Secret("")
    token_file: str = ""
    username: str = ""
    password: Secret = Secret("")
    tenant: str = ""
    headers: Mapping[str, Secret] = msgspec.field(default_factory=dict)
    ca_file: str = ""
    certificate_file: str = ""
    key_file: str = ""
    server_name: str = ""
    verify: bool = True

    def __post_init__(self) -> None:
        """Refuse what contradicts itself. Raises ValueError with a sentence for the writer of the configuration."""
        for url in () if self.absent else self.addresses():
            if not well_formed(url):
                raise ValueError("needs a `url` such as http://host:9090")
            if "@" in url.split("://", 1)[1].split("/", 1)[0]:
                raise ValueError("has a password in its URL: give `username` and `password` instead")
        if sum(map(bool, (self.token, self.token_file, self.username))) > 1:
            raise ValueError("may have one of `token`, `token_file` and `username`")
        if bool(self.certificate_file) != bool(self.key_file):
            raise ValueError("needs `certificate_file` and `key_file` together")

    @property
    def absent(self) -> bool:
        """Whether no address is given: a variable that is not set leaves the target out."""
        return not any(self.addresses())

    def addresses(self) -> tuple[str, ...]:
        """Return the address of each replica; most have one."""
        return (self.url,)


@dataclass(frozen=True, slots=True)
class _Held:
    """What was read, and what came of it; a context is made anew only for other files, as connections hang on it."""

    files: tuple[bytes, ...] = field(repr=False)
    tls: ssl.SSLContext
    headers: Mapping[str, str] = field(repr=False)


class Access:
    """Tells the HTTP door where a target is and who we are.

    Args:
        target: the target's name, for errors.
        settings: what the configuration says.
        clock: returns seconds; tests hand in their own.
    """

    def __init__(self, target: str, settings: AccessSettings, clock: Callable[[], float] = monotonic) -> None:
        self._target, self._settings, self._clock = target, settings, clock
        self._held: _Held | None = None
        self._until = 0.0
        self._reading = asyncio.Lock()

    def at(self, url: str) -> Locate:
        """Return what locates the replica at `url`."""

        async def locate(_: Deadline) -> Endpoint:
            return Endpoint(url, (await self._current()).tls, self._settings.server_name)

        return locate

    async def authorize(self, _: Deadline) -> Mapping[str, str]:
        """Return the headers that say who we are. Raises Unauthenticated: a file cannot be read."""
        return (await self._current()).headers

    async def refresh(self, refused: Mapping[str, str], _: Deadline) -> None:
        """Read the files anew, after the target did not accept these headers."""
        if self._held and self._held.headers == refused:
            self._until = 0.0
        await self._current()

    async def _current(self) -> _Held:
        async with self._reading:
            if self._held is None or self._clock() >= self._until:
                self._held = await asyncio.to_thread(self._read, self._held)
                self._until = self._clock() + REREAD_SECONDS
            return self._held

    def _read(self, former: _Held | None) -> _Held:
        """Return what the files say now; should one not be readable any more, the former serves for a while longer."""
        given = self._settings
        paths = (given.ca_file, given.certificate_file, given.key_file, given.token_file)
        try:
            files = tuple(Path(path).expanduser().read_bytes() if path else b"" for path in paths)
            if former and former.files == files:
                return former
            return _Held(files, self._tls(), self._headers(files[3]))
        except OSError as error:  # ssl.SSLError is one, too
            if former:
                return former
            raise Unauthenticated(self._target, _unread(error)) from error

    def _tls(self) -> ssl.SSLContext:
        given = self._settings
        context = ssl.create_default_context(cafile=_path(given.ca_file))
        if not given.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if given.certificate_file:
            # Without a password, OpenSSL would ask for one at the terminal.
            context.load_cert_chain(str(_path(given.certificate_file)), _path(given.key_file), password="")
        return context

    def _headers(self, token_file: bytes) -> Mapping[str, str]:
        given = self._settings
        headers = {name.lower(): value.reveal() for name, value in given.headers.items()}
        if given.tenant:
            headers[TENANT.lower()] = given.tenant
        if token := given.token.reveal() or token_file.decode("utf-8", "replace").strip():
            headers["authorization"] = f"Bearer {token}"
        if given.username:
            pair = f"{given.username}:{given.password.reveal()}".encode()
            headers["authorization"] = f"Basic {base64.b64encode(pair).decode('ascii')}"
        return headers


def _path(path: str) -> str | None:
    return str(Path(path).expanduser()) if path else None


def _unread(error: OSError) -> str:
    if isinstance(error, ssl.SSLError):
        return "its `ca_file`, `certificate_file` or `key_file` is not the PEM that it should be"
    return f"{error.filename} cannot be read: {(error.strerror or 'unknown error').lower()}"
