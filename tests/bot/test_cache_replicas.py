"""Two replicas' caches on one real Redis: what they share, what they tell each other, and what they do not believe."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import msgspec
import pytest
import redis
from cache_rig import FAILED, Nodes, Pods, Upstream, ask, asking, quick, until
from servers import RedisServer

from bot.cache.cache import Cache
from bot.cache.entry import VERSION, Codec, Envelope, Held
from bot.cache.flight import FlightCancelledError
from connectors._errors import Forbidden, Overloaded

pytestmark = pytest.mark.redis
VALUE = f"srehub:v1:value:{FAILED.text}"


@pytest.fixture
async def one(redis_url: str) -> AsyncIterator[Cache]:
    """A replica's cache."""
    async with Cache(redis_url) as cache:
        yield cache


@pytest.fixture
async def other(redis_url: str) -> AsyncIterator[Cache]:
    """Another replica's cache."""
    async with Cache(redis_url) as cache:
        yield cache


@pytest.fixture
def client(redis_server: RedisServer, redis_url: str) -> Iterator[redis.Redis]:
    """A look into the Redis that both share."""
    with redis_server.client() as client:
        yield client


async def listening(*caches: Cache) -> None:
    """Wait until these caches certainly hear each other's news."""
    for cache in caches:
        await until(lambda cache=cache: cache._news.live)


async def test_an_answer_of_one_replica_is_an_answer_of_all(one: Cache, other: Cache) -> None:
    """Slack hands each question to any replica; people must not see the difference."""
    upstream = quick()
    asked = await ask(one, upstream)
    found = await ask(other, upstream)
    assert (found.origin, found.records, found.at) == ("cache", asked.records, asked.at)
    assert (await ask(other, upstream)).records is found.records


async def test_a_fresh_question_joins_another_replicas_call(one: Cache, other: Cache) -> None:
    """Refresh pressed by many people reaches many replicas."""
    upstream = Upstream()
    first = asking(one, upstream)
    await until(lambda: upstream.calls)
    second = asking(other, upstream, fresh=True)
    await until(lambda: other._relay._waiting)
    upstream.open.set()
    assert (await first).origin == "asked"
    assert ((await second).origin, (await second).records) == ("joined", Pods(1))
    assert upstream.calls == 1


