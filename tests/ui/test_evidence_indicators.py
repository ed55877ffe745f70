"""The second tree on the evidence page: import a scoring table, outline by keys, link files and tasks."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import openpyxl
import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ledger_app.domain.evidence import Indicator, IndicatorEvidence, TaskEvidence
from ledger_app.domain.indicators import in_order
from ledger_app.domain.supervision import Closing
from ledger_app.errors import LedgerError
from ledger_app.services import indicators
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.detail.saving_dialog import SavingDialog
from ui.dialogs.evidence_pack import PackDialog
from ui.dialogs.indicators import ImportTreeDialog, IndicatorPicker
from ui.dragged import EVIDENCE_MIME, INDICATOR_MIME, carried, carrying
from ui.pages.evidence import EvidencePage
from ui.workspace import Place

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)

W = TypeVar("W", bound=QObject)
ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(opened: ApplicationWindow, settle: Settle) -> EvidencePage:
    opened.show_place(Place("evidence"))
    settle()
    assert isinstance(opened.page, EvidencePage)
    return opened.page


@pytest.fixture
def tree(page: EvidencePage, tmp_path: Path, recorded: RecordedMessages, settle: Settle, qtbot: QtBot) -> EvidencePage:
    """Return the page with a small standard that was imported through the window."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("一级指标", "二级指标", "分值", "评分标准", "材料要求"),
        ("一、组织领导", "1.1 领导机构", 5, "未成立不得分", "成立文件"),
        (None, "1.2 经费保障", 10, "按到位率", "拨款文件"),
        ("二、工作落实", "2.1 督导", 15, "缺一次扣2分", "督导记录"),
    ):
        sheet.append(row)
    book.save(tmp_path / "评分表.xlsx")
    recorded.files = [tmp_path / "评分表.xlsx"]
    qtbot.mouseClick(page.side.by_indicator, Qt.MouseButton.LeftButton)
    _choose(page, "import")
    settle()
    dialog = _found(page, ImportTreeDialog)
    assert dialog.name.text() == "评分表"
    dialog.name.setText("2024年考核")
    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    settle()
    return page


def _found(parent: QWidget, kind: type[W], name: str = "") -> W:
    found = parent.findChild(kind, name) if name else parent.findChild(kind)
    assert found is not None, f"no {kind.__name__} {name}"
    return found


def _choose(page: EvidencePage, name: str) -> None:
    """Choose an entry of the indicators' menu."""
    page.indicators.open_menu(QPoint(10, 10))
    menu = _found(page, QMenu, "indicator_menu")
    action = next(one for one in menu.actions() if one.objectName() == f"indicator_menu_{name}")
    menu.close()
    action.trigger()


def _outline(page: EvidencePage) -> list[str]:
    with page.workspace.ledger.read() as session:
        places = in_order(session.of(Indicator).find())
        return [f"{'>' * place.depth}{place.indicator.title}" for place in places]


def _row(page: EvidencePage, title: str) -> Indicator:
    with page.workspace.ledger.read() as session:
        return session.of(Indicator).find(title=title)[0]


