"""按单位填报: one unit's tasks typed as into a sheet, saved in one step; the keys of a month of 30 units."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ledger_app.domain.facts import TaskFacts
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.return_round import ARRIVED
from ledger_app.domain.task import TaskOwner
from ledger_app.domain.unit import Unit
from ledger_app.ports import UnitOfWork
from ledger_app.services import progress, return_round, tasks, units
from ledger_app.services.tasks import NewTask
from tests.ui.conftest import CUTOFF, Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.models.filing_table import NEXT, PERCENT, PROBLEMS, STATE, TEXT
from ui.monthly.filing_part import FilingPart
from ui.monthly.returns_part import ReturnsPart
from ui.pages.units import UnitsPage

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)

MAY, JUNE = "2024-05", "2024-06"
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
UNITS, TASKS_EACH = 30, 3


def _add_units(work: UnitOfWork, count: int, first: int = 0) -> None:
    """Add units before all others with three tasks each, all reported for May."""
    for number in range(first, first + count):
        unit = units.add(work, Unit(0, "", f"测试{number:02d}院", kind="township")).unit
        work.of(Unit).update(replace(unit, sort=number - 1000))
        for place in range(TASKS_EACH):
            task = tasks.create(work, NewTask(f"测试任务{place}")).tasks[0]
            work.of(TaskOwner).add(TaskOwner(0, task.id, "lead", unit.id, unit.name))
            progress.file_entry(work, task.id, MAY, progress.Report(f"完成 {place + 1} 个。", 10.0 * place, "缺人"))


@pytest.fixture
def part(opened: ApplicationWindow, settle: Settle) -> ReturnsPart:
    assert opened.workspace is not None
    with opened.workspace.ledger.write() as work:
        work.describe("test.fill", "测试")
        _add_units(work, 2)
    opened.actions_[Act.GO_RETURNS].trigger()
    settle()
    assert isinstance(opened.page, UnitsPage)
    part = opened.page.returns
    part.refresh()
    settle()
    part.table.choose_rows([0])
    return part


@pytest.fixture
def filing(part: ReturnsPart, qtbot: QtBot, settle: Settle) -> FilingPart:
    qtbot.keyClick(part.table, Qt.Key.Key_Return)
    settle()
    assert part.stack.currentWidget() is part.filing
    assert part.filing.table.hasFocus()
    return part.filing


def editor(filing: FilingPart) -> QPlainTextEdit:
    found = [one for one in filing.table.findChildren(QPlainTextEdit, "filing_editor") if one.isVisible()]
    assert found
    return found[-1]


def type_into(qtbot: QtBot, filing: FilingPart, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type over the cell that has the cursor and leave it by a key."""
    qtbot.keyClicks(filing.table, text[0])
    for letter in text[1:]:
        qtbot.keyClicks(editor(filing), letter)
    qtbot.keyClick(editor(filing), key)


def cell(filing: FilingPart, row: int, column: int) -> str:
    return str(filing.model.index(row, column).data())


def place(filing: FilingPart) -> tuple[int, int]:
    return filing.table.currentIndex().row(), filing.table.currentIndex().column()


def entries(filing: FilingPart) -> list[ProgressEntry]:
    with filing.workspace.ledger.read() as session:
        found = session.of(ProgressEntry).find(period=JUNE)
    return [entry for entry in found if "filed" in entry.text]


def _stay(filing: FilingPart, row: int) -> TaskFacts:
    """Let a row's task be said to be unchanged for as many months before June as may be."""
    shown = filing.model.row_at(row)
    assert shown is not None
    with filing.workspace.ledger.write() as work:
        work.describe("test.fill", "测试")
        for before in work.of(ProgressEntry).find(task_id=shown.facts.id):
            work.of(ProgressEntry).remove(before.id)
        for month in ("2024-03", "2024-04", MAY):
            progress.no_change(work, [shown.facts.id], month)
    return shown.facts


