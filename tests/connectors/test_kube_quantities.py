"""Quantities are read as the server means them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors._kube.quantities import binary, cores, quantity


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("0", "0"), ("5", "5"), ("100m", "0.1"), ("250u", "0.00025"), ("1500000000n", "1.5"), ("0.5", "0.5"), (".5", "0.5"),
        ("128Mi", "134217728"), ("1.5Gi", "1610612736"), ("1Ki", "1024"), ("1k", "1000"), ("2M", "2000000"),
        ("1e3", "1000"), ("1E3", "1000"), ("1E", "1000000000000000000"), ("12e-1", "1.2"), ("-5", "-5"),
    ],
)  # fmt: skip
def test_a_quantity_is_read_exactly(written: str, amount: str) -> None:
    """`128Mi` is not `128M`, and the sum of ten `100m` is one core."""
    assert quantity(written) == Decimal(amount)


@pytest.mark.parametrize("written", ["", "abc", "1 Gi", "1e", "1mi", "1ki", "1ni", "²", "1.2.3", "NaN", "inf", "9" * 60])
def test_what_is_no_quantity_is_none(written: str) -> None:
    """A server of another make may write anything; a wrong sum is worse than none."""
    assert quantity(written) is None


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading(text: str) -> None:
    """It is text from outside."""
    amount = quantity(text)
    assert amount is None or amount.is_finite()


@given(st.integers(0, 10**12))
def test_thousandths_add_up(milli: int) -> None:
    """Sums over thousands of pods are compared with what their nodes have."""
    assert quantity(f"{milli}m") == Decimal(milli) / 1000


@pytest.mark.parametrize(
    ("amount", "said"), [("3.5", "3.5"), ("12", "12"), ("0.25", "250m"), ("0", "0"), ("0.0001", "1m"), ("1234", "1,234")]
)
def test_cores_are_written_as_people_write_them(amount: str, said: str) -> None:
    """As in a pod's own specification."""
    assert cores(Decimal(amount)) == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [(0, "0 B"), (1023, "1,023 B"), (1024, "1 KiB"), (512 << 20, "512 MiB"), (3 << 29, "1.5 GiB"), (64 << 30, "64 GiB")],
)
def test_bytes_are_written_in_one_unit(amount: int, said: str) -> None:
    """Two digits are enough to compare, and are read at a glance."""
    assert binary(amount) == said
