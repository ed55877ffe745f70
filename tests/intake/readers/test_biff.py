"""Old workbooks: what is measured before they are laid out."""

from __future__ import annotations

import random
from contextlib import suppress
from struct import pack

import pytest

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.readers import ReadLimits
from tests.intake.biff_builder import label, number, record, xls
from tests.intake.reading import assert_offsets_hold, codes, grid, read_bytes, tables

GENERAL, PERCENT = 0, 9
SMALL = ReadLimits(cells=10_000)


def test_cells_percentages_and_merged_areas() -> None:
    merged = record(0x00E5, pack("<HHHHH", 1, 0, 0, 0, 1))
    document = read_bytes(
        xls(
            label(0, 0, "任务"),
            label(1, 0, "建站"),
            number(1, 1, 0.755, 1),
            number(2, 1, 4.0),
            merged,
            formats=(GENERAL, PERCENT),
        ),
        "台账.et",
    )
    (table,) = tables(document)
    assert document.format == "xls"
    assert grid(table) == [["任务", "任务"], ["建站", "75.5%"], ["", "4"]]
    assert table.sheet == "台账"
    assert_offsets_hold(document)


def test_percentages_in_a_run_of_numbers() -> None:
    run = record(0x00BD, pack("<HHHIHIH", 0, 0, 1, 50 << 2 | 3, 0, 7 << 2 | 2, 1))
    (table,) = tables(read_bytes(xls(run, formats=(GENERAL, PERCENT))))
    assert grid(table) == [["50%", "7"]]


def test_hidden_rows_are_said() -> None:
    row = record(0x0208, pack("<HHHHHHHH", 0, 0, 1, 0, 0, 0, 0x20, 0))
    assert codes(read_bytes(xls(row, label(0, 0, "任务")))) == ["INT-158"]


def test_cell_far_out_is_refused_not_laid_out() -> None:
    with pytest.raises(UnreadableFileError, match="INT-115"):
        read_bytes(xls(label(0, 0, "甲"), number(65_535, 65_535, 1.0)), limits=SMALL)


@pytest.mark.parametrize("claimed", [(0, 4_000_000_000, 0, 65_535), (9, 3, 0, 1), (0, 1, 9, 3)])
def test_extent_that_cannot_be_is_refused(claimed: tuple[int, int, int, int]) -> None:
    with pytest.raises(UnreadableFileError, match="INT-108"):
        read_bytes(xls(label(0, 0, "甲"), dimensions=claimed))


def test_reversed_extent_in_the_short_form_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="INT-108"):
        read_bytes(xls(record(0x0200, pack("<HHHHH", 24, 6, 0, 7, 0)), label(0, 0, "甲")))


@pytest.mark.parametrize("count", [-1, 2_000_000_000])
def test_more_texts_than_the_file_can_hold_are_refused(count: int) -> None:
    texts = record(0x00FC, pack("<ii", 1, count))
    with pytest.raises(UnreadableFileError, match="INT-108"):
        read_bytes(xls(label(0, 0, "甲"), extra=texts))


def test_protected_workbook_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="INT-109"):
        read_bytes(xls(label(0, 0, "甲"), extra=record(0x002F, bytes(6))))


GOOD = xls(*(label(row, column, f"第{row}项") for row in range(6) for column in range(3)), number(6, 0, 0.5))


@pytest.mark.parametrize("seed", range(60))
def test_damaged_workbook_is_read_or_refused(seed: int, capfd: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(seed)
    broken = bytearray(GOOD if seed % 4 else GOOD[: chance.randrange(1, len(GOOD))])
    for _ in range(chance.choice([1, 6, 30])):
        broken[chance.randrange(min(len(broken), 2600))] = chance.choice([0, 255, chance.randrange(256)])
    with suppress(UnreadableFileError):
        assert_offsets_hold(read_bytes(bytes(broken)))
    assert capfd.readouterr().err == ""