def test_cells_are_typed_into_as_in_excel(qtbot: QtBot, filing: FilingPart, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(filing.model)
    assert place(filing) == (0, TEXT)
    type_into(qtbot, filing, "filed 3", Qt.Key.Key_Tab)
    assert place(filing) == (0, PERCENT)
    type_into(qtbot, filing, "35%", Qt.Key.Key_Return)
    assert place(filing) == (1, TEXT), "Enter after Tab goes to where the row was begun"
    assert [cell(filing, 0, column) for column in (TEXT, PERCENT)] == ["filed 3", "35"]
    filing.table.go_to(1, NEXT)
    qtbot.keyClick(filing.table, Qt.Key.Key_Tab)
    assert place(filing) == (2, TEXT)
    qtbot.keyClick(filing.table, Qt.Key.Key_Backtab)
    assert place(filing) == (1, NEXT)


def test_ctrl_d_takes_the_cell_above(qtbot: QtBot, filing: FilingPart) -> None:
    type_into(qtbot, filing, "same")
    assert place(filing) == (1, TEXT)
    qtbot.keyClick(filing.table, Qt.Key.Key_D, CONTROL)
    assert cell(filing, 1, TEXT) == "same"
    assert cell(filing, 2, TEXT) == ""


def test_no_change_carried_over_and_emptied(qtbot: QtBot, filing: FilingPart) -> None:
    qtbot.keyClick(filing.table, Qt.Key.Key_F8)
    qtbot.keyClick(filing.table, Qt.Key.Key_F7)
    assert [cell(filing, row, TEXT) for row in range(3)] == ["本月无变化。", "完成 2 个。", ""]
    assert [cell(filing, row, PROBLEMS) for row in range(3)] == ["", "缺人", ""]
    assert cell(filing, 1, STATE) == "沿用上期·待保存"
    filing.table.go_to(1, TEXT)
    qtbot.keyClick(filing.table, Qt.Key.Key_Delete)
    assert cell(filing, 1, STATE) == "未填"


def test_the_rest_is_unchanged_but_for_what_was_so_too_often(
    qtbot: QtBot, filing: FilingPart, settle: Settle, recorded: RecordedMessages
) -> None:
    stuck = _stay(filing, 1)
    unit = filing.units.value()
    qtbot.keyClick(filing.table, Qt.Key.Key_PageDown, CONTROL)
    settle()
    qtbot.keyClick(filing.table, Qt.Key.Key_PageUp, CONTROL)
    settle()
    assert filing.units.value() == unit
    qtbot.keyClick(filing.table, Qt.Key.Key_F8, SHIFT)
    assert [cell(filing, row, STATE) for row in range(3)] == ["无变化·待保存", "未填", "无变化·待保存"]
    assert len(recorded.texts) == 1
    assert stuck.code in recorded.texts[0][1]
    qtbot.keyClick(filing.table, Qt.Key.Key_Return, CONTROL)
    settle()
    assert recorded.errors == []
    with filing.workspace.ledger.read() as session:
        filed = [one for one in session.of(ProgressEntry).find(period=JUNE) if str(one.unit_id) == unit]
    assert [one.kind for one in filed] == ["no_change", "no_change"]
    assert stuck.id not in {one.task_id for one in filed}


def test_what_was_left_on_saving_is_named(
    qtbot: QtBot, filing: FilingPart, settle: Settle, recorded: RecordedMessages
) -> None:
    unit = int(filing.units.value())
    qtbot.keyClick(filing.table, Qt.Key.Key_F8, SHIFT)
    assert recorded.texts == []
    stuck = _stay(filing, 1)
    qtbot.keyClick(filing.table, Qt.Key.Key_Return, CONTROL)
    settle()
    assert recorded.errors == []
    assert [stuck.code in text for _title, text, _detail in recorded.texts] == [True]
    with filing.workspace.ledger.read() as session:
        filed = {one.task_id for one in session.of(ProgressEntry).find(period=JUNE, unit_id=unit)}
    assert stuck.id not in filed
    assert len(filed) == TASKS_EACH - 1


def test_an_input_method_begins_in_the_cell(filing: FilingPart) -> None:
    QApplication.sendEvent(filing.table, QInputMethodEvent("wan", []))
    done = QInputMethodEvent("", [])
    done.setCommitString("完成五个")
    QApplication.sendEvent(filing.table, done)
    assert editor(filing).toPlainText() == "完成五个"


def test_a_block_of_excel_is_pasted(qtbot: QtBot, filing: FilingPart, recorded: RecordedMessages) -> None:
    QGuiApplication.clipboard().setText('完成 4 个\t40%\t"缺钱\n缺人"\r\n完成 5 个\t500\r\n')
    qtbot.keyClick(filing.table, Qt.Key.Key_V, CONTROL)
    assert [cell(filing, 0, column) for column in (TEXT, PERCENT, PROBLEMS)] == ["完成 4 个", "40", "缺钱\n缺人"]
    assert [cell(filing, 1, column) for column in (TEXT, PERCENT)] == ["完成 5 个", ""]
    assert "500" in recorded.texts[0][1]


def test_what_is_typed_stays_when_another_unit_is_shown(
    qtbot: QtBot, filing: FilingPart, settle: Settle, opened: ApplicationWindow, recorded: RecordedMessages
) -> None:
    type_into(qtbot, filing, "draft")
    qtbot.keyClick(filing.table, Qt.Key.Key_PageDown, CONTROL)
    settle()
    assert cell(filing, 0, TEXT) == ""
    qtbot.keyClick(filing.table, Qt.Key.Key_PageUp, CONTROL)
    settle()
    assert cell(filing, 0, TEXT) == "draft"
    recorded.agrees = False
    assert not opened.may_close_ledger()
    recorded.agrees = True


def test_a_unit_is_saved_in_one_step_and_the_next_one_shown(
    qtbot: QtBot, filing: FilingPart, part: ReturnsPart, settle: Settle, recorded: RecordedMessages
) -> None:
    first = filing.units.value()
    type_into(qtbot, filing, "filed 9", Qt.Key.Key_Tab)
    type_into(qtbot, filing, "20")
    qtbot.keyClick(filing.table, Qt.Key.Key_Return, CONTROL)
    settle()
    assert recorded.errors == []
    assert filing.units.value() != first
    assert [(one.text, one.percent) for one in entries(filing)] == [("filed 9", 20.0)]
    with filing.workspace.ledger.read() as session:
        line = next(one for one in return_round.read_round(session, JUNE, CUTOFF) if str(one.unit.id) == first)
    assert line.state in ARRIVED
    filing.workspace.undo()
    settle()
    assert entries(filing) == []
    qtbot.keyClick(filing.table, Qt.Key.Key_Escape)
    settle()
    assert part.stack.currentWidget() is part.register
    assert part.table.hasFocus()


def test_units_without_tasks_are_passed_over_and_can_be_entered_by_themselves(
    qtbot: QtBot, part: ReturnsPart, settle: Settle, recorded: RecordedMessages
) -> None:
    with part.workspace.ledger.write() as work:
        work.describe("test.fill", "测试")
        for place, name in ((-995, "空一院"), (-1001, "空二院")):
            unit = units.add(work, Unit(0, "", name, kind="township")).unit
            work.of(Unit).update(replace(unit, sort=place))
    part.refresh()
    settle()
    names = [line.name for line in part.model.lines]
    assert names[0] == "空二院"
    part.table.choose_rows([0])
    qtbot.keyClick(part.table, Qt.Key.Key_Return)
    settle()
    filing = part.filing
    assert filing.model.rowCount() == 0
    shown = []
    for keys in ((), (Qt.Key.Key_F8,), (Qt.Key.Key_F8,)):
        for one in keys:
            qtbot.keyClick(filing.table, one, SHIFT)
        qtbot.keyClick(filing.table, Qt.Key.Key_Return, CONTROL)
        settle()
        shown.append(filing.units.currentText())
    assert recorded.errors == []
    assert shown[:2] == ["测试00院", "测试01院"]
    assert shown[2] != "空一院", "there is nothing to type for it"
    with part.workspace.ledger.read() as session:
        states = {line.name: line.is_owing for line in return_round.read_round(session, JUNE, CUTOFF)}
    assert (states["空二院"], states["测试00院"], states["空一院"]) == (False, False, True)


def test_what_cannot_be_saved_stays_in_the_sheet(
    qtbot: QtBot, filing: FilingPart, settle: Settle, recorded: RecordedMessages
) -> None:
    filing.table.go_to(0, PERCENT)
    type_into(qtbot, filing, "60")
    qtbot.keyClick(filing.table, Qt.Key.Key_Return, CONTROL)
    settle()
    assert [error.code for error in recorded.errors] == ["SVC-224"]  # type: ignore[attr-defined]
    assert cell(filing, 0, PERCENT) == "60"


def test_a_quiet_month_takes_two_keys_a_unit(
    qtbot: QtBot, part: ReturnsPart, settle: Settle, recorded: RecordedMessages
) -> None:
    with part.workspace.ledger.write() as work:
        work.describe("test.fill", "测试")
        for unit in work.of(Unit).find(is_reporting=True):
            if not unit.name.startswith("测试"):
                work.of(Unit).update(replace(unit, is_reporting=False))
        _add_units(work, UNITS - 2, first=2)
    part.refresh()
    settle()
    owing = [line for line in part.model.lines if line.is_owing]
    assert len(owing) >= UNITS
    part.table.choose_rows([0])
    pressed = 0

    def key(widget: QWidget, which: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        nonlocal pressed
        pressed += 1
        qtbot.keyClick(widget, which, modifiers)
        qtbot.waitUntil(lambda: not part.workspace.runner.running)
        settle()

    key(part.table, Qt.Key.Key_Return)
    while part.stack.currentWidget() is part.filing and pressed < 200:
        key(part.filing.table, Qt.Key.Key_F8, SHIFT)
        key(part.filing.table, Qt.Key.Key_Return, CONTROL)
    assert recorded.errors == []
    with part.workspace.ledger.read() as session:
        said = session.of(ProgressEntry).count(period=JUNE, kind="no_change")
        left = [line.name for line in return_round.read_round(session, JUNE, CUTOFF) if line.is_owing]
    assert said >= UNITS * TASKS_EACH
    assert left == []
    assert pressed == 1 + 2 * len(owing), "one key to open, then two a unit"
