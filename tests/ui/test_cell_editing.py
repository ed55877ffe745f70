"""Editing in the cells of the grid, by keyboard, input method, mouse and clipboard, as a clerk does in Excel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QToolTip

from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.task import Task
from ledger_app.services import closing
from ledger_app.services.closing import StepTaken
from tests.ui.recorded import RecordedMessages
from tests.ui.sheet_hands import ALT, CTRL, SHIFT, Sheet, child
from ui.dialogs.find_replace import FindReplaceDialog
from ui.views.cell_editors import text_in

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)


@pytest.mark.parametrize("opens", ["F2", "typing", "Backspace", "double click"])
def test_every_way_into_a_cell(sheet: Sheet, opens: str) -> None:
    sheet.go(0, "section")
    before = sheet.shown(0, "section")
    if opens == "F2":
        sheet.key(Qt.Key.Key_F2)
        assert text_in(sheet.editor()) == before
        sheet.type("Z")
        wanted = before + "Z"
    elif opens == "typing":
        sheet.type("Zb")
        wanted = "Zb"
    elif opens == "Backspace":
        sheet.key(Qt.Key.Key_Backspace)
        sheet.type("Zc")
        wanted = "Zc"
    else:
        box = sheet.grid.visualRect(sheet.grid.currentIndex())
        sheet.qtbot.mouseDClick(sheet.grid.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
        sheet.type("d")
        wanted = before + "d"
    sheet.key(Qt.Key.Key_Return)
    assert sheet.shown(0, "section") == wanted
    assert sheet.at() == (1, "section")
    assert sheet.undo_name() == f"把 {sheet.task(0).code} 的板块改为“{wanted[:24]}{'…' if len(wanted) > 24 else ''}”"


def test_the_first_letter_of_an_input_method_begins_in_the_editor(sheet: Sheet) -> None:
    sheet.go(0, "section")
    before = sheet.shown(0, "section")
    sheet.compose("n")
    sheet.compose("neng li")
    assert sheet.grid.open_editor() is not None
    assert sheet.focus() is sheet.grid, "the composition would be broken off"
    sheet.compose("", "能力")
    assert text_in(sheet.editor()) == "能力"
    assert sheet.focus() is sheet.editor()
    sheet.compose("jian she", "")
    assert sheet.task(0).section == before, "nothing is kept while somebody composes"
    sheet.compose("", "建设")
    sheet.key(Qt.Key.Key_Return)
    assert sheet.shown(0, "section") == "能力建设"


def test_a_composition_that_is_given_up_changes_nothing(sheet: Sheet) -> None:
    sheet.go(0, "section")
    before = sheet.shown(0, "section")
    sheet.compose("n")
    sheet.compose("")
    assert text_in(sheet.editor()) == before
    sheet.key(Qt.Key.Key_Escape)
    assert sheet.shown(0, "section") == before
    assert sheet.grid.open_editor() is None


def test_tab_and_enter_go_as_in_excel(sheet: Sheet) -> None:
    shown = sheet.grid.layout_.shown()
    keys = [sheet.model.columns[number].key for number in shown]
    sheet.go(0, keys[1])
    sheet.key(Qt.Key.Key_Tab)
    sheet.key(Qt.Key.Key_Tab)
    assert sheet.at() == (0, keys[3])
    sheet.key(Qt.Key.Key_Tab, SHIFT)
    assert sheet.at() == (0, keys[2])
    sheet.key(Qt.Key.Key_Return)
    assert sheet.at() == (1, keys[1]), "Enter goes back to where the run of Tab began"
    sheet.key(Qt.Key.Key_Return, SHIFT)
    assert sheet.at() == (0, keys[1])
    sheet.key(Qt.Key.Key_Down, CTRL)
    assert sheet.at() == (sheet.model.rowCount() - 1, keys[1])
    sheet.key(Qt.Key.Key_Home)
    assert sheet.at()[1] == keys[0]
    sheet.key(Qt.Key.Key_End)
    assert sheet.at()[1] == keys[-1]
    sheet.key(Qt.Key.Key_Home, CTRL)
    assert sheet.at() == (0, keys[0])
    sheet.key(Qt.Key.Key_Right, CTRL | SHIFT)
    assert sheet.grid.chosen_columns() == shown
    assert sheet.grid.chosen_rows() == [0]
    sheet.key(Qt.Key.Key_F6)
    assert sheet.focus() is not sheet.grid


def test_a_chosen_block_keeps_the_cursor_inside(sheet: Sheet) -> None:
    sheet.choose([0, 1], "lead", "due")
    seen = []
    for _ in range(4):
        seen.append(sheet.at())
        sheet.key(Qt.Key.Key_Tab)
    assert sorted(seen) == sorted([(0, "lead"), (0, "due"), (1, "lead"), (1, "due")])
    assert sheet.at() == seen[0]
    assert len(sheet.grid.chosen_rows()) == 2


def test_escape_leaves_the_cell_as_it_was(sheet: Sheet) -> None:
    sheet.go(0, "note")
    name = sheet.undo_name()
    sheet.type("other")
    sheet.key(Qt.Key.Key_Escape)
    assert sheet.task(0).note == ""
    assert sheet.undo_name() == name
    assert sheet.at() == (0, "note")


def test_arrows_leave_an_editor_that_typing_opened_and_stay_in_one_that_f2_opened(sheet: Sheet) -> None:
    sheet.go(0, "section")
    sheet.type("Q")
    sheet.key(Qt.Key.Key_Right)
    assert sheet.grid.open_editor() is None
    assert sheet.shown(0, "section") == "Q"
    sheet.go(1, "section")
    sheet.key(Qt.Key.Key_F2)
    sheet.key(Qt.Key.Key_Left)
    assert sheet.grid.open_editor() is not None
    sheet.key(Qt.Key.Key_Escape)


def test_a_long_text_takes_lines(sheet: Sheet) -> None:
    sheet.go(0, "note")
    sheet.type("abc")
    sheet.key(Qt.Key.Key_Return, ALT)
    sheet.type("def")
    sheet.key(Qt.Key.Key_Return)
    assert sheet.task(0).note == "abc\ndef"


def test_a_deadline_in_words_is_read_while_it_is_typed(sheet: Sheet) -> None:
    row = sheet.dated_row()
    sheet.go(row, "due")
    sheet.key(Qt.Key.Key_F2)
    editor = sheet.editor()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    sheet.compose("", "明年一季度")
    said = child(sheet.grid.view_of(sheet.grid.currentIndex()).viewport(), QLabel, "cell_editor_reading")
    assert said.isVisible()
    assert said.text().startswith("读作 20")
    assert "-03-31" in said.text()
    sheet.key(Qt.Key.Key_Return)
    assert sheet.shown(row, "due").endswith("-03-31")


def test_units_are_found_by_initials_and_unknown_ones_refused(sheet: Sheet, recorded: RecordedMessages) -> None:
    unit = sheet.page.cells.units[0]
    sheet.go(0, "lead")
    sheet.type(unit.known_by.split("\u3000")[-1])
    sheet.key(Qt.Key.Key_Return)  # takes the unit from the list
    sheet.key(Qt.Key.Key_Return)
    assert sheet.shown(0, "lead") == unit.shown
    # Without a window manager nobody makes the window the active one again after a popup.
    sheet.window.activateWindow()
    sheet.qtbot.waitUntil(sheet.window.isActiveWindow)
    sheet.grid.setFocus()
    sheet.go(0, "lead")
    sheet.key(Qt.Key.Key_F2)
    sheet.compose("", "、没有这个单位")
    sheet.key(Qt.Key.Key_Return)
    assert "没有“没有这个单位”" in recorded.texts[-1][1]
    assert text_in(sheet.editor()).endswith("没有这个单位"), "what was typed is not lost"
    sheet.key(Qt.Key.Key_Escape)
    assert sheet.shown(0, "lead") == unit.shown


def test_a_percent_and_words_make_one_report_of_the_period(sheet: Sheet) -> None:
    task_id = sheet.task(0).id
    sheet.go(0, "percent")
    sheet.type("55")
    sheet.key(Qt.Key.Key_Return)
    sheet.go(0, "progress")
    sheet.compose("", "设备到位")
    sheet.key(Qt.Key.Key_Return)
    assert sheet.shown(0, "percent") == "55%"
    assert sheet.shown(0, "progress") == "设备到位"
    with sheet.page.workspace.ledger.read() as session:
        entries = session.of(ProgressEntry).find(task_id=task_id, period="2024-06")
    assert entries[-1].text == "设备到位"


def test_putting_on_hold_asks_once_for_the_reason(sheet: Sheet) -> None:
    sheet.choose([0, 1, 2], "standing")
    sheet.compose("", "暂缓")
    sheet.key(Qt.Key.Key_Return, CTRL)
    preview = sheet.preview()
    assert not preview.verb_button.isEnabled()
    sheet.qtbot.keyClicks(preview.reason, "wait")
    sheet.take_preview()
    assert {sheet.task(row).standing for row in range(3)} == {"suspended"}


def test_a_cell_that_cannot_be_changed_says_why(sheet: Sheet) -> None:
    sheet.go(0, "days")
    refusals: list[str] = []
    sheet.grid.edit_refused.connect(refusals.append)
    sheet.type("3")
    assert sheet.grid.open_editor() is None
    assert "“还剩”列由程序计算" in refusals[-1]
    with sheet.page.workspace.ledger.write() as work:
        closing.ask(work, sheet.task(0).id, StepTaken(on_date=sheet.page.workspace.cutoff))
        closing.approve(work, sheet.task(0).id, StepTaken(on_date=sheet.page.workspace.cutoff))
    sheet.page.refresh()
    sheet.settle()
    sheet.shown(0, "title")
    sheet.go(0, "title")
    sheet.key(Qt.Key.Key_F2)
    assert "已销号" in refusals[-1]
    QToolTip.hideText()


def test_the_line_below_counts_and_adds_up(sheet: Sheet) -> None:
    for row, percent in enumerate(("20", "40")):
        sheet.go(row, "percent")
        sheet.type(percent)
        sheet.key(Qt.Key.Key_Return)
    sheet.choose([0, 1], "percent")
    count = child(sheet.page, QLabel, "ledger_count")
    sheet.qtbot.waitUntil(lambda: "平均 30" in count.text())
    assert count.text().startswith("已选 2 行 × 1 列 · 2 个有内容 · 平均 30")


def test_find_and_replace_shows_what_it_does_and_undoes_in_one(sheet: Sheet) -> None:
    for row in range(2):
        sheet.go(row, "note")
        sheet.compose("", f"icu 第{row}批")
        sheet.key(Qt.Key.Key_Return)
    sheet.go(0, "note")
    sheet.key(Qt.Key.Key_H, CTRL | SHIFT)
    (dialog,) = (one for one in sheet.window.findChildren(FindReplaceDialog) if one.isVisible())
    child(dialog, QLineEdit, "find_replace_find").setText("ICU")
    child(dialog, QLineEdit, "find_replace_instead").setText("重症")
    button = child(dialog, QPushButton, "find_replace_accept")
    sheet.qtbot.waitUntil(button.isEnabled)
    assert button.text() == "替换 2 个单元格"
    child(dialog, QCheckBox, "find_replace_exact").setChecked(True)
    sheet.qtbot.waitUntil(lambda: child(dialog, QLabel, "find_replace_said").text() == "没有找到。")
    child(dialog, QCheckBox, "find_replace_exact").setChecked(False)
    where = child(dialog, QComboBox, "find_replace_where")
    assert where.currentText() == "选中的列：备注"
    sheet.qtbot.waitUntil(button.isEnabled)
    sheet.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    sheet.settle()
    assert [sheet.task(row).note for row in range(2)] == ["重症 第0批", "重症 第1批"]
    assert sheet.undo_name() == "替换 2 个单元格（备注）"


def test_what_is_typed_survives_a_list_that_is_read_anew(sheet: Sheet) -> None:
    sheet.go(1, "section")
    sheet.type("abc")
    with sheet.page.workspace.ledger.write() as work:
        work.of(Task).remove(sheet.task(0).id)
    sheet.page.refresh()
    sheet.settle()
    assert text_in(sheet.editor()) == "abc"
    sheet.key(Qt.Key.Key_Return)
    assert sheet.shown(0, "section") == "abc"


def test_an_editor_in_a_frozen_column_lies_over_it(sheet: Sheet) -> None:
    sheet.grid.layout_.freeze(3)
    sheet.go(0, "title")
    sheet.key(Qt.Key.Key_F2)
    frozen = sheet.grid.frozen_columns
    assert frozen.isVisible()
    assert sheet.editor().parentWidget() is frozen.viewport()
    sheet.type("!")
    sheet.key(Qt.Key.Key_Return)
    assert sheet.task(0).title.endswith("!")


def test_today_is_typed_into_a_day_with_a_key(sheet: Sheet) -> None:
    sheet.go(1, "start")
    sheet.key(Qt.Key.Key_Semicolon, CTRL)
    assert text_in(sheet.editor()) == sheet.page.workspace.today.isoformat()
    sheet.key(Qt.Key.Key_Escape)
    assert sheet.grid.open_editor() is None
    sheet.go(1, "title")
    sheet.key(Qt.Key.Key_Semicolon, CTRL)
    assert sheet.grid.open_editor() is None
    assert "日期" in QToolTip.text()
