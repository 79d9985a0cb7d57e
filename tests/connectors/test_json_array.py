"""The streamed JSON array: whatever the bytes look like and however they arrive, what is read is what was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._json_array import ArrayReader, Unsplittable


class Document(msgspec.Struct):
    """What the tests read."""

    kind: str = ""
    items: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    tail: str = ""


DOCUMENT = msgspec.json.Decoder(Document)
STYLES: list[dict[str, Any]] = [{"separators": (",", ":")}, {}, {"indent": 2}]
TEXT = st.text(st.sampled_from('ab},{"[]\\: \né')) | st.just('},{"cells":[') | st.just('"items":[')
VALUE = st.recursive(
    st.none() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["cells", "items", "a"]), inner, max_size=3),
    max_leaves=8,
)
ELEMENT = st.dictionaries(st.sampled_from(["cells", "name", "items", "rows"]), VALUE, max_size=4)


def pieces(body: bytes, size: int) -> Iterator[bytes]:
    """Yield the body in chunks of this size."""
    for at in range(0, len(body), size):
        yield body[at : at + size]


def read(body: bytes, size: int = 64, batch: int = 32, most: int = 1 << 20) -> list[Document]:
    """Return the documents that a body is read as."""
    reader = ArrayReader(("rows", "items"), DOCUMENT, batch, most)
    documents = [document for piece in pieces(body, size) for document in reader.feed(piece)]
    return [*documents, reader.close()]


@given(st.lists(ELEMENT, max_size=30), st.sampled_from(STYLES), st.integers(1, 200), st.integers(1, 400), st.booleans())
def test_every_element_is_read_once_and_in_order(
    elements: list[dict[str, Any]], style: dict[str, Any], size: int, batch: int, ascii_only: bool
) -> None:
    """A pod that is lost or doubled at the edge of a chunk would make a wrong answer that nobody notices."""
    body = json.dumps({"kind": "List", "items": elements, "tail": "end"}, ensure_ascii=ascii_only, **style).encode()
    documents = read(body, size, batch)
    assert [element for document in documents for element in document.items] == elements
    assert documents[-1].tail == "end"
    assert any(document.kind == "List" for document in documents)


def test_a_long_array_is_decoded_in_batches_of_bounded_size() -> None:
    """Only so does memory stay bounded, and no step hold the event loop, however many pods there are."""
    elements = [{"cells": [str(number), "x" * 100]} for number in range(5000)]
    body = json.dumps({"kind": "Table", "rows": elements}, separators=(",", ":")).encode()
    documents = read(body, size=300_000, batch=16 << 10)
    assert sum(len(document.rows) for document in documents) == len(elements)
    assert max(len(document.rows) for document in documents) < len(elements) / 10


def test_elements_that_hold_arrays_of_the_same_shape_are_not_cut_apart() -> None:
    """A cut inside a nested array looks like one between elements; only that the piece cannot be decoded gives it away."""
    elements = [{"name": "a", "parts": [{"name": "b"}, {"name": "c"}, {"name": "d"}]} for _ in range(200)]
    documents = read(json.dumps({"items": elements}).encode(), batch=256)
    assert [element for document in documents for element in document.items] == elements
    assert len(documents) > 5


def test_elements_whose_keys_stand_in_changing_order_are_still_read() -> None:
    """Go's servers keep the order, others need not; then fewer cuts are found, and nothing else changes."""
    elements = [{"a": n, "b": n} if n % 7 else {"b": n, "a": n} for n in range(500)]
    documents = read(json.dumps({"items": elements}).encode(), batch=128)
    assert [element for document in documents for element in document.items] == elements


def test_what_cannot_be_cut_is_refused_before_it_fills_the_memory() -> None:
    """A stream without an end must not take the bot with it."""
    body = b'{"items":[{"a":"' + b"x" * 5000
    with pytest.raises(Unsplittable):
        read(body, most=2000)


def test_a_body_without_the_array_is_refused_at_the_same_bound() -> None:
    """A proxy may answer a page of any length instead."""
    with pytest.raises(Unsplittable):
        read(b"<html>" + b"x" * 5000, most=2000)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"items":[{"a":1},{"a":', b'{"items":[{"a":1}]', b'{"items":[{"a":1},]}']
)
def test_half_a_body_and_no_json_are_errors(body: bytes) -> None:
    """Half a list taken for a whole one would say that all is well."""
    with pytest.raises(msgspec.DecodeError):
        read(body)


def test_an_element_of_another_type_is_an_error() -> None:
    """It is the server's answer that is wrong then, not the place of a cut."""
    with pytest.raises(msgspec.ValidationError):
        read(b'{"items":[{"a":1},3,{"a":2}]}')


@pytest.mark.parametrize("body", [b'{"kind":"List","items":[]}', b'{"items": [ ] ,"kind":"List"}', b'{"kind":"List"}'])
def test_an_empty_array_and_none_at_all_are_no_elements(body: bytes) -> None:
    """A namespace without pods is an answer."""
    documents = read(body)
    assert [document.items for document in documents if document.items] == []
    assert any(document.kind == "List" for document in documents)


class Inner(msgspec.Struct, frozen=True):
    """What stands in the envelope."""

    items: list[dict[str, Any]] = []
    tail: str = ""


class Envelope(msgspec.Struct):
    """A document whose array stands one level deeper, as in Prometheus' answers."""

    status: str = ""
    data: Inner = Inner()
    warnings: list[str] = []


@given(st.lists(ELEMENT, max_size=30), st.sampled_from(STYLES), st.integers(1, 200), st.integers(1, 400))
def test_an_array_within_an_object_is_read_as_well(
    elements: list[dict[str, Any]], style: dict[str, Any], size: int, batch: int
) -> None:
    """What stands around it on both levels must not be lost either."""
    whole = {"status": "success", "data": {"items": elements, "tail": "end"}, "warnings": ["partial"]}
    reader = ArrayReader(("items",), msgspec.json.Decoder(Envelope), batch, within="data")
    documents = [document for piece in pieces(json.dumps(whole, **style).encode(), size) for document in reader.feed(piece)]
    documents.append(reader.close())
    assert [element for document in documents for element in document.data.items] == elements
    assert (documents[0].status, documents[-1].data.tail, documents[-1].warnings) == ("success", "end", ["partial"])
