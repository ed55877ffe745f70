"""Archive numbers: their form, and what cannot stand in one."""

from __future__ import annotations

import pytest

from ledger_app.domain.archive_number import ArchiveNumber


def test_a_number_names_fonds_category_year_retention_office_and_item() -> None:
    assert ArchiveNumber("A001", 2024, "D30").of(7) == "A001-WS·2024-D30-0007"
    assert ArchiveNumber("0123", 2024, "Y", "BGS").of(12) == "0123-WS·2024-Y-BGS-0012"


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (ArchiveNumber("A001", 2024), ""),
        (ArchiveNumber("A1", 2024), "全宗号"),
        (ArchiveNumber("A-01", 2024), "全宗号"),
        (ArchiveNumber("A001", 2024, "D20"), "保管期限"),
        (ArchiveNumber("A001", 2024, "Y", "a/b"), "机构代码"),
    ],
)
def test_what_no_archive_would_take_is_named(number: ArchiveNumber, fault: str) -> None:
    assert number.fault == fault
