from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.task_code import code_order, is_valid_code, make_code, next_code, part_code, tidy_code


def test_codes_go_on_and_never_come_twice() -> None:
    assert next_code("2", []) == "2-01"
    assert next_code("2", ["2-01", "2-07", "2-07-3", "12-40", "2-x", "临-9"]) == "2-08"
    assert next_code("2", ["2-99"]) == "2-100"
    assert part_code("2-07", ["2-07", "2-07-1", "2-07-2-1", "2-071-5"]) == "2-07-2"


def test_order_is_that_of_people() -> None:
    codes = ["2-10", "临-1", "10-01", "2-9", "2-09-1", "2-09"]
    assert sorted(codes, key=code_order) == ["2-9", "2-09", "2-09-1", "2-10", "10-01", "临-1"]


@pytest.mark.parametrize("code", ["", " 2-1", "2 1", "2/1", "2、1", "x" * 31, "2－1", "a\tb", "2\u20071"])
def test_codes_that_cannot_stand(code: str) -> None:
    assert not is_valid_code(code)


def test_typed_codes_are_tidied() -> None:
    assert tidy_code(" ２－０７ ") == "2-07"
    assert tidy_code("2—07") == "2-07"
    assert is_valid_code("批示-03")


@given(st.integers(1, 99).map(str), st.lists(st.integers(1, 300), max_size=30))
def test_the_next_code_is_new_valid_and_last(prefix: str, numbers: list[int]) -> None:
    existing = [make_code(prefix, number) for number in numbers]
    code = next_code(prefix, existing)
    assert code not in existing
    assert is_valid_code(code)
    assert all(code_order(other) < code_order(code) for other in existing)


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_two_codes_can_be_ordered(one: str, other: str) -> None:
    assert (code_order(one) < code_order(other)) or (code_order(one) >= code_order(other))
