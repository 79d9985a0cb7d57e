"""The one HTTP door through which every connector asks its target."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from time import monotonic
from typing import NamedTuple

from connectors._breaker import Breaker, State
from connectors._bulkhead import Bulkhead
from connectors._contract import Settings
from connectors._deadline import Deadline
from connectors._endpoint import Authorize, Endpoint, Locate, Refresh
from connectors._errors import BreakerOpen, Invalid, TimedOut, Unauthenticated, UpstreamError
from connectors._events import BreakerMoved, Observer, RequestDone
from connectors._exchange import Answer, Asked, exchange
from connectors._retries import Sleep, retries
from connectors._transport import Params, Transports, well_formed

__all__ = ["Authorize", "Endpoint", "Http", "Locate", "Refresh"]

FAIR_SECONDS = 1.0
"""A request that was given less time than this and ran out of it says nothing of the target."""


class _Try(NamedTuple):
    """One attempt at a request: what is asked, by when it all has to be over, which try it is."""

    asked: Asked
    deadline: Deadline
    number: int


class Http:
    """Asks one target: pooled connections, deadline, retries with jitter, breaker, bulkhead, events.

    Open it as a context. Nothing is sent before the first request. Redirections are not followed.
    """

    def __init__(
        self,
        connector: str,
        target: str,
        url: str | Locate,
        settings: Settings,
        observe: Observer,
        *,
        authorize: Authorize | None = None,
        refresh: Refresh | None = None,
        tls: ssl.SSLContext | None = None,
        breaker: Breaker | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Make the door to one target.

        Args:
            connector: e.g. `kubernetes`, for the events.
            target: its name in the configuration, for events and errors.
            url: its address, e.g. `https://10.0.0.1:6443`, or what says it at the time.
            settings: its timeout and concurrency.
            observe: is told of every request and of the breaker's moves.
            authorize: gives the headers that say who we are.
            refresh: gets new credentials after a 401; without it, a 401 is final.
            tls: whom we trust, where `url` is an address; None: the system's authorities.
            breaker: another than the usual one.
            sleep: waits so many seconds between attempts.
        """
        self._connector, self._target = connector, target
        self._url, self._tls = url, tls
        self._settings, self._observe = settings, observe
        self._authorize, self._refresh = authorize, refresh
        self._breaker = breaker or Breaker(target, lambda state: observe(BreakerMoved(connector, target, state)))
        self._sleep = sleep
        self._bulkhead = Bulkhead(target, settings.concurrency)
        self._transports = Transports(settings.concurrency)

    async def __aenter__(self) -> Http:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._transports.aclose()

    @property
    def breaker(self) -> State:
        """`closed`, `open` or `half-open`."""
        return self._breaker.state

    async def get(
        self,
        what: str,
        path: str,
        params: Params | None = None,
        *,
        deadline: Deadline,
        accept: str = "application/json",
        limit: int = 8 << 20,
        form: bool = False,
    ) -> bytes:
        """Return the whole body of a 2xx answer.

        Args:
            what: what is asked, a name of few values for the metrics, e.g. `pods table`.
            path: below the target's URL, e.g. `/api/v1/pods`.
            params: the query.
            deadline: by when it has to be over, retries and waiting for a place included.
            accept: the media type wanted.
            limit: the most bytes that the body may have.
            form: send the query as a form by POST, for what is too long for a URL. It is tried again like any other
                request, so it is for what only reads.

        Raises:
            UpstreamError: see `connectors._errors`; Invalid for a body over the limit.
        """
        async with self._asking(Asked(what, path, params or {}, accept, form=form), deadline, whole=limit) as answer:
            return answer.begun

    async def send(
        self, what: str, method: str, path: str, body: bytes = b"", *, deadline: Deadline, limit: int = 1 << 20
    ) -> bytes:
        """Have something changed, once, and return the whole body of a 2xx answer.

        It is never tried again by itself: who does not know whether it was done has to look.

        Args:
            what, path, deadline, limit: as in `get`.
            method: `POST`, `PUT`, `DELETE`.
            body: JSON; empty for none.

        Raises:
            UpstreamError: see `connectors._errors`; after an `ailing` one it may have been done all the same.
        """
        asked = Asked(what, path, {}, "application/json", method=method, body=body)
        async with AsyncExitStack() as stack:
            return (await self._begin(stack, _Try(asked, deadline, 1), limit)).begun

    @asynccontextmanager
    async def stream(
        self,
        what: str,
        path: str,
        params: Params | None = None,
        *,
        deadline: Deadline,
        accept: str = "application/json",
        proxied: bool = False,
        form: bool = False,
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """Yield the body of a 2xx answer in chunks as they come; it is retried until the first chunk, not after.

        The arguments are those of `get`; `proxied`: see `Asked`. The time for one request bounds the waiting, not the
        reader's own work between chunks. Leaving early closes the connection. An `ailing` UpstreamError that the reader
        raises inside (the answer makes no sense) counts for the breaker.

        Raises:
            UpstreamError: also from the iteration.
        """
        asked = Asked(what, path, params or {}, accept, proxied=proxied, form=form)
        async with self._asking(asked, deadline) as answer:
            yield answer

    @asynccontextmanager
    async def _asking(self, asked: Asked, deadline: Deadline, whole: int | None = None) -> AsyncIterator[Answer]:
        """Yield an answer of which the first chunk is there, or all of it, if at most `whole` bytes, after retries."""
        async with AsyncExitStack() as stack:
            try:
                answer = await self._begin(stack, _Try(asked, deadline, 1), whole)
            except UpstreamError as error:
                answer = await self._again(stack, _Try(asked, deadline, 1), whole, error)
            yield answer

    async def _again(self, stack: AsyncExitStack, first: _Try, whole: int | None, last: UpstreamError) -> Answer:
        """Return the answer to a later attempt, after the first has failed with `last`: most need no machinery for more."""
        async for attempt in retries(first.deadline, lambda: self._breaker.state == "closed", self._sleep):
            with attempt:
                number = attempt.retry_state.attempt_number
                if number == first.number:
                    raise last
                try:
                    return await self._begin(stack, first._replace(number=number), whole)
                except BreakerOpen:
                    raise last from None
                except UpstreamError as error:
                    last = error
                    raise
        raise last  # unreachable: the last attempt raises

    async def _begin(self, stack: AsyncExitStack, trial: _Try, whole: int | None) -> Answer:
        """Begin one attempt, whose end is put on the stack; a second one with new credentials if these are not accepted."""
        self._breaker.check()
        headers = await self._credentials(trial.deadline)
        try:
            return await self._enter(stack, trial, headers, whole)
        except Unauthenticated:
            if self._refresh is None:
                raise
            async with self._bounded(trial.deadline, "new credentials"):
                await self._refresh(headers, trial.deadline)
        return await self._enter(stack, trial, await self._credentials(trial.deadline), whole)

    async def _enter(self, stack: AsyncExitStack, trial: _Try, headers: Mapping[str, str], whole: int | None) -> Answer:
        async with AsyncExitStack() as attempt:
            answer = await attempt.enter_async_context(self._attempt(trial, headers))
            if whole is not None:
                await answer.read_whole(whole)
            stack.push_async_exit(attempt.pop_all())
        return answer

    @asynccontextmanager
    async def _attempt(self, trial: _Try, headers: Mapping[str, str]) -> AsyncIterator[Answer]:
        endpoint = await self._endpoint(trial.deadline)
        async with self._bulkhead.place(trial.deadline):
            deadline = trial.deadline.sooner(self._settings.timeout)
            seconds = deadline.left()
            if not seconds:
                raise TimedOut(self._target, "no time was left to ask it")
            hasty = seconds < min(FAIR_SECONDS, self._settings.timeout)
            async with self._transports.at(endpoint) as transport:
                with self._breaker.attempt(hasty=hasty, proxied=trial.asked.proxied):
                    answer = Answer(self._target, deadline)
                    with self._told(trial, answer):
                        async with exchange(transport, trial.asked, headers, answer):
                            yield answer

    @contextmanager
    def _told(self, trial: _Try, answer: Answer) -> Iterator[None]:
        """Tell the observer how the attempt ended, however it did."""
        outcome = "ok"
        start = monotonic()
        try:
            yield
        except BaseException as error:
            outcome = type(error).__name__
            raise
        finally:
            self._observe(
                RequestDone(
                    connector=self._connector,
                    target=self._target,
                    what=trial.asked.what,
                    outcome=outcome,
                    seconds=monotonic() - start,
                    bytes=answer.bytes,
                    attempt=trial.number,
                )
            )

    async def _credentials(self, deadline: Deadline) -> Mapping[str, str]:
        if self._authorize is None:
            return {}
        async with self._bounded(deadline, "the credentials for it"):
            return await self._authorize(deadline)

    async def _endpoint(self, deadline: Deadline) -> Endpoint:
        if isinstance(self._url, str):
            endpoint = Endpoint(self._url, self._tls)
        else:
            async with self._bounded(deadline, "its address"):
                endpoint = await self._url(deadline)
        if not well_formed(endpoint.url):
            raise Invalid(self._target, "its URL cannot be understood: is it like https://host:port?")
        return endpoint

    @asynccontextmanager
    async def _bounded(self, deadline: Deadline, what: str) -> AsyncIterator[None]:
        try:
            async with deadline.timeout():
                yield
        except TimeoutError:
            raise Unauthenticated(self._target, f"{what} could not be had in time") from None
