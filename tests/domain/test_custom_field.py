"""Values of the ledger's own columns are read as people write them, and kept in one form."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.domain.custom_field import FieldType, kind_of, read_value, type_of, written_options
from ledger_app.domain.task import CustomField


def a_field(kind: FieldType, *options: str) -> CustomField:
    kept, is_long = kind_of(kind)
    return CustomField(1, "列", kept, written_options(options), is_long=is_long)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("number", "1,234.50", "1234.5"),
        ("number", "１２００", "1200"),
        ("number", "-0", "0"),
        ("number", "007", "7"),
        ("number", "12,34", None),
        ("number", "3万", None),
        ("number", "1e5", None),
        ("date", "2024.6.30", "2024-06-30"),
        ("date", "2024年6月30日", "2024-06-30"),
        ("date", "20240630", "2024-06-30"),
        ("date", "2024-02-30", None),
        ("date", "年底前", None),
        ("bool", "√", "是"),
        ("bool", "否", "否"),
        ("bool", "也许", None),
        ("text", " 一行\n两行 ", "一行 两行"),
        ("long", " 一行\n两行 ", "一行\n两行"),
        ("number", "  ", ""),
    ],
)
def test_a_value_is_read_as_it_is_written(kind: FieldType, typed: str, kept: str | None) -> None:
    assert read_value(a_field(kind), typed) == kept


def test_a_choice_takes_its_words_only() -> None:
    field = a_field("choice", "立行立改", "限期整改（3月）")
    assert read_value(field, " 立行立改 ") == "立行立改"
    assert read_value(field, "限期整改(3月)") == "限期整改（3月）"
    assert read_value(field, "立行") is None


@given(st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: f"{number:.4f}"))
def test_what_is_kept_of_a_number_reads_back_as_itself(text: str) -> None:
    kept = read_value(a_field("number"), text)
    assert kept is not None
    assert float(kept) == float(text)
    assert read_value(a_field("number"), kept) == kept


@given(st.dates())
def test_every_day_reads_back(day: dt.date) -> None:
    assert read_value(a_field("date"), day.isoformat()) == day.isoformat()


@pytest.mark.parametrize("kind", ["text", "long", "number", "date", "choice", "bool"])
def test_a_type_is_kept_and_known_again(kind: FieldType) -> None:
    assert type_of(a_field(kind)) == kind
