"""台账: lists, chips, groups, find, the detail pane's tabs, each change one step that can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QMenu, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.domain.evidence import IndicatorTask
from ledger_app.domain.grid import Condition, TaskQuery
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.supervision import Closing
from ledger_app.domain.task import Deadline, Extension, Task, TaskOwner
from ledger_app.domain.tones import Light
from ledger_app.domain.unit import Unit
from ledger_app.ports import ReadSession
from ledger_app.services import indicators
from tests.ui.conftest import CUTOFF, Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.dialogs.indicators import IndicatorPicker
from ui.models.columns import COLUMNS
from ui.pages.ledger import LedgerPage
from ui.workspace import Place

# The offscreen platform cannot do for menus and completers what every real one does.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)


@pytest.fixture
def page(opened: ApplicationWindow, settle: Settle) -> LedgerPage:
    opened.show_place(Place("ledger"))
    settle()
    page = opened.page
    assert isinstance(page, LedgerPage)
    return page


def _read(page: LedgerPage, look_up: Callable[[ReadSession], object]) -> object:
    with page.workspace.ledger.read() as session:
        return look_up(session)


def _task(page: LedgerPage, task_id: int) -> Task:
    task = _read(page, lambda session: session.of(Task).get(task_id))
    assert isinstance(task, Task)
    return task


def _child(parent: QWidget, kind: type[QWidget], name: str) -> QWidget:
    found = parent.findChild(kind, name)
    assert found is not None, f"no {name}"
    return found


def _press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    qtbot.mouseClick(_child(parent, QPushButton, name), Qt.MouseButton.LeftButton)


def _dialog(name: str) -> QWidget:
    found = [one for one in QApplication.topLevelWidgets() if one.objectName() == name and one.isVisible()]
    assert len(found) == 1, name
    return found[0]


def _choose(page: LedgerPage, settle: Settle, code: str) -> int:
    found = _read(page, lambda session: session.of(Task).find(code=code))
    assert isinstance(found, list)
    task_id = int(found[0].id)
    assert page.grid.show_task(task_id)
    settle()
    return task_id


def _type(field: QWidget, text: str) -> None:
    """Put Chinese text into a field the way an input method commits it."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def test_the_grid_shows_every_task_of_the_ledger(page: LedgerPage) -> None:
    count = _read(page, lambda session: session.of(Task).count())
    assert page.model.rowCount() == count
    titles = {page.model.index(row, 2).data() for row in range(page.model.rowCount())}
    assert None not in titles
    assert f"合计 {count} 项" in _child(page, QLabel, "ledger_count").text()  # type: ignore[attr-defined]


def test_a_chip_lists_only_its_tasks_and_the_chips_keep_their_numbers(
    qtbot: QtBot, page: LedgerPage, settle: Settle
) -> None:
    chip = _child(page, QWidget, "chip_overdue")
    count = chip.count  # type: ignore[attr-defined]
    assert count > 0
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    settle()
    assert page.model.rowCount() == count
    assert {page.model.index(row, 0).data() for row in range(count)} == {"▲逾期"}
    assert chip.count == count  # type: ignore[attr-defined]
    assert _child(page, QWidget, "chip_normal").count > 0  # type: ignore[attr-defined]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    settle()
    assert page.model.rowCount() > count


