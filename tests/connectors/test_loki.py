"""The connector to Loki, against the playground's, and against what a real one answers when something is wrong."""

from __future__ import annotations

import json

import pytest
from misbehaving import Observed, says, serving

from connectors._deadline import Deadline
from connectors._errors import Broken, Invalid, Unauthenticated
from connectors.loki import LokiSettings, open_loki
from playground.loki import DemoLoki

WHERE = "loki/api/v1/query_range"


def soon() -> Deadline:
    """Return a deadline that is far enough away."""
    return Deadline.after(10)


async def test_the_newest_lines_come_oldest_first_and_no_more_than_asked_for() -> None:
    """One reads a log downwards, and the end matters most."""
    async with DemoLoki() as demo, open_loki("prod", LokiSettings(url=demo.url), Observed()) as loki:
        found = await loki.lines('{app="checkout"} |= "charge failed"', 600, 20, deadline=soon())
        assert len(found.lines) == 20
        assert [line.at for line in found.lines] == sorted(line.at for line in found.lines)
        assert found.limited
        assert found.streams == 2
        assert all(dict(line.labels)["app"] == "checkout" and "charge failed" in line.text for line in found.lines)
        few = await loki.lines('{app="checkout"} |= "slow"', 300, 20, deadline=soon())
        assert not few.limited


async def test_a_long_query_is_sent_as_a_form() -> None:
    """A URL of it would be cut off by a proxy."""
    async with DemoLoki() as demo, open_loki("prod", LokiSettings(url=demo.url), Observed()) as loki:
        query = '{app="checkout"}' + ' != "x"' * 400
        assert (await loki.lines(query, 300, 5, deadline=soon())).lines


async def test_what_is_no_query_is_said_in_its_own_words() -> None:
    """It answers in plain text."""
    async with DemoLoki() as demo, open_loki("prod", LokiSettings(url=demo.url), Observed()) as loki:
        with pytest.raises(Invalid, match="parse error at line 1"):
            await loki.lines('{app="checkout"} | json', 300, 5, deadline=soon())


async def test_a_tenant_that_is_missing_is_a_matter_of_credentials() -> None:
    """Loki answers 401 `no org id`; the settings can mend that."""
    async with DemoLoki(tenant="payments") as demo:
        async with open_loki("prod", LokiSettings(url=demo.url), Observed()) as loki:
            with pytest.raises(Unauthenticated, match="no org id"):
                await loki.lines('{app="checkout"}', 300, 5, deadline=soon())
        async with open_loki("prod", LokiSettings(url=demo.url, tenant="payments"), Observed()) as loki:
            assert (await loki.lines('{app="checkout"}', 300, 5, deadline=soon())).lines


async def test_a_query_of_numbers_is_refused_with_what_is_wanted() -> None:
    """`rate({…}[5m])` is LogQL too, and has no lines."""
    body = '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"2"]]}]}}'
    async with (
        serving(**{WHERE: says(200, body)}) as server,
        open_loki("prod", LokiSettings(url=server.url), Observed()) as loki,
    ):
        with pytest.raises(Invalid, match="finds some is wanted"):
            await loki.lines("rate({a='b'}[5m])", 300, 5, deadline=soon())


async def test_lines_with_structured_metadata_are_read() -> None:
    """Loki 3 gives a third value with each line."""
    body = (
        '{"status":"success","data":{"resultType":"streams","result":[{"stream":{"a":"b"},"values":[["5","x",{"t":"1"}]]}]}}'
    )
    async with (
        serving(**{WHERE: says(200, body)}) as server,
        open_loki("prod", LokiSettings(url=server.url), Observed()) as loki,
    ):
        assert [line.text for line in (await loki.lines('{a="b"}', 300, 5, deadline=soon())).lines] == ["x"]


async def test_secrets_leave_the_connector_as_stars() -> None:
    """What is posted in a channel is read by many: a token in one line, a key over several, a pattern of one's own."""
    lines = [
        "password=hunter22 tried",
        "-----BEGIN PRIVATE KEY-----",
        "MIIEvQ",
        "-----END PRIVATE KEY-----",
        "card=4111",
        "well",
    ]
    values = [[str(place), line] for place, line in enumerate(lines)]
    told = {"status": "success", "data": {"resultType": "streams", "result": [{"stream": {"a": "b"}, "values": values}]}}
    async with (
        serving(**{WHERE: says(200, json.dumps(told))}) as server,
        open_loki("prod", LokiSettings(url=server.url, redact=(r"card=(\d+)",)), Observed()) as loki,
    ):
        found = await loki.lines('{a="b"}', 300, 50, deadline=soon())
    assert [line.text for line in found.lines] == ["password=*** tried", "***", "***", "***", "card=***", "well"]


@pytest.mark.parametrize("body", ["<html>", "{}", '{"status":"success","data":{"result":[{"stream":1}]}}'])
async def test_an_answer_that_makes_no_sense_is_broken(body: str) -> None:
    """Another system behind the same name, a proxy's page."""
    async with (
        serving(**{WHERE: says(200, body)}) as server,
        open_loki("prod", LokiSettings(url=server.url), Observed()) as loki,
    ):
        with pytest.raises(Broken):
            await loki.lines('{a="b"}', 300, 5, deadline=soon())


async def test_check_says_that_all_is_well() -> None:
    """And ping tells the version."""
    async with DemoLoki() as demo, open_loki("prod", LokiSettings(url=demo.url), Observed()) as loki:
        assert await loki.ping(soon()) == "Loki 2.9.4"
        assert [(finding.what, finding.well) for finding in await loki.check(soon())] == [("answers", True), ("read", True)]
