from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.stage.framecode import BITS, COLUMNS, Strip, rows, upper_row

numbers = st.integers(0, 2**BITS - 2)


@given(numbers)
def test_a_frame_and_the_next_differ_in_one_square(number: int) -> None:
    pairs = zip(upper_row(number), upper_row(number + 1), strict=True)
    assert sum(one != other for one, other in pairs) == 1


@given(numbers)
def test_the_lower_row_is_the_opposite_between_fixed_marks(number: int) -> None:
    upper, lower = rows(number)
    assert len(upper) == COLUMNS
    assert all(one is not other for one, other in zip(upper, lower, strict=True))
    assert (upper[:3], upper[-3:]) == ((True, False, True), (False, True, False))


def test_a_number_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        upper_row(2**BITS)


def test_the_strip_knows_its_size() -> None:
    assert (Strip(0, 0, 10).width, Strip(0, 0, 10).height) == (10 * COLUMNS, 20)