def test_find_in_page_waits_for_the_word_and_lists_its_tasks(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    page.actions_[Act.FIND_IN_PAGE].trigger()
    assert page.bar.find_box.hasFocus()
    with qtbot.waitSignal(page.model.listed, timeout=5000):
        _type(page.bar.find_box, "医共体")
    settle()
    assert 0 < page.model.rowCount() < 20
    with qtbot.waitSignal(page.model.listed, timeout=5000):
        page.bar.find_box.setText("没有这样的词")
    settle()
    assert _child(page, QWidget, "ledger_no_match").isVisible()
    _press(qtbot, page, "ledger_everything")
    settle()
    assert page.model.rowCount() > 20


def test_a_ready_list_and_a_grouping_are_chosen_from_menus_and_remembered(page: LedgerPage, settle: Settle) -> None:
    _menu_action(page, "ledger_list", "list_open")
    settle()
    words = {page.model.index(row, 0).data() for row in range(page.model.rowCount())}
    assert not any(word and "完成" in word for word in words)
    _menu_action(page, "ledger_group", "group_lead")
    settle()
    assert page.model.group_at(0) is not None
    page.remember()
    remembered = page.views.remembered()
    assert remembered is not None
    assert (remembered[1].ready_list, remembered[1].group_by) == ("open", "lead")


def _menu_action(page: LedgerPage, button: str, action: str) -> None:
    menu = _child(page, QPushButton, button).menu()  # type: ignore[attr-defined]
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    next(one for one in menu.actions() if one.objectName() == action).trigger()


def test_sorting_by_a_heading_sorts_the_whole_ledger(page: LedgerPage, settle: Settle) -> None:
    due = next(number for number, column in enumerate(COLUMNS) if column.key == "due")
    page.grid.sortByColumn(due, Qt.SortOrder.AscendingOrder)
    settle()
    dates = [page.model.index(row, due).data() for row in range(page.model.rowCount())]
    known = [text for text in dates if text and text != "—"]
    assert known == sorted(known)


def test_a_title_is_saved_when_the_field_is_left_and_undo_brings_it_back(
    qtbot: QtBot, page: LedgerPage, settle: Settle
) -> None:
    task_id = _choose(page, settle, "2-01")
    before = _task(page, task_id).title
    field = _child(page, QLineEdit, "task_title")
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]
    _type(field, "推进县域医共体建设（新）")
    assert _task(page, task_id).title == before, "nothing is written while somebody types"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle()
    assert _task(page, task_id).title == "推进县域医共体建设（新）"
    assert page.model.index(page.model.row_of(task_id) or 0, 2).data() == "推进县域医共体建设（新）"
    page.actions_[Act.UNDO].trigger()
    settle()
    assert _task(page, task_id).title == before
    assert field.text() == before  # type: ignore[attr-defined]
    field.setText("撤销以后再改")  # type: ignore[attr-defined]
    field.commit()  # type: ignore[attr-defined]
    settle()
    assert _task(page, task_id).title == "撤销以后再改"


def test_the_input_method_composes_without_saving(page: LedgerPage, settle: Settle) -> None:
    task_id = _choose(page, settle, "2-01")
    before = _task(page, task_id).title
    field = _child(page, QLineEdit, "task_title")
    field.setFocus()
    QApplication.sendEvent(field, QInputMethodEvent("jinzhan", []))
    settle()
    assert _task(page, task_id).title == before
    QApplication.sendEvent(field, QInputMethodEvent("", []))