def test_a_scoring_table_becomes_a_tree_that_can_be_worked_on_by_keys(
    tree: EvidencePage, settle: Settle, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    page, view = tree, tree.side.indicators.view
    assert _outline(page) == ["组织领导", ">领导机构", ">经费保障", "工作落实", ">督导"]
    assert page.side.indicators.trees.currentText() == "2024年考核"
    qtmodeltester.check(page.side.indicators.model)
    page.side.indicators.choose(_row(page, "经费保障").id)
    qtbot.keyClick(view, Qt.Key.Key_Up, ALT_SHIFT)
    settle()
    assert _outline(page)[:3] == ["组织领导", ">经费保障", ">领导机构"]
    qtbot.keyClick(view, Qt.Key.Key_Left, ALT_SHIFT)
    settle()
    assert _outline(page) == ["组织领导", ">领导机构", "经费保障", "工作落实", ">督导"]
    qtbot.keyClick(view, Qt.Key.Key_Right, ALT_SHIFT)
    settle()
    assert _outline(page) == ["组织领导", ">领导机构", ">经费保障", "工作落实", ">督导"]
    qtbot.keyClick(view, Qt.Key.Key_Insert)
    dialog = _found(page, SavingDialog, "indicator_dialog")
    _found(dialog, QLineEdit, "indicator_title").setText("到位率")
    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    settle()
    assert _outline(page)[3] == ">>到位率"
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    settle()
    assert _outline(page) == ["组织领导", ">领导机构", "工作落实", ">督导"]


def test_files_are_linked_seen_under_the_indicator_and_taken_off(
    tree: EvidencePage, settle: Settle, qtbot: QtBot
) -> None:
    page = tree
    page.side.choose("all")
    total = page.model.rowCount()
    current = page.current
    assert current is not None
    page.indicators.link_evidence([current.evidence.id])
    picker = _found(page, IndicatorPicker)
    picker.field.setText("督导")
    item = next(picker.list.item(row) for row in range(picker.list.count()) if "督导" in picker.list.item(row).text())
    item.setCheckState(Qt.CheckState.Checked)
    qtbot.mouseClick(picker.verb_button, Qt.MouseButton.LeftButton)
    settle()
    qtbot.mouseClick(page.side.by_indicator, Qt.MouseButton.LeftButton)
    page.side.indicators.choose(_row(page, "督导").id)
    assert [row.evidence.id for row in page.model.shown] == [current.evidence.id]
    page.side.indicators.choose(_row(page, "工作落实").id)
    assert page.model.rowCount() == 1, "what proves one below counts for the one above"
    page.side.indicators.choose(_row(page, "领导机构").id)
    assert page.model.rowCount() == 0
    assert page.chosen_task_ids() == ()
    page.side.indicators.choose(_row(page, "督导").id)
    page.indicators.unlink_evidence([current.evidence.id])
    settle()
    assert page.model.rowCount() == 0
    qtbot.mouseClick(page.side.by_task, Qt.MouseButton.LeftButton)
    assert page.model.rowCount() == total


def test_a_task_brings_its_files_and_the_tree_is_packed(tree: EvidencePage, settle: Settle, qtbot: QtBot) -> None:
    page = tree
    with page.workspace.ledger.write() as work:
        link = work.of(TaskEvidence).find()[0]
        indicators.link_tasks(work, [_row(page, "督导").id], [link.task_id])
        assert work.of(IndicatorEvidence).count() == 0
    page.refresh()
    settle()
    page.side.indicators.choose(_row(page, "督导").id)
    assert link.evidence_id in {row.evidence.id for row in page.model.shown}
    page.actions_[Act.PACK_EVIDENCE].trigger()
    settle()
    dialog = _found(page.window(), PackDialog)
    assert dialog.scope.value() == "tree"
    qtbot.waitUntil(dialog.verb_button.isEnabled)
    assert "5 个指标" in dialog.said.text()
    dialog.reject()


def test_a_file_without_scoring_table_is_told_in_a_sentence(
    page: EvidencePage, recorded: RecordedMessages, tmp_path: Path, settle: Settle
) -> None:
    path = tmp_path / "要点.txt"
    path.write_text("没有表格", "utf-8")
    recorded.files = [path]
    page.indicators.import_table()
    settle()
    error = recorded.errors[0]
    assert isinstance(error, LedgerError)
    assert error.code == "EVI-054"
    page.indicators.link_evidence([1])
    assert "还没有考核标准" in recorded.texts[-1][1]
    assert _found(page, QPushButton, "evidence_pack").isEnabled()


def test_what_proves_a_task_that_was_struck_off_is_read_only(page: EvidencePage, settle: Settle) -> None:
    with page.workspace.ledger.write() as work:
        link = work.of(TaskEvidence).find()[0]
        work.describe("test", "销号")
        work.of(Closing).add(Closing(0, link.task_id, "approved", page.workspace.today))
    page.refresh()
    settle()
    page.show_place(Place("evidence", evidence_id=link.evidence_id))
    settle()
    assert page.current is not None
    assert page.current.is_bound
    assert page.details.title.isReadOnly()
    assert not page.bin_button.isVisible()
    free = next(row for row in page.model.shown if not row.is_bound)
    page.show_place(Place("evidence", evidence_id=free.evidence.id))
    settle()
    assert not page.details.title.isReadOnly()
    assert page.bin_button.isVisible()


def _drop(page: EvidencePage, title: str, data: QMimeData, share: float = 0.5) -> None:
    """Drop something onto an indicator's row, `share` of its height from the top."""
    view, item = page.side.indicators.view, page.side.indicators.model.item_of(_row(page, title).id)
    assert item is not None
    box = view.visualRect(item.index())
    at = QPoint(box.left() + 30, box.top() + int(box.height() * share))
    action, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(at), action, data, left, none)
    QApplication.sendEvent(view.viewport(), enter)
    move = QDragMoveEvent(QPointF(at), action, data, left, none)
    QApplication.sendEvent(view.viewport(), move)
    assert move.isAccepted()
    QApplication.sendEvent(view.viewport(), QDropEvent(QPointF(at), action, data, left, none))


