"""Blocks as other programs copy them, laid onto the grid; find and replace."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.sqlite_ledger import SqliteLedger
from ledger_app.domain.task import Task
from ledger_app.errors import Cancelled, RejectedError
from ledger_app.services.cell_blocks import fits_often, lay_block, read_block, write_block, write_page
from ledger_app.services.cell_edits import apply_edits
from ledger_app.services.cell_reading import EditTime
from ledger_app.services.cell_search import Replacement, find_cells, searchable
from tests.builders import TODAY, a_task, a_unit

TIME = EditTime(TODAY, TODAY)


class Steps:
    """Progress that can be stopped."""

    def __init__(self, *, stops: bool = False) -> None:
        self.stops = stops

    def step(self, done: int, total: int, label: str = "") -> None:
        if self.stops:
            raise Cancelled


@pytest.mark.parametrize(
    ("copied", "rows"),
    [
        ("县医院", [["县医院"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ('"第一行\n第二行"\t7月', [["第一行\n第二行", "7月"]]),
        ('"他说""好"""\t2', [['他说"好"', "2"]]),
        ('"三项"制度\t2', [['"三项"制度', "2"]]),
        ("a\n\nb\tc", [["a", ""], ["", ""], ["b", "c"]]),
        ("'=1+1\t-12 点", [["=1+1", "-12 点"]]),
        ("", [[""]]),
    ],
)
def test_a_block_is_read_as_excel_writes_it(copied: str, rows: list[list[str]]) -> None:
    assert read_block(copied) == rows


_CELL = st.text(st.sampled_from('ab测"\t\n=+-@ '), max_size=6)


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(_CELL, min_size=width, max_size=width), min_size=1)))
def test_a_block_comes_back_as_it_was_written(rows: list[list[str]]) -> None:
    assert read_block(write_block(rows) + "\n") == rows


def test_nothing_that_is_copied_becomes_a_formula() -> None:
    text = write_block([["=HYPERLINK(1)", "-12 点", "@x", "普通"]])
    assert text.split("\t") == ["'=HYPERLINK(1)", "-12 点", "'@x", "普通"]
    page = write_page([["<b>=1</b>\n二"]], ["列"])
    assert "&lt;b&gt;=1&lt;/b&gt;<br" in page
    assert "mso-number-format:'\\@'" in page


def test_a_block_is_laid_from_its_first_cell_and_repeated_over_a_choice() -> None:
    texts, lost = lay_block([["1", "2", "3"], ["4", "5", "6"]], [7, None], ["title", "note"])
    assert [(one.task_id, one.field, one.text, one.row) for one in texts] == [
        (7, "title", "1", 0),
        (7, "note", "2", 0),
        (None, "title", "4", 1),
        (None, "note", "5", 1),
    ]
    assert lost == 1
    assert fits_often([["x"]], 3, 2)
    assert not fits_often([["x", "y"]], 3, 3)
    texts, lost = lay_block([["x"], ["y"]], [1, 2, 3, 4], ["note"], tiled=True)
    assert [one.text for one in texts] == ["x", "y", "x", "y"]


def test_a_text_is_replaced_wherever_it_may_be(ledger: SqliteLedger) -> None:
    with ledger.write() as work:
        hospital, centre = a_unit(work, "县人民医院"), a_unit(work, "县中医院")
        ids = [
            a_task(work, "建设ICU病房", note="icu 与 ICU", lead_unit_ids=(hospital.id,)).id,
            a_task(work, "县人民医院义诊", lead_unit_ids=(centre.id,)).id,
        ]
    with ledger.read() as session:
        assert {"title", "note", "lead"} < {name for name, _ in searchable(session)}
        found = find_cells(session, ids, Replacement("icu", "重症", ("title", "note")), TIME, Steps())
        assert (found.hits, found.cells) == (3, 2)
        exact = find_cells(session, ids, Replacement("ICU", "", ("note",), is_exact_case=True), TIME, Steps())
        assert exact.hits == 1
        whole = find_cells(
            session, ids, Replacement("县人民医院", "县中医院", ("title", "lead"), is_whole=True), TIME, Steps()
        )
        assert [one.label for one in whole.plan.changes] == ["牵头单位"]
        unknown = find_cells(session, ids, Replacement("人民", "民族", ("lead",)), TIME, Steps())
        assert len(unknown.plan.refusals) == 1
        with pytest.raises(Cancelled):
            find_cells(session, ids, Replacement("x", "", ("note",)), TIME, Steps(stops=True))
        with pytest.raises(RejectedError, match="SVC-005"):
            find_cells(session, ids, Replacement("", "", ("note",)), TIME, Steps())
    with ledger.write() as work:
        apply_edits(work, found.plan, TIME, verb="replace")
    with ledger.read() as session:
        task = session.of(Task).get(ids[0])
        assert task is not None
        assert (task.title, task.note) == ("建设重症病房", "重症 与 重症")
    operation = ledger.undoable()
    assert operation is not None
    assert operation.name == "替换 2 个单元格"
