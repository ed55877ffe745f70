"""报送登记: many units at once by the keyboard, the chase text in the clipboard, the year, a month of 30 units."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ledger_app.domain.return_round import OWING, ReturnLine
from ledger_app.domain.returns import ReturnState
from ledger_app.domain.supervision import Chase, ReturnLog
from ledger_app.services import return_round
from tests.ui.conftest import CUTOFF, Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.dialogs.chase import ChaseDialog, ChaseWordsDialog, ReasonDialog
from ui.monthly.returns_part import ReturnsPart
from ui.pages.units import UnitsPage

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)

W = TypeVar("W", bound=QWidget)
MAY, JUNE, JULY = "2024-05", "2024-06", "2024-07"


@pytest.fixture
def part(opened: ApplicationWindow, settle: Settle) -> ReturnsPart:
    opened.actions_[Act.GO_RETURNS].trigger()
    settle()
    assert isinstance(opened.page, UnitsPage)
    return opened.page.returns


def stored(part: ReturnsPart, period: str = JUNE) -> dict[str, ReturnLine]:
    with part.workspace.ledger.read() as session:
        return {line.name: line for line in return_round.read_round(session, period, CUTOFF)}


def owing_rows(part: ReturnsPart) -> list[int]:
    return [row for row in range(part.model.rowCount()) if (line := part.model.line_at(row)) and line.is_owing]


def name_at(part: ReturnsPart, row: int) -> str:
    line = part.model.line_at(row)
    assert line is not None
    return line.name


def press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    button = parent.findChild(QPushButton, name)
    assert button is not None, name
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def dialog_of(part: QWidget, kind: type[W]) -> W:
    found = [one for one in part.findChildren(kind) if one.isVisible()]
    assert found, kind
    return found[-1]


def test_the_register_lists_all_that_report(part: ReturnsPart, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(part.model)
    lines = stored(part)
    assert [name_at(part, row) for row in range(part.model.rowCount())] == list(lines)
    assert part.table.hasFocus()
    missing = sum(line.state is ReturnState.MISSING for line in lines.values())
    assert f"漏报 {missing}" in part.totals.text()
    assert part.chips["owing"].count == missing
    filed = {name_at(part, row): part.model.index(row, 4).data() for row in range(part.model.rowCount())}
    assert any(text not in ("—", "") for text in filed.values()), "filed tasks are counted"


def test_space_enters_the_receipt_and_goes_on(
    qtbot: QtBot, part: ReturnsPart, settle: Settle, opened: ApplicationWindow
) -> None:
    part.day.edit.setText("6.28")
    part.day.show_value(dt.date(2024, 6, 28))
    first, second = owing_rows(part)[:2]
    names = [name_at(part, first), name_at(part, second)]
    assert second == first + 1, "the samples hold two that owe side by side"
    part.table.choose_rows([first])
    for _ in names:
        qtbot.keyClick(part.table, Qt.Key.Key_Space)
        settle()
    lines = stored(part)
    for name in names:
        assert (lines[name].state, lines[name].days) == (ReturnState.LATE, 3)
    opened.actions_[Act.UNDO].trigger()
    settle()
    opened.actions_[Act.UNDO].trigger()
    settle()
    assert {stored(part)[name].state for name in names} <= OWING


def test_many_are_sent_back_and_excused_at_once(qtbot: QtBot, part: ReturnsPart, settle: Settle) -> None:
    rows = list(range(4))
    names = [name_at(part, row) for row in rows]
    part.table.choose_rows(rows)
    qtbot.keyClick(part.table, Qt.Key.Key_Backspace)
    dialog = dialog_of(part, ReasonDialog)
    dialog.reason.setCurrentText("数据与佐证不符")
    press(qtbot, dialog, "send_back_dialog_accept")
    settle()
    lines = stored(part)
    assert {lines[name].log.sent_back_reason for name in names if lines[name].log} == {"数据与佐证不符"}
    assert part.chosen_ids() == [lines[name].unit.id for name in names], "the chosen units stay chosen"
    qtbot.keyClick(part.table, Qt.Key.Key_F4)
    press(qtbot, dialog_of(part, ReasonDialog), "excuse_dialog_accept")
    settle()
    assert {stored(part)[name].state for name in names} == {ReturnState.EXCUSED}
    assert part.act_buttons["excuse"].text() == "恢复报送"
    press(qtbot, part, "returns_excuse")
    settle()
    assert ReturnState.EXCUSED not in {line.state for line in stored(part).values()}


def test_a_receipt_is_taken_back_by_delete(qtbot: QtBot, part: ReturnsPart, settle: Settle) -> None:
    row = next(row for row in range(part.model.rowCount()) if row not in owing_rows(part))
    name = name_at(part, row)
    part.table.choose_rows([row])
    qtbot.keyClick(part.table, Qt.Key.Key_Delete)
    settle()
    assert stored(part)[name].state is ReturnState.MISSING


def test_the_rest_comes_in_at_once(qtbot: QtBot, part: ReturnsPart, settle: Settle) -> None:
    press(qtbot, part, "returns_receive_all")
    settle()
    assert not owing_rows(part)
    assert not part.act_buttons["chase"].isEnabled()


def test_a_month_is_opened_by_asking_all(qtbot: QtBot, part: ReturnsPart, settle: Settle) -> None:
    qtbot.keyClick(part.table, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert part.month_label.text() == "2024年7月"
    press(qtbot, part, "returns_ask")
    settle()
    assert all(line.log is not None for line in stored(part, JULY).values())
    assert part.ask_button.isHidden()


def test_a_filter_narrows_the_list(qtbot: QtBot, part: ReturnsPart) -> None:
    chip = part.chips["late"]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    states = {part.model.line_at(row).state for row in range(part.model.rowCount())}  # type: ignore[union-attr]
    assert states == {ReturnState.LATE}
    assert part.model.rowCount() == chip.count
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert part.model.rowCount() == len(part.model.lines)


def test_one_key_copies_the_text_and_enters_the_chase(qtbot: QtBot, part: ReturnsPart, settle: Settle) -> None:
    owing = [name_at(part, row) for row in owing_rows(part)]
    qtbot.keyClick(part.table, Qt.Key.Key_F9)
    settle()
    dialog = dialog_of(part, ChaseDialog)
    assert dialog.tone.value() == "first"
    dialog.how.setCurrentText("微信群")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle()
    text = QGuiApplication.clipboard().text()
    assert [name for name in owing if name not in text] == []
    assert "5天" in text
    chased = {name: [one.how for one in line.chases] for name, line in stored(part).items() if line.chases}
    assert chased == {name: ["微信群"] for name in owing}
    rows = [part.model.row_of(stored(part)[name].unit.id) for name in owing[:2]]
    part.table.choose_rows([row for row in rows if row is not None])
    qtbot.keyClick(part.table, Qt.Key.Key_F9)
    settle()
    second = dialog_of(part, ChaseDialog)
    assert second.tone.value() == "second", "who was reminded before is reminded more firmly"
    assert second.unit_ids == [stored(part)[name].unit.id for name in owing[:2]]
    second.reject()


def test_the_wordings_of_the_ledger_can_be_changed(qtbot: QtBot, part: ReturnsPart, settle: Settle) -> None:
    qtbot.keyClick(part.table, Qt.Key.Key_F9)
    settle()
    dialog = dialog_of(part, ChaseDialog)
    press(qtbot, dialog, "chase_words")
    settle()
    words = dialog_of(dialog, ChaseWordsDialog)
    field = words.findChild(QPlainTextEdit, "chase_words_first")
    assert field is not None
    field.setPlainText("请 {家数} 家单位速报：{名单}")
    press(qtbot, words, "chase_words_dialog_accept")
    settle()
    assert dialog.text.text().startswith(f"请 {len(owing_rows(part))} 家单位速报：")
    dialog.reject()
    part.workspace.undo()
    settle()
    with part.workspace.ledger.read() as session:
        assert session.of(Chase).count() == 0
        assert session.read_setting("chase.first") is None


def test_the_year_opens_a_month(qtbot: QtBot, part: ReturnsPart, settle: Settle, qtmodeltester: ModelTester) -> None:
    press(qtbot, part, "returns_year")
    settle()
    table, model = part.year.table, part.year.model
    qtmodeltester.check(model)
    with part.workspace.ledger.read() as session:
        log = session.of(ReturnLog).find(period=MAY)[0]
    row = next(row for row in range(model.rowCount()) if model.line_at(row).unit.id == log.unit_id)  # type: ignore[union-attr]
    assert model.index(row, 5).data() in ("✓", "迟", "缺", "退", "免")
    assert model.index(row, 9).data() == ""
    table.setCurrentIndex(model.index(row, 5))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    settle()
    assert part.stack.currentWidget() is part.register
    assert part.month_label.text() == "2024年5月"


def test_a_wrong_day_is_marked_and_nothing_is_entered(
    qtbot: QtBot, part: ReturnsPart, settle: Settle, recorded: RecordedMessages
) -> None:
    part.table.choose_rows(owing_rows(part)[:1])
    part.day.edit.setText("某天")
    before = stored(part)
    qtbot.keyClick(part.table, Qt.Key.Key_Space)
    settle()
    assert stored(part) == before
    assert part.day.edit.property("state") == "wrong"
    part.day.edit.setText("2099-01-01")
    qtbot.keyClick(part.table, Qt.Key.Key_Space)
    settle()
    assert [error.code for error in recorded.errors] == ["SVC-024"]  # type: ignore[attr-defined]
    assert not [one for one in part.findChildren(QDialog) if one.isVisible()]