@pytest.mark.parametrize(
    "error", [Overloaded("prod", "too many requests", 7.0), Forbidden("prod", "pods \udcff is forbidden")]
)
async def test_a_failure_is_handed_to_those_who_wait_elsewhere(
    one: Cache, other: Cache, error: Overloaded | Forbidden
) -> None:
    """Otherwise each replica would try in turn, and the last asker would wait for all of them."""
    upstream = Upstream(error)
    first = asking(one, upstream)
    await until(lambda: upstream.calls)
    waiting = [asking(other, upstream) for _ in range(5)]
    await until(lambda: other._relay._waiting)
    upstream.open.set()
    outcomes = await asyncio.gather(first, *waiting, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {type(error)}
    assert upstream.calls == 1
    assert isinstance(outcomes[1], type(error))
    assert (outcomes[1].target, outcomes[1].retry_after) == ("prod", error.retry_after)
    upstream.error = None
    assert (await ask(other, upstream)).records == Pods(2), "a later question is not answered with the failure"


async def test_a_waiter_whose_news_is_lost_still_gets_the_answer(one: Cache, other: Cache, client: redis.Redis) -> None:
    """Pub/sub promises nothing; whoever waits also looks for itself."""
    upstream = Upstream()
    first = asking(one, upstream)
    await until(lambda: upstream.calls)
    second = asking(other, upstream)
    await until(lambda: other._relay._waiting)
    await other._news.__aexit__()
    upstream.open.set()
    assert (await first).records == (await second).records == Pods(1)


async def test_a_leader_that_is_closed_hands_over_at_once(redis_url: str, one: Cache) -> None:
    """A deployment restarts replicas one by one, in the middle of answers."""
    hanging, upstream = Upstream(), quick()
    async with Cache(redis_url) as leader:
        first = asking(leader, hanging)
        await until(lambda: hanging.calls)
        second = asking(one, upstream)
        await until(lambda: one._relay._waiting)
    assert (await second).records == Pods(1)
    with pytest.raises(FlightCancelledError):
        await first


async def test_a_drop_reaches_the_copies_of_other_replicas(one: Cache, other: Cache) -> None:
    """The copy in memory must not outlive what everybody knows to be false."""
    upstream = quick()
    await listening(one, other)
    await ask(one, upstream)
    await ask(other, upstream)
    await one.drop("pods@prod")
    await until(lambda: other._front.last(FAILED.text, Pods) is None)
    assert (await ask(other, upstream)).records == Pods(2)


async def test_a_copy_is_not_believed_when_a_drop_may_have_been_missed(
    one: Cache, other: Cache, client: redis.Redis
) -> None:
    """While a replica hears no news its copies are checked against Redis."""
    upstream = quick()
    await listening(one, other)
    await ask(one, upstream)
    await ask(other, upstream)
    await other._news.__aexit__()
    other._news._proved = None
    await one.drop("pods@prod")
    assert other._front.last(FAILED.text, Pods) is not None, "the copy is still there"
    assert (await ask(other, upstream)).records == Pods(2)


async def test_copies_from_before_a_cut_are_checked_once_after_it(one: Cache, client: redis.Redis) -> None:
    """After the subscription healed, what was missed meanwhile is not known."""
    upstream = quick()
    await listening(one)
    await ask(one, upstream)
    session = one._news.session
    client.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
    await until(lambda: one._news.session > session and one._news.live)
    client.delete(VALUE)
    assert (await ask(one, upstream)).records == Pods(2)


async def test_a_call_elsewhere_that_began_before_a_drop_is_not_stored(
    one: Cache, other: Cache, client: redis.Redis
) -> None:
    """It may have read the state from before the change, and would bring it back for everybody."""
    before, after = Upstream(), quick()
    after.calls = 10
    waiting = asking(one, before)
    await until(lambda: before.calls)
    await other.drop("pods")
    assert client.get(f"srehub:v1:lock:{FAILED.text}") is None
    before.open.set()
    assert (await waiting).records == Pods(1)
    assert client.get(VALUE) is None
    assert (await ask(other, after)).records == Pods(11)


def packed(version: int = VERSION, record: type = Pods, at: float = 4e9) -> bytes:
    """Return an answer as some other release may have stored it."""
    values = {Pods: Pods(99), Nodes: Nodes(99, ready=True)}
    whole = Codec().pack(Held(values[record], record, at, 0.1, "elsewhere"))
    found = msgspec.msgpack.decode(whole, type=Envelope)
    return msgspec.msgpack.encode(msgspec.structs.replace(found, version=version))


@pytest.mark.parametrize(
    "stored",
    [
        b"",
        b"\xff\xfe not ours",
        b"\x91" * 5000,
        packed()[:-5],
        packed()[:-3] + b"\xff\xff\xff",
        packed(version=VERSION + 1),
        packed(record=Nodes),
        packed(at=float("nan")),
        packed(at=float("inf")),
    ],
    ids=["empty", "noise", "deep", "cut", "no text", "another version", "another type", "no time", "the end of time"],
)
async def test_what_stands_in_redis_and_is_none_of_ours_is_a_miss(one: Cache, client: redis.Redis, stored: bytes) -> None:
    """Another release, another program or a broken write must cost one call at most, never an answer."""
    client.set(VALUE, stored)
    client.set(f"srehub:v1:failure:{FAILED.text}", stored)
    assert (await ask(one, quick())).records == Pods(1)
    assert one.trouble == ""


async def test_keys_of_another_kind_are_a_miss(one: Cache, client: redis.Redis) -> None:
    """A list under our name would otherwise make Redis look broken for every question."""
    for kind in ("value", "lock", "failure"):
        client.rpush(f"srehub:v1:{kind}:{FAILED.text}", "x")
    assert (await ask(one, quick())).records == Pods(1)
    assert one.trouble == ""


async def test_noise_on_the_channel_is_ignored(one: Cache, client: redis.Redis) -> None:
    """Anybody with access to Redis can publish anything."""
    await listening(one)
    for noise in (b"", b"\xff", b"drop everything", msgspec.msgpack.encode(["x", "drop", 7])):
        client.publish("srehub:v1:news", noise)
    session = one._news.session
    upstream = quick()
    await ask(one, upstream)
    assert (await ask(one, upstream)).origin == "cache"
    assert one._news.session == session


async def test_nothing_that_a_person_typed_stands_in_redis(one: Cache, client: redis.Redis) -> None:
    """A search in logs may be for a password."""
    await ask(one, quick(), msgspec.structs.replace(FAILED, what="logs hunter2 --grep hunter2"))
    assert not [key for key in client.keys("*") if b"hunter2" in key]
    assert not [key for key in client.zrange("srehub:v1:keys", 0, -1) if b"hunter2" in key]
