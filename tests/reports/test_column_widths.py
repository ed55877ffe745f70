"""How the width of a table is shared."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger_app.reports.column_widths import column_widths
from ledger_app.reports.model import Column, ReportTable, Row
from ledger_app.reports.table_columns import without_empty

TEXTS = st.text(st.sampled_from("任务进展情况2024，、。-abc \n"), max_size=80)


def measure(text: str) -> float:
    return sum(9.0 if ord(sign) > 255 else 4.5 for sign in text)


def widths(table: ReportTable, total: float) -> list[float]:
    return column_widths(table, total, 6.0, measure, measure)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=30), st.sampled_from([200.0, 442.2, 1000.0]))
def test_the_columns_are_together_as_wide_as_the_table(cells: list[tuple[str, str, str]], total: float) -> None:
    columns = (Column("a", "序号", "center", whole=True), Column("b", "任务"), Column("c", "进展", "center"))
    found = widths(ReportTable("t", columns, tuple(Row(cell) for cell in cells)), total)
    assert abs(sum(found) - total) < 0.01
    assert min(found) > 0


def test_dates_and_numbers_stay_whole_where_text_must_give_way() -> None:
    columns = (
        Column("seq", "序号", "center", whole=True),
        *(Column(f"text{n}", "说明文字") for n in range(6)),
        Column("due", "完成时限", "center", whole=True),
    )
    row = Row(("12", *["北岭镇卫生院和云岭镇卫生院共同负责"] * 6, "2024-10-31"))
    found = widths(ReportTable("t", columns, (row,) * 20), 340.0)
    assert found[0] >= measure("序号") + 6
    assert found[-1] >= measure("2024-10-31") + 6 - 0.01


def test_width_goes_where_it_lowers_the_rows() -> None:
    columns = (Column("a", "甲"), Column("b", "乙"))
    found = widths(ReportTable("t", columns, (Row(("短文" * 10, "长文字" * 60)),) * 10), 300.0)
    assert found[1] > 2 * found[0]


def test_columns_without_words_leave_their_room() -> None:
    columns = (Column("a", "甲"), Column("b", "乙"), Column("c", "丙"))
    rows = (Row(("一组",), "group"), Row(("1", "", "—")), Row(("2", "有", "")))
    table = without_empty(ReportTable("t", columns, rows), {"b", "c"})
    assert [column.key for column in table.columns] == ["a", "b"]
    assert [row.cells for row in table.rows] == [("一组",), ("1", ""), ("2", "有")]
    empty = ReportTable("t", columns, ())
    assert without_empty(empty, {"b"}) == empty
