"""A whole list in the cache: every row of it and the digest are there again, in a small part of the room."""

from __future__ import annotations

import msgspec
from golden.scenes import NOW, failing, pod_list

from bot.sheets import packed, unpacked
from handlers.pods import COMMANDS
from processors._digest import PodDigest
from processors._pod_listing import listing
from processors._summary import Part
from processors.pods import condense

WHOLE = next(command.whole for command in COMMANDS if command.name == "pods failed")


def part(target: str, pods: int) -> Part:
    """Return what a target answered."""
    return Part(target, pod_list(failing(pods)), NOW)


def test_rows_and_digest_come_back_as_they_were() -> None:
    """The message and the file are of one answer, whoever asks for it next, and in whatever form."""
    parts = [part("prod", 1234), part("staging", 3)]
    digests, found = unpacked([Part(one.target, packed(WHOLE, one), one.at) for one in parts], PodDigest)
    assert [one.records for one in digests] == [condense(one.records) for one in parts]
    assert (found.columns, list(found.rows())) == (listing(parts).columns, list(listing(parts).rows()))
    assert list(found.rows()) == list(found.rows())


def test_what_no_target_gave_is_still_counted() -> None:
    """The file's title says how many rows there are beyond its own."""
    one = part("prod", 10)
    more = msgspec.structs.replace(one, records=msgspec.structs.replace(one.records, found=17))
    sheets = [Part(each.target, packed(WHOLE, each), NOW) for each in (more, more)]
    assert unpacked(sheets, PodDigest)[1].left_out == 14


def test_it_takes_a_small_part_of_the_room() -> None:
    """Several such answers lie in the cache at once, while the next is made."""
    one = part("prod", 5000)
    assert len(msgspec.msgpack.encode(packed(WHOLE, one))) < len(msgspec.msgpack.encode(one.records)) / 5