def test_evidence_and_files_are_dropped_onto_an_indicator_and_the_rest_is_told(
    tree: EvidencePage, settle: Settle, tmp_path: Path
) -> None:
    page = tree
    covered = _found(page, QLabel, "indicator_coverage")
    assert covered.text() == "30 分，3 项指标，3 项还没有材料（30 分）"
    _found(page, QCheckBox, "indicator_everything").setChecked(True)
    ids = [row.evidence.id for row in page.model.shown[:2]]
    _drop(page, "督导", carrying(EVIDENCE_MIME, ids))
    settle()
    with page.workspace.ledger.read() as session:
        links = session.of(IndicatorEvidence).find(indicator_id=_row(page, "督导").id)
        assert [one.evidence_id for one in links] == ids
    assert covered.text() == "30 分，3 项指标，2 项还没有材料（15 分）"
    (tmp_path / "成立文件.txt").write_text("成立领导小组", "utf-8")
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "成立文件.txt"))])
    _drop(page, "领导机构", files)
    settle()
    assert covered.text() == "30 分，3 项指标，1 项还没有材料（10 分）"
    _choose(page, "bare")
    assert page.side.indicators.indicator_id == _row(page, "经费保障").id
    undone = page.workspace.ledger.undoable()
    assert undone is not None
    assert undone.name == "添加 1 件材料到指标“领导机构”"


def test_what_is_noticed_about_dropped_files_is_said_in_one_message(
    tree: EvidencePage, tmp_path: Path, settle: Settle, recorded: RecordedMessages
) -> None:
    page = tree
    names = ["空1.txt", "空2.pdf", "在.txt"]
    for name in names:
        (tmp_path / name).write_text("有字" if name == "在.txt" else "", "utf-8")
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in names])
    _drop(page, "领导机构", files)
    settle()
    (said,) = recorded.texts
    assert "请留意" in said[1]
    with page.workspace.ledger.read() as session:
        assert session.of(IndicatorEvidence).count(indicator_id=_row(page, "领导机构").id) == 2, (
            "both empty ones are one piece"
        )


def test_an_indicator_is_dragged_to_its_place(tree: EvidencePage, settle: Settle) -> None:
    page = tree
    _drop(page, "领导机构", carrying(INDICATOR_MIME, [_row(page, "督导").id]), 0.02)
    settle()
    assert _outline(page) == ["组织领导", ">督导", ">领导机构", ">经费保障", "工作落实"]
    _drop(page, "工作落实", carrying(INDICATOR_MIME, [_row(page, "经费保障").id]))
    settle()
    assert _outline(page) == ["组织领导", ">督导", ">领导机构", "工作落实", ">经费保障"]


def test_a_standard_is_copied_for_the_next_year_without_its_files(
    tree: EvidencePage, settle: Settle, qtbot: QtBot
) -> None:
    page = tree
    _choose(page, "copy_tree")
    dialog = _found(page, SavingDialog, "tree_dialog")
    assert _found(dialog, QLineEdit, "tree_title").text() == "2025年考核"
    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    settle()
    assert page.side.indicators.trees.currentText() == "2025年考核"
    assert _found(page, QLabel, "indicator_coverage").text().startswith("30 分，3 项指标，3 项")


def test_a_drag_begins_from_the_list_with_all_that_is_marked(
    page: EvidencePage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    begun: list[list[int]] = []

    def note(drag: QDrag, _action: Qt.DropAction) -> Qt.DropAction:
        begun.append(carried(drag.mimeData(), EVIDENCE_MIME))
        return Qt.DropAction.IgnoreAction

    monkeypatch.setattr(QDrag, "exec", note)
    table = page.table
    table.selectRow(0)
    table.selectionModel().select(
        table.model().index(1, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    )
    ids = [row.evidence.id for row in page.model.shown[:2]]
    start = table.visualRect(table.model().index(1, 0)).center()
    qtbot.mousePress(table.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(table.viewport(), start + QPoint(0, 60))
    qtbot.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(0, 60))
    assert begun == [ids]
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=start)
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1]
