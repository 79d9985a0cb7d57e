"""The stored form of answers and failures: whatever bytes come, they are an answer of ours or nothing."""

from __future__ import annotations

import msgspec
from cache_rig import Nodes, Pods
from hypothesis import given
from hypothesis import strategies as st

from bot.cache import failure as cache_failure
from bot.cache.entry import Codec, Held
from bot.store.memory import Shelf
from connectors._errors import BreakerOpen, Overloaded, UpstreamError

WHOLE = Codec().pack(Held(Pods(1, ("a", "b")), Pods, 5.0, 0.2, "id"))


def held(size: int) -> Held:
    """Return an answer of that encoded size."""
    return Held(Pods(size), Pods, 1.0, 0.1, "id", size)


def test_what_is_packed_comes_back() -> None:
    """The whole point of storing it."""
    found = Codec().unpack(WHOLE, Pods)
    assert found is not None
    assert (found.records, found.at, found.took, found.id, found.size) == (Pods(1, ("a", "b")), 5.0, 0.2, "id", len(WHOLE))


def test_what_is_known_already_is_not_decoded_again() -> None:
    """The records stay the same object, and a poll of Redis costs no decoding."""
    codec = Codec()
    known = codec.unpack(WHOLE, Pods)
    assert codec.unpack(WHOLE, Pods, known) is known
    assert codec.unpack(WHOLE, Nodes, known) is None


def test_a_type_with_other_fields_is_another_type() -> None:
    """A release that adds a field must not read the answers of the one before."""
    older = msgspec.defstruct("Pods", [("number", int), ("names", tuple[str, ...], ())], frozen=True)
    newer = msgspec.defstruct("Pods", [("number", int), ("names", tuple[str, ...], ()), ("node", str, "")], frozen=True)
    codec = Codec()
    stored = codec.pack(Held(older(1), older, 5.0, 0.2, "id"))
    assert codec.unpack(stored, older) is not None
    assert codec.unpack(stored, newer) is None


@given(
    st.binary(max_size=200)
    | st.builds(lambda at, byte: WHOLE[:at] + byte + WHOLE[at + 1 :], st.integers(0, 90), st.binary())
)
def test_no_bytes_raise(data: bytes) -> None:
    """What stands in Redis may be anybody's."""
    for record in (Pods, Nodes):
        found = Codec().unpack(data, record)
        assert found is None or isinstance(found.records, record)
    cache_failure.unpack(data)


@given(st.sampled_from([Overloaded, BreakerOpen, UpstreamError]), st.text(), st.none() | st.floats(0, 100))
def test_a_failure_comes_back_as_the_same_error(kind: type[UpstreamError], reason: str, retry_after: float | None) -> None:
    """Who waited on another replica is told the same."""
    found = cache_failure.unpack(cache_failure.pack("token", kind("prod", reason, retry_after)))
    assert found is not None
    assert (found[0], type(found[1]), found[1].target, found[1].retry_after) == ("token", kind, "prod", retry_after)


def test_an_error_that_only_another_release_knows_comes_back_as_its_nearest_kind() -> None:
    """During a rolling update both releases share one Redis."""

    class Throttled(Overloaded):
        """Known to the newer release only."""

    found = cache_failure.unpack(cache_failure.pack("token", Throttled("prod", "slow down", 3.0)))
    assert found is not None
    assert (type(found[1]), found[1].reason) == (Overloaded, "slow down")


def test_the_shelf_forgets_what_was_longest_unused() -> None:
    """Memory is bounded, and what is hot stays."""
    shelf = Shelf(30)
    for key in ("a", "b", "c"):
        shelf.put(key, held(10))
    assert shelf.get("a") is not None
    shelf.put("d", held(10))
    assert [key for key in ("a", "b", "c", "d") if shelf.get(key)] == ["a", "c", "d"]


def test_an_answer_larger_than_the_shelf_does_not_empty_it() -> None:
    """One huge list must not cost everybody else's answers."""
    shelf = Shelf(30)
    shelf.put("a", held(10))
    shelf.put("huge", held(31))
    assert shelf.get("huge") is None
    assert shelf.get("a") is not None
