"""How series are named and thinned, and how numbers are said."""

from __future__ import annotations

import math

import pytest

from connectors._prom.records import Range, Series
from processors._numbers import number
from processors._series import chart, names, thinned


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.0, "", "0"), (12.0, "", "12"), (1234.5, "", "1,234"), (0.012345, "", "0.0123"), (3.456e6, "", "3.46 M"),
        (1.2e-7, "", "1.2e-07"), (140.26, "req/s", "140.3 req/s"), (0.1234, "ratio", "12.3 %"), (99.95, "%", "100 %"),
        (0.25, "s", "250 ms"), (90.0, "s", "1.5 min"), (0.0, "s", "0 s"), (1536.0, "B", "1.5 KiB"), (1023.0, "B", "1,023 B"),
        (math.inf, "s", "+Inf"), (math.nan, "", "NaN"), (-0.5, "s", "-500 ms"), (1e18, "", "1e+18"),
    ],
)  # fmt: skip
def test_a_number_is_said_in_its_unit(value: float, unit: str, said: str) -> None:
    """Read at a glance: few digits, and the unit that people think in."""
    assert number(value, unit) == said


def test_series_are_named_by_what_tells_them_apart() -> None:
    """What they have in common is said once, elsewhere."""
    series = [(("app", "a"), ("zone", "x")), (("app", "b"), ("zone", "x")), (("app", "a"), ("host", "h"), ("zone", "x"))]
    assert names(series) == ("a", "b", "a h")
    assert names([(("__name__", "up"), ("job", "web"))]) == ('up{job="web"}',)
    assert names([()]) == ("value",)
    assert names([]) == ()


def test_a_chart_is_thinned_to_means_and_keeps_its_gaps() -> None:
    """A spike must not vanish between two points that were picked, nor a gap be filled with what was not seen."""
    found = Range(
        start=0.0, step=10.0, steps=100, found=3,
        series=(Series((("a", "1"),), (None,) * 50 + (1.0, 3.0) * 25), Series((("a", "2"),), (None,) * 100)),
    )  # fmt: skip
    whole = chart("x", "s", found)
    assert [curve.name for curve in whole.curves] == ["1"]
    assert whole.left_out == 1
    thin = thinned(whole)
    assert len(thin.times) == 20
    assert thin.times[-1] == whole.times[-1]
    assert thin.curves[0].values[:10] == (None,) * 10
    assert all(value == pytest.approx(2.0, abs=0.5) for value in thin.curves[0].values[10:] if value is not None)