def test_two_fields_left_one_after_the_other_are_both_saved(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    task_id = _choose(page, settle, "2-01")
    title, section = _child(page, QLineEdit, "task_title"), _child(page, QLineEdit, "task_section")
    title.setText("甲")  # type: ignore[attr-defined]
    title.commit()  # type: ignore[attr-defined]
    section.setText("乙")  # type: ignore[attr-defined]
    section.commit()  # type: ignore[attr-defined]
    settle()
    assert (_task(page, task_id).title, _task(page, task_id).section) == ("甲", "乙")


def test_an_empty_title_is_refused_in_words_and_the_old_one_comes_back(
    page: LedgerPage, settle: Settle, recorded: RecordedMessages
) -> None:
    task_id = _choose(page, settle, "2-01")
    before = _task(page, task_id).title
    field = _child(page, QLineEdit, "task_title")
    field.setText("  ")  # type: ignore[attr-defined]
    field.commit()  # type: ignore[attr-defined]
    settle()
    assert len(recorded.errors) == 1
    assert _task(page, task_id).title == before
    assert field.text() == before  # type: ignore[attr-defined]


def test_owners_are_added_by_initials_and_their_role_changed(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    task_id = _choose(page, settle, "2-01")
    picker = page.detail.basic.owners.picker
    unit = next(one for one in _units(page) if one.pinyin and one.id not in _owner_ids(page, task_id))
    qtbot.keyClicks(picker, unit.pinyin.split()[0])
    if picker.unit_id is None:
        picker.pick(unit.id)
    qtbot.keyClick(picker, Qt.Key.Key_Return)
    settle()
    owner_ids = _owner_ids(page, task_id)
    assert picker.text() == ""
    assert len(owner_ids) >= 2
    role = _child(page, QComboBox, "owner_role_0")
    role.setCurrentIndex(role.findData("responsible"))  # type: ignore[attr-defined]
    role.activated.emit(0)  # type: ignore[attr-defined]
    settle()
    owners = _read(page, lambda session: session.of(TaskOwner).find(task_id=task_id))
    assert isinstance(owners, list)
    assert owners[0].role == "responsible"


def _units(page: LedgerPage) -> list[Unit]:
    units = _read(page, lambda session: session.of(Unit).find(active_to=None))
    assert isinstance(units, list)
    return units


def _owner_ids(page: LedgerPage, task_id: int) -> set[int | None]:
    owners = _read(page, lambda session: session.of(TaskOwner).find(task_id=task_id))
    assert isinstance(owners, list)
    return {owner.unit_id for owner in owners}


def test_a_deadline_takes_words_and_keeps_what_was_written(page: LedgerPage, settle: Settle) -> None:
    task_id = _choose(page, settle, "2-02")
    deadline = _primary(page, task_id)
    edit = _child(page, QLineEdit, f"deadline_due_{deadline.id}")
    edit.setText("9月底")  # type: ignore[attr-defined]
    edit.editingFinished.emit()  # type: ignore[attr-defined]
    settle()
    now = _primary(page, task_id)
    assert now.current_due == dt.date(2024, 9, 30)
    assert now.raw == deadline.raw
    again = _child(page, QLineEdit, f"deadline_due_{deadline.id}")
    again.setText("某一天")  # type: ignore[attr-defined]
    again.editingFinished.emit()  # type: ignore[attr-defined]
    settle()
    assert again.property("state") == "wrong"
    assert _primary(page, task_id) == now


def _primary(page: LedgerPage, task_id: int) -> Deadline:
    found = _read(page, lambda session: session.of(Deadline).find(task_id=task_id, is_primary=True))
    assert isinstance(found, list)
    return found[0]  # type: ignore[no-any-return]


def test_progress_is_filed_corrected_and_undone(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    task_id = _choose(page, settle, "1-05")
    page.actions_[Act.FILE_PROGRESS].trigger()
    settle()
    tab = page.detail.progress
    assert tab.text.hasFocus()
    _type(tab.text, "设备已到货，正在安装。")
    tab.percent.setText("55")
    _press(qtbot, page, "progress_save")
    settle()
    entry = _entry(page, task_id)
    assert (entry.period, entry.text, entry.percent) == ("2024-06", "设备已到货，正在安装。", 55.0)
    assert "更正" in _child(page, QPushButton, "progress_save").text()  # type: ignore[attr-defined]
    tab.percent.setText("60")
    _press(qtbot, page, "progress_save")
    settle()
    assert _entry(page, task_id).percent == 60
    page.actions_[Act.UNDO].trigger()
    settle()
    assert _entry(page, task_id).percent == 55
    assert tab.percent.text() == "55"


def _entry(page: LedgerPage, task_id: int) -> ProgressEntry:
    found = _read(page, lambda session: session.of(ProgressEntry).find(task_id=task_id, period="2024-06"))
    assert isinstance(found, list)
    assert len(found) == 1
    return found[0]  # type: ignore[no-any-return]


def test_what_was_typed_comes_back_with_its_task_and_is_asked_about_on_leaving(
    page: LedgerPage, settle: Settle, recorded: RecordedMessages
) -> None:
    _choose(page, settle, "1-05")
    page.detail.start_filing()
    settle()
    tab = page.detail.progress
    tab.text.setPlainText("写了一半")
    _choose(page, settle, "1-09")
    assert tab.text.text() == ""
    _choose(page, settle, "1-05")
    assert tab.text.text() == "写了一半"
    recorded.agrees = False
    assert not page.may_close()
    assert "没有保存" in recorded.questions[-1]
    tab.text.setPlainText("")
    assert page.may_close()


def test_a_refused_report_stays_in_the_form(
    qtbot: QtBot, page: LedgerPage, settle: Settle, recorded: RecordedMessages
) -> None:
    _choose(page, settle, "1-05")
    page.detail.start_filing()
    settle()
    page.detail.progress.percent.setText("55")
    _press(qtbot, page, "progress_save")
    settle()
    assert len(recorded.errors) == 1, "a report without text"
    assert page.detail.progress.percent.text() == "55"
    page.detail.progress.percent.setText("")


def test_carrying_over_and_no_change_take_one_press(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    month = page.workspace
    month.set_cutoff(dt.date(2024, 7, 31))
    settle()
    carried, same = _choose(page, settle, "2-02"), 0
    page.detail.start_filing()
    settle()
    _press(qtbot, page, "progress_carry")
    settle()
    same = _choose(page, settle, "2-03")
    _press(qtbot, page, "progress_no_change")
    settle()
    kinds = _read(page, lambda session: [entry.kind for entry in session.of(ProgressEntry).find(period="2024-07")])
    assert kinds == ["carried", "no_change"]
    assert carried != same


def test_deleting_says_what_it_did_and_the_line_below_takes_it_back(
    qtbot: QtBot, page: LedgerPage, opened: ApplicationWindow, settle: Settle
) -> None:
    count = page.model.rowCount()
    _choose(page, settle, "2-05")
    page.grid.selectionModel().select(
        page.model.index((page.grid.currentIndex().row() + 1) % count, 0),
        page.grid.selectionModel().SelectionFlag.Select | page.grid.selectionModel().SelectionFlag.Rows,
    )
    page.actions_[Act.DELETE_TASK].trigger()
    settle()
    assert page.model.rowCount() == count - 2
    assert _child(opened, QLabel, "undo_banner_text").text() == "已删除 2 项任务"  # type: ignore[attr-defined]
    _press(qtbot, opened, "undo_banner_button")
    settle()
    assert page.model.rowCount() == count


def test_a_new_task_is_registered_and_shown(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    page.actions_[Act.NEW_TASK].trigger()
    settle()
    dialog = _dialog("new_task_dialog")
    _type(_child(dialog, QLineEdit, "new_task_title"), "落实县领导批示事项")
    due = _child(dialog, QLineEdit, "new_task_due")
    due.setText("2024-08-15")  # type: ignore[attr-defined]
    _press(qtbot, dialog, "new_task_dialog_accept")
    settle()
    task_id = page.detail.task_id
    assert task_id is not None
    assert _task(page, task_id).title == "落实县领导批示事项"
    assert _task(page, task_id).source_kind == "instruction"
    assert _primary(page, task_id).current_due == dt.date(2024, 8, 15)
    assert page.grid.current_task == task_id


def test_standing_and_light_by_hand_need_a_reason(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    task_id = _choose(page, settle, "2-02")
    standing = _child(page, QComboBox, "task_standing")
    standing.setCurrentIndex(standing.findData("suspended"))  # type: ignore[attr-defined]
    standing.activated.emit(1)  # type: ignore[attr-defined]
    dialog = _dialog("reason_dialog")
    _type(_child(dialog, QLineEdit, "reason_text"), "等待上级批复")
    _press(qtbot, dialog, "reason_dialog_accept")
    settle()
    assert (_task(page, task_id).standing, _task(page, task_id).standing_reason) == ("suspended", "等待上级批复")
    light = _child(page, QComboBox, "task_light")
    light.setCurrentIndex(light.findData(Light.ON_TRACK.value))  # type: ignore[attr-defined]
    light.activated.emit(1)  # type: ignore[attr-defined]
    qtbot.keyClick(_dialog("reason_dialog"), Qt.Key.Key_Escape)
    settle()
    assert _task(page, task_id).light_override is None
    assert light.currentData() == "rules"  # type: ignore[attr-defined]


def test_the_way_to_being_struck_off(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    task_id = _choose(page, settle, "2-02")
    page.detail.show_tab("supervision")
    settle()
    for button, name in (("closing_asked", "王某"), ("closing_approved", "李某")):
        _press(qtbot, page, button)
        dialog = _dialog("closing_dialog")
        _type(_child(dialog, QLineEdit, "closing_by"), name)
        _press(qtbot, dialog, "closing_dialog_accept")
        settle()
    steps = _read(page, lambda session: [one.step for one in session.of(Closing).find(task_id=task_id)])
    assert steps == ["asked", "approved"]
    assert page.findChild(QPushButton, "closing_reopened") is not None
    page.workspace.set_cutoff(page.workspace.today)
    settle()
    assert page.detail.findChild(QWidget, "detail_light").accessibleName() == "已销号"  # type: ignore[union-attr]


def test_an_extension_moves_the_date_only_once_it_is_granted(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    task_id = _choose(page, settle, "2-02")
    before = _primary(page, task_id)
    page.detail.show_tab("supervision")
    settle()
    _press(qtbot, page, "extension_request")
    dialog = _dialog("extension_dialog")
    _child(dialog, QLineEdit, "extension_new_due").setText("2024-10-31")  # type: ignore[attr-defined]
    _child(dialog, QPlainTextEdit, "extension_reason").setPlainText("设备招标延后")  # type: ignore[attr-defined]
    _press(qtbot, dialog, "extension_dialog_accept")
    settle()
    assert _primary(page, task_id) == before
    _press(qtbot, page, "extension_grant")
    dialog = _dialog("decision_dialog")
    _type(_child(dialog, QLineEdit, "decision_by"), "张局长")
    _press(qtbot, dialog, "decision_dialog_accept")
    settle()
    now = _primary(page, task_id)
    assert now.current_due == dt.date(2024, 10, 31)
    assert now.original_due == before.original_due
    granted = _read(page, lambda session: session.of(Extension).find(is_approved=True))
    assert isinstance(granted, list)
    assert len(granted) == 1


def test_history_tells_each_field_before_and_after(page: LedgerPage, settle: Settle) -> None:
    _choose(page, settle, "2-01")
    field = _child(page, QLineEdit, "task_title")
    field.setText("改后的名称")  # type: ignore[attr-defined]
    field.commit()  # type: ignore[attr-defined]
    settle()
    page.detail.show_tab("history")
    settle()
    tab = page.detail.tabs.currentWidget()
    texts = [label.text() for label in tab.findChildren(QLabel)]
    assert any("任务名称：" in text and "→ 改后的名称" in text for text in texts)
    assert any("导入" in text for text in texts)


def test_a_place_shows_its_task_even_where_the_list_does_not_hold_it(
    page: LedgerPage, opened: ApplicationWindow, settle: Settle
) -> None:
    task_id = _choose(page, settle, "2-02")
    _menu_action(page, "ledger_list", "list_closed")
    settle()
    assert page.model.rowCount() == 0
    opened.show_place(Place("ledger", task_id=task_id, tab="progress"))
    settle()
    assert page.grid.current_task == task_id
    assert page.detail.task_id == task_id
    assert page.detail.tabs.currentIndex() == 1


def test_a_query_from_another_page_is_listed_under_its_name(
    page: LedgerPage, opened: ApplicationWindow, settle: Settle
) -> None:
    query = TaskQuery(CUTOFF, (Condition("lead", "is", ("医政股",)),))
    opened.show_place(Place("ledger", query=query, title="医政股"))
    settle()
    assert "医政股" in page.bar.list_button.text()
    assert 0 < page.model.rowCount() < 30


def test_chosen_rows_are_copied_as_a_table_without_formulas(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    _choose(page, settle, "2-01")
    field = _child(page, QLineEdit, "task_title")
    field.setText("=1+1")  # type: ignore[attr-defined]
    field.commit()  # type: ignore[attr-defined]
    settle()
    page.grid.cursor_.choose_rows()
    qtbot.keyClick(page.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    settle()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:3] == ["状态", "编号", "任务"]
    assert "'=1+1" in lines[1].split("\t")


def test_the_context_menu_offers_what_can_be_done(page: LedgerPage, settle: Settle) -> None:
    _choose(page, settle, "2-01")
    page.grid.menu_wanted.emit(QPoint(10, 10))
    menu = page.findChild(QMenu, "task_menu")
    assert menu is not None
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert any("本月无变化" in text for text in texts)
    assert page.actions_[Act.DELETE_TASK] in menu.actions()
    menu.close()


def test_chosen_tasks_are_linked_to_indicators_from_the_grid(
    qtbot: QtBot, page: LedgerPage, settle: Settle, recorded: RecordedMessages
) -> None:
    _choose(page, settle, "2-01")
    _act_of_tasks(page, "menu_indicator")
    settle()
    assert "还没有考核标准" in recorded.texts[-1][1]
    with page.workspace.ledger.write() as work:
        tree = indicators.create_tree(work, "2024年考核").tree
        indicators.add(work, tree.id, None, "领导机构")
    _act_of_tasks(page, "menu_indicator")
    settle()
    picker = page.findChild(IndicatorPicker)
    assert picker is not None
    picker.list.item(0).setCheckState(Qt.CheckState.Checked)
    qtbot.mouseClick(picker.verb_button, Qt.MouseButton.LeftButton)
    settle()
    with page.workspace.ledger.read() as session:
        linked = [one.task_id for one in session.of(IndicatorTask).find()]
    assert linked == list(page.grid.chosen_tasks())
    assert len(linked) == 1


def _act_of_tasks(page: LedgerPage, name: str) -> None:
    """Choose an entry of the menu of the chosen tasks."""
    page.grid.menu_wanted.emit(QPoint(10, 10))
    menu = page.findChildren(QMenu, "task_menu")[-1]
    action = next(one for one in menu.actions() if one.objectName() == name)
    menu.close()
    action.trigger()


def test_a_read_only_ledger_lets_nothing_be_changed(
    opened: ApplicationWindow, page: LedgerPage, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = page.workspace.ledger.folder
    opened.ledger_acts.close_ledger()
    opened.ledger_acts.open_folder(folder, read_only=True)
    settle()
    opened.show_place(Place("ledger"))
    settle()
    now = opened.page
    assert isinstance(now, LedgerPage)
    assert _child(now, QLineEdit, "task_title").isReadOnly()  # type: ignore[attr-defined]
    assert not _child(now, QPushButton, "ledger_new").isEnabled()
    assert not now.detail.basic.owners.picker.isVisible()


def test_escape_leaves_one_level_at_a_time(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    count = page.model.rowCount()
    page.bar.chips["overdue"].click()
    settle()
    assert page.model.rowCount() < count
    field = _child(page, QLineEdit, "task_title")
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert page.focusWidget() is page.grid
    qtbot.keyClick(page.grid, Qt.Key.Key_Escape)
    settle()
    assert page.model.rowCount() == count
