"""The one model of the grid: true row count, pages on sight, groups, refreshing without blanking."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.grid import GroupCount, Sorting, TaskQuery
from tests.ui.fake_ledger import FakeClock, FakeSession
from tests.ui.recorded import RecordedMessages
from ui.jobs import JobRunner
from ui.look import Look
from ui.models.columns import COLUMNS, GridRow
from ui.models.row_pages import PAGE_ROWS
from ui.models.task_table_model import GROUP_ROLE, ROW_ROLE, TaskTableModel
from ui.state import WindowState
from ui.workspace import Workspace

MANY = 100_000
CUTOFF = FakeClock().today()


@pytest.fixture
def parent() -> QObject:
    return QObject()


def _workspace(count: int, look: Look, state: WindowState, parent: QObject) -> Workspace:
    return Workspace(FakeSession(count), JobRunner(), look, RecordedMessages(), state, parent)  # type: ignore[arg-type]


@pytest.fixture
def workspace(look: Look, state: WindowState, parent: QObject) -> Iterator[Workspace]:
    made = _workspace(MANY, look, state, parent)
    yield made
    made.runner.close()


def _wait(qtbot: QtBot, workspace: Workspace) -> None:
    for _ in range(3):
        qtbot.waitUntil(lambda: not workspace.runner.running)
        QApplication.processEvents()


@pytest.fixture
def model(qtbot: QtBot, workspace: Workspace) -> TaskTableModel:
    model = TaskTableModel(workspace)
    model.show_query(TaskQuery(CUTOFF))
    _wait(qtbot, workspace)
    return model


def test_the_row_count_is_true_before_any_row_was_read(model: TaskTableModel, workspace: Workspace) -> None:
    assert model.rowCount() == MANY
    assert workspace.ledger.rows_read == []  # type: ignore[attr-defined]


def test_one_screen_of_a_hundred_thousand_reads_at_most_three_pages(
    qtbot: QtBot, model: TaskTableModel, workspace: Workspace
) -> None:
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.resize(900, 900)
    view.show()
    qtbot.waitExposed(view)
    _wait(qtbot, workspace)
    view.scrollToBottom()
    QApplication.processEvents()
    _wait(qtbot, workspace)
    read = workspace.ledger.rows_read  # type: ignore[attr-defined]
    assert MANY in read
    assert len(read) <= 3 * PAGE_ROWS


def test_a_row_shows_dots_until_its_page_has_come_and_keeps_its_text_afterwards(
    qtbot: QtBot, model: TaskTableModel, workspace: Workspace
) -> None:
    index = model.index(500, 2)
    assert index.data() is None
    _wait(qtbot, workspace)
    assert index.data() == "任务 501"
    assert isinstance(index.data(ROW_ROLE), GridRow)
    model.reload()
    assert index.data() == "任务 501", "what stood there must stay while it is read again"
    _wait(qtbot, workspace)
    assert workspace.ledger.rows_read.count(501) == 2  # type: ignore[attr-defined]


def test_only_what_can_change_a_row_touches_the_list(model: TaskTableModel) -> None:
    assert model.is_touched_by(ChangeSet(rows={"progress_entry": {1: "added"}}))
    assert not model.is_touched_by(ChangeSet(rows={"saved_view": {1: "added"}}))


def test_sorting_is_asked_of_the_database(qtbot: QtBot, model: TaskTableModel, workspace: Workspace) -> None:
    due = next(number for number, column in enumerate(COLUMNS) if column.key == "due")
    model.sort(due, Qt.SortOrder.DescendingOrder)
    _wait(qtbot, workspace)
    assert model.query.sorting[0].field == "due"
    assert model.task_id(0) == MANY


def test_rows_and_tasks_find_each_other(model: TaskTableModel) -> None:
    assert model.task_id(41) == 42
    assert model.row_of(42) == 41
    assert model.row_of(MANY + 1) is None


def test_a_long_grouped_list_begins_folded_and_reads_counts_alone(
    qtbot: QtBot, model: TaskTableModel, workspace: Workspace
) -> None:
    ledger = workspace.ledger
    ledger.ids_listed = 0  # type: ignore[attr-defined]
    model.show_query(TaskQuery(CUTOFF, group_by="section"))
    _wait(qtbot, workspace)
    assert model.rowCount() == 4
    assert all(model.is_folded(f"g{number}") for number in range(4))
    assert ledger.ids_listed == 0  # type: ignore[attr-defined]
    model.set_folded("g2", is_folded=False)
    _wait(qtbot, workspace)
    assert ledger.ids_listed == MANY // 4  # type: ignore[attr-defined]
    assert model.task_id(3) == MANY // 2 + 1
    assert ledger.rows_read == []  # type: ignore[attr-defined]


def test_groups_have_heading_rows_and_fold(qtbot: QtBot, model: TaskTableModel, workspace: Workspace) -> None:
    size = MANY // 4
    model.show_query(TaskQuery(CUTOFF, group_by="section"))
    _wait(qtbot, workspace)
    model.set_all_folded(is_folded=False)
    _wait(qtbot, workspace)
    assert model.rowCount() == MANY + 4
    heading = model.index(0, 0)
    assert isinstance(heading.data(GROUP_ROLE), GroupCount)
    assert heading.data() == f"第0组，{size} 项"
    assert model.task_id(0) is None
    assert model.task_id(1) == 1
    assert model.task_id(size) == size
    assert model.group_at(size + 1) is not None
    assert model.task_id(size + 2) == size + 1
    assert model.heading_of(size + 5) == size + 1
    model.set_folded("g0", is_folded=True)
    assert model.rowCount() == MANY + 4 - size
    assert model.row_of(1) is None
    assert model.row_of(size + 1) == 2
    model.reload()
    _wait(qtbot, workspace)
    assert model.rowCount() == MANY + 4 - size, "what is folded stays folded when the list is read again"
    model.set_all_folded(is_folded=True)
    assert model.rowCount() == 4


def test_several_fields_are_sorted_by_in_their_order(qtbot: QtBot, model: TaskTableModel, workspace: Workspace) -> None:
    order = (Sorting("lead"), Sorting("due", descending=True))
    model.sort_by(order)
    _wait(qtbot, workspace)
    assert workspace.ledger.queries[-1].sorting == order  # type: ignore[attr-defined]


@pytest.mark.parametrize("group_by", [None, "section"])
def test_qts_own_tester_finds_nothing(
    qtbot: QtBot, look: Look, state: WindowState, parent: QObject, group_by: str | None
) -> None:
    workspace = _workspace(40, look, state, parent)
    model = TaskTableModel(workspace)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show_query(TaskQuery(CUTOFF, group_by=group_by))
    _wait(qtbot, workspace)
    for row in range(model.rowCount()):
        model.index(row, 0).data()
    _wait(qtbot, workspace)
    if group_by:
        model.set_folded("g1", is_folded=True)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    _wait(qtbot, workspace)
    assert model.rowCount(QModelIndex()) == model.rowCount()
    assert tester.model() is model
    workspace.runner.close()


def test_lights_are_counted_without_the_condition_on_lights(
    qtbot: QtBot, model: TaskTableModel, workspace: Workspace
) -> None:
    with qtbot.waitSignal(model.counted) as blocker:
        model.reload()
    assert blocker.args[0]["overdue"] == 3
    _wait(qtbot, workspace)
