"""Editing in the cells of the grid, by keyboard, input method, mouse and clipboard, as a clerk does in Excel."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.task import Task
from ledger_app.services import closing
from ledger_app.services.closing import StepTaken
from tests.ui.conftest import Settle
from tests.ui.grid_hands import click_heading
from tests.ui.recorded import RecordedMessages
from ui.app import ApplicationWindow
from ui.dialogs.edit_preview import EditPreview
from ui.dialogs.find_replace import FindReplaceDialog
from ui.pages.ledger import LedgerPage
from ui.views.cell_editors import text_in
from ui.workspace import Place

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier
T = TypeVar("T", bound=QWidget)


class Sheet:
    """The grid of a ledger page and what a hand does to it."""

    def __init__(self, qtbot: QtBot, window: ApplicationWindow, settle: Settle) -> None:
        assert isinstance(window.page, LedgerPage)
        self.page, self.window, self.qtbot, self.settle = window.page, window, qtbot, settle
        self.grid, self.model = self.page.grid, self.page.model
        self.show("section", "content", "note", "problems", "standing", "start", "kind")
        self.grid.setFocus()
        settle()

    def show(self, *keys: str) -> None:
        for key in keys:
            self.grid.layout_.set_shown(self.grid.layout_.number_of(key), is_shown=True)

    def go(self, row: int, key: str) -> None:
        self.grid.cursor_.go(row, self.grid.layout_.number_of(key))
        self.settle()

    def choose(self, rows: list[int], *keys: str) -> None:
        self.grid.cursor_.choose(rows, [self.grid.layout_.number_of(key) for key in keys])
        self.settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.keyClick(self.focus(), key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        for letter in text:
            self.qtbot.keyClicks(self.focus(), letter)

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.grid

    def compose(self, preedit: str, commit: str = "") -> None:
        event = QInputMethodEvent(preedit, [])
        if commit:
            event.setCommitString(commit)
        QApplication.sendEvent(self.focus(), event)

    def at(self) -> tuple[int, str]:
        index = self.grid.currentIndex()
        return index.row(), self.model.columns[index.column()].key

    def shown(self, row: int, key: str) -> str:
        self.settle()
        index = self.model.index(row, self.grid.layout_.number_of(key))
        index.data()
        self.settle()
        return str(index.data())

    def editor(self) -> QWidget:
        found = self.grid.open_editor()
        assert found is not None, "no editor is open"
        return found

    def undo_name(self) -> str:
        assert self.page.workspace is not None
        operation = self.page.workspace.ledger.undoable()
        return operation.name if operation else ""

    def task(self, row: int) -> Task:
        task_id = self.model.task_id(row)
        assert task_id is not None
        with self.page.workspace.ledger.read() as session:
            found = session.of(Task).get(task_id)
        assert found is not None
        return found

    def dated_row(self) -> int:
        """Return the first row whose deadline is a day."""
        rows = range(self.model.rowCount())
        return next(row for row in rows if self.task(row).kind == "once" and self.shown(row, "due") != "—")

    def paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.key(Qt.Key.Key_V, CTRL)

    def preview(self) -> EditPreview:
        found = [one for one in self.window.findChildren(EditPreview) if one.isVisible()]
        assert len(found) == 1, "no preview"
        return found[0]

    def take_preview(self) -> None:
        self.qtbot.mouseClick(self.preview().verb_button, Qt.MouseButton.LeftButton)
        self.settle()

    def words(self, preview: EditPreview) -> list[tuple[str, ...]]:
        model = preview.table.model()
        return [
            tuple(str(model.index(row, column).data()) for column in range(model.columnCount()))
            for row in range(model.rowCount())
        ]


def child(parent: QWidget, kind: type[T], name: str) -> T:
    found = parent.findChild(kind, name)
    assert found is not None, f"no {name}"
    return found


@pytest.fixture
def sheet(qtbot: QtBot, opened: ApplicationWindow, settle: Settle) -> Sheet:
    opened.show_place(Place("ledger"))
    settle()
    return Sheet(qtbot, opened, settle)


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


def test_one_text_goes_into_all_chosen_cells_and_one_undo_brings_them_back(sheet: Sheet) -> None:
    before = [sheet.shown(row, "section") for row in range(4)]
    sheet.choose([0, 1, 2, 3], "section")
    sheet.compose("", "能力")
    sheet.key(Qt.Key.Key_Return, CTRL)
    assert [sheet.shown(row, "section") for row in range(4)] == ["能力"] * 4
    assert sheet.undo_name() == "修改 4 个单元格（板块）"
    sheet.go(sheet.model.rowCount() - 1, "title")
    sheet.page.workspace.undo()
    assert [sheet.shown(row, "section") for row in range(4)] == before
    assert sheet.grid.chosen_rows() == [0, 1, 2, 3]
    assert sheet.at() == (0, "section")


def test_filling_down_and_right_and_clearing(sheet: Sheet) -> None:
    sheet.go(0, "note")
    sheet.compose("", "重点")
    sheet.key(Qt.Key.Key_Return)
    sheet.choose([0, 1, 2], "note")
    sheet.key(Qt.Key.Key_D, CTRL)
    assert [sheet.task(row).note for row in range(3)] == ["重点"] * 3
    assert sheet.undo_name() == "填充 2 个单元格（备注）"
    sheet.go(3, "note")
    sheet.key(Qt.Key.Key_D, CTRL)
    assert sheet.task(3).note == "重点", "a single cell takes the one above"
    sheet.choose([0, 1], "note")
    sheet.key(Qt.Key.Key_Delete)
    assert [sheet.task(row).note for row in range(4)] == ["", "", "重点", "重点"]
    sheet.choose([2, 3], "content", "note")
    sheet.key(Qt.Key.Key_R, CTRL | SHIFT)
    assert [sheet.task(row).note for row in (2, 3)] == [sheet.task(row).content for row in (2, 3)]


def test_a_block_is_copied_for_other_programs_and_pasted_back(sheet: Sheet) -> None:
    sheet.choose([0, 1], "code", "title")
    sheet.key(Qt.Key.Key_C, CTRL)
    data = QGuiApplication.clipboard().mimeData()
    lines = data.text().split("\n")
    assert [line.split("\t")[0] for line in lines] == [sheet.task(0).code, sheet.task(1).code]
    assert data.html().count("<tr>") == 2
    sheet.key(Qt.Key.Key_C, CTRL | SHIFT)
    assert QGuiApplication.clipboard().text().startswith("编号\t任务\n")


def test_cut_cells_are_in_the_clipboard_and_one_undo_brings_them_back(sheet: Sheet) -> None:
    sheet.choose([0, 1], "section")
    before = [sheet.task(row).section for row in range(3)]
    sheet.key(Qt.Key.Key_X, CTRL)
    assert QGuiApplication.clipboard().text() == "\n".join(before[:2])
    assert [sheet.task(row).section for row in range(3)] == ["", "", before[2]]
    assert sheet.undo_name() == "剪切 2 个单元格（板块）"
    sheet.page.workspace.undo()
    sheet.settle()
    assert [sheet.task(row).section for row in range(3)] == before


def test_more_rows_than_are_copied_are_not_cut(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not come into the clipboard must not be lost."""
    monkeypatch.setattr("ui.pages.ledger_cells.MOST_COPIED_ROWS", 2)
    before = [sheet.task(row).section for row in range(3)]
    sheet.choose([0, 1, 2], "section")
    QGuiApplication.clipboard().setText("原来的")
    sheet.key(Qt.Key.Key_X, CTRL)
    assert [sheet.task(row).section for row in range(3)] == before
    assert QGuiApplication.clipboard().text() == "原来的"
    sheet.key(Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "\n".join(before[:2])
    assert "只复制了前 2 行" in QToolTip.text()


def test_the_text_above_comes_into_the_editor_and_esc_leaves_the_cell_alone(sheet: Sheet) -> None:
    sheet.go(0, "note")
    sheet.compose("", "重点")
    sheet.key(Qt.Key.Key_Return)
    assert sheet.at() == (1, "note")
    sheet.key(Qt.Key.Key_Apostrophe, CTRL)
    editor = sheet.grid.open_editor()
    assert editor is not None
    assert text_in(editor) == "重点"
    sheet.key(Qt.Key.Key_Escape)
    assert sheet.task(1).note == ""
    sheet.key(Qt.Key.Key_Apostrophe, CTRL)
    sheet.type("2")
    sheet.key(Qt.Key.Key_Return)
    assert sheet.task(1).note == "重点2"
    sheet.go(0, "note")
    sheet.key(Qt.Key.Key_Apostrophe, CTRL)
    assert sheet.grid.open_editor() is None, "there is nothing above the first row"


def test_a_click_on_a_heading_sorts_and_chooses_nothing_ctrl_chooses_the_column(sheet: Sheet) -> None:
    """A heading that chose its column took the cursor off its task, and the next Delete emptied all of the column."""
    sheet.go(3, "title")
    task = sheet.grid.current_task
    click_heading(sheet.qtbot, sheet.page, "due")
    sheet.settle()
    assert [one.field for one in sheet.model.query.sorting] == ["due"]
    assert (sheet.grid.current_task, sheet.at()[1]) == (task, "title")
    assert len(sheet.grid.chosen_rows()) == 1
    click_heading(sheet.qtbot, sheet.page, "section", modifier=CTRL)
    sheet.settle()
    assert [one.field for one in sheet.model.query.sorting] == ["due"]
    assert len(sheet.grid.chosen_rows()) == sheet.model.rowCount()
    assert chosen_keys(sheet) == ["section"]
    assert sheet.grid.current_task == task
    click_heading(sheet.qtbot, sheet.page, "note", modifier=CTRL)
    assert chosen_keys(sheet) == ["section", "note"]


def chosen_keys(sheet: Sheet) -> list[str]:
    return sorted((sheet.model.columns[number].key for number in sheet.grid.chosen_columns()), reverse=True)


def test_a_paste_shows_what_it_changes_and_what_is_refused(sheet: Sheet) -> None:
    sheet.go(0, "section")
    numbers = sheet.grid.layout_.shown()
    keys = [sheet.model.columns[number].key for number in numbers]
    place = keys.index("section")
    following = keys[place + 1]
    sheet.paste("甲\t\n乙\t\n")
    preview = sheet.preview()
    said = child(preview, QLabel, "edit_preview_said").text()
    assert said.startswith("将修改 2 项任务的 2 个单元格") or following, said
    rows = sheet.words(preview)
    assert (sheet.task(0).code, "板块", sheet.shown(0, "section"), "甲") in [row[:4] for row in rows]
    sheet.qtbot.keyClick(preview, Qt.Key.Key_Escape)
    sheet.settle()
    assert sheet.task(0).section != "甲"
    sheet.paste("甲\n乙\n")
    sheet.take_preview()
    assert [sheet.task(row).section for row in range(2)] == ["甲", "乙"]
    assert sheet.undo_name() == "粘贴 2 个单元格（板块）"
    sheet.go(sheet.dated_row(), "due")
    sheet.paste("随便\n2024-11-30")
    rows = sheet.words(sheet.preview())
    assert any("看不懂时限“随便”" in row[4] for row in rows)
    sheet.key(Qt.Key.Key_Escape)


def test_one_copied_cell_fills_all_chosen_ones(sheet: Sheet) -> None:
    sheet.choose([0, 1, 2], "note")
    sheet.paste("同一句")
    sheet.take_preview()
    assert [sheet.task(row).note for row in range(3)] == ["同一句"] * 3


def test_rows_below_the_last_become_tasks_and_undo_takes_them_away(sheet: Sheet) -> None:
    count = sheet.model.rowCount()
    sheet.go(count - 1, "title")
    sheet.paste(f"{sheet.task(count - 1).title}\n新的一项\n又一项")
    assert "将新增 2 项任务" in child(sheet.preview(), QLabel, "edit_preview_said").text()
    sheet.take_preview()
    assert sheet.model.rowCount() == count + 2
    sheet.page.workspace.undo()
    sheet.settle()
    assert sheet.model.rowCount() == count


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


def test_a_drag_chooses_a_block(sheet: Sheet) -> None:
    first = sheet.grid.visualRect(sheet.model.index(0, sheet.grid.layout_.number_of("lead"))).center()
    last = sheet.grid.visualRect(sheet.model.index(2, sheet.grid.layout_.number_of("due"))).center()
    view = sheet.grid.viewport()
    sheet.qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=first)
    for place in (first + QPoint(20, 10), last):
        sheet.qtbot.mouseMove(view, place)
    sheet.qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=last)
    assert sheet.grid.chosen_rows() == [0, 1, 2]
    assert [sheet.model.columns[number].key for number in sheet.grid.chosen_columns()] == ["lead", "due"]


