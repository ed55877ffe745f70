"""Tables kept as text."""

from __future__ import annotations

import pytest

from ledger_app.errors import UnreadableFileError
from ledger_app.intake.readers import ReadLimits
from tests.intake.reading import assert_offsets_hold, grid, lines, read_bytes, tables

ROWS = [["序号", "任务", "时限"], ["1", "建站，\n含装修", "6月"], ["2", '培训 "骨干"', ""], ["3", "考核", "12月"]]


def written(delimiter: str) -> str:
    return "".join(
        delimiter.join('"' + field.replace('"', '""') + '"' if field else "" for field in row) + "\r\n" for row in ROWS
    )


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("gb18030", b"")])
@pytest.mark.parametrize("name", ["台账.csv", "台账"])
def test_table_in_any_encoding(delimiter: str, encoding: str, mark: bytes, name: str) -> None:
    document = read_bytes(mark + written(delimiter).encode(encoding), name)
    assert document.format == "csv"
    assert grid(tables(document)[0]) == ROWS
    assert_offsets_hold(document)


def test_blank_rows_and_outer_columns_are_dropped_but_row_numbers_stay() -> None:
    (table,) = tables(read_bytes("任务表,,,\n,,,\n序号,任务,时限,\n1,建站,6月,\n2,培训,7月,\n".encode(), "a.csv"))
    assert grid(table) == [["任务表", "", ""], ["序号", "任务", "时限"], ["1", "建站", "6月"], ["2", "培训", "7月"]]
    assert table.row_numbers == (1, 3, 4, 5)


def test_prose_with_half_width_commas_is_no_table() -> None:
    text = "一、总体要求\n坚持目标导向,统筹推进,确保完成。\n(一)建站,培训。\n(二)考核,评估,总结,通报。\n完"
    document = read_bytes(text.encode(), "要点.txt")
    assert document.format == "txt"
    assert len(lines(document)) == 5


def test_table_over_the_limit_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="INT-115"):
        read_bytes(("甲,乙\n" * 100).encode(), "a.csv", ReadLimits(cells=50))
