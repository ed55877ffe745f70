"""Blocks of cells: chosen, filled, copied, cut, pasted, as a clerk does in Excel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QToolTip

from tests.ui.grid_hands import click_heading
from tests.ui.sheet_hands import CTRL, NONE, SHIFT, Sheet, child
from ui.views.cell_editors import text_in

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)


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