def test_files_on_the_clipboard_stay_evidence(sheet: Sheet, tmp_path_factory: pytest.TempPathFactory) -> None:
    from PySide6.QtCore import QUrl

    path = tmp_path_factory.mktemp("copied") / "记录.txt"
    path.write_text("x", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(data)
    offered: list[object] = []
    sheet.page.workspace.evidence_offered.connect(lambda files, _ids: offered.append(files))
    sheet.go(0, "title")
    sheet.key(Qt.Key.Key_V, CTRL)
    assert offered == [(path,)]


def test_a_block_made_with_shift_begins_at_the_cursor_however_it_came_there(sheet: Sheet) -> None:
    def block() -> tuple[int, int]:
        return len(sheet.grid.chosen_rows()), len(sheet.grid.chosen_columns())

    sheet.go(1, "code")
    sheet.key(Qt.Key.Key_Down)
    sheet.key(Qt.Key.Key_Tab)
    sheet.key(Qt.Key.Key_Down, SHIFT)
    sheet.key(Qt.Key.Key_Down, SHIFT)
    assert (block(), sheet.at()) == ((3, 1), (4, "title"))
    sheet.key(Qt.Key.Key_Right, SHIFT)
    sheet.key(Qt.Key.Key_Up, SHIFT)
    assert (block(), sheet.at()) == ((2, 2), (3, "lead"))
    last = sheet.model.rowCount() - 1
    sheet.go(last - 3, "due")
    sheet.key(Qt.Key.Key_Down, CTRL | SHIFT)
    sheet.key(Qt.Key.Key_Home, SHIFT)
    assert (block(), sheet.at()) == ((4, 5), (last, "light"))
    sheet.go(2, "title")
    number = sheet.grid.layout_.number_of("due")
    box = sheet.grid.visualRect(sheet.model.index(5, number))
    sheet.qtbot.mouseClick(sheet.grid.viewport(), Qt.MouseButton.LeftButton, SHIFT, box.center())
    assert (block(), sheet.at()) == ((4, 3), (5, "due"))
    sheet.qtbot.mouseClick(sheet.grid.viewport(), Qt.MouseButton.LeftButton, NONE, box.center())
    sheet.key(Qt.Key.Key_Up, SHIFT)
    assert (block(), sheet.at()) == ((2, 1), (4, "due"))


def test_a_block_reaches_over_frozen_and_moved_columns(sheet: Sheet) -> None:
    sheet.grid.layout_.freeze(2)
    sheet.grid.layout_.move(sheet.grid.layout_.number_of("due"), -1)
    sheet.settle()
    frozen = sheet.grid.frozen_columns
    box = frozen.visualRect(sheet.model.index(1, sheet.grid.layout_.number_of("code")))
    sheet.qtbot.mouseClick(frozen.viewport(), Qt.MouseButton.LeftButton, NONE, box.center())
    sheet.key(Qt.Key.Key_Right, SHIFT)
    sheet.key(Qt.Key.Key_Right, SHIFT)
    chosen = [sheet.model.columns[number].key for number in sheet.grid.chosen_columns()]
    assert chosen == ["code", "title", "due"]
    box = frozen.visualRect(sheet.model.index(3, sheet.grid.layout_.number_of("light")))
    sheet.qtbot.mouseClick(frozen.viewport(), Qt.MouseButton.LeftButton, SHIFT, box.center())
    chosen = [sheet.model.columns[number].key for number in sheet.grid.chosen_columns()]
    assert (chosen, sheet.grid.chosen_rows()) == (["light", "code"], [1, 2, 3])


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
