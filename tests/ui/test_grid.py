"""The grid as a clerk uses it: sort, filter by the headings, group, freeze and size."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListView, QListWidget, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ledger_app.domain.grid import Condition, Sorting
from ledger_app.domain.task import CustomField, CustomValue, Task
from ledger_app.ports import UnitOfWork
from tests.ui.conftest import Settle
from tests.ui.grid_hands import (
    change,
    child,
    click_heading,
    column,
    menu_of,
    open_filter,
    press,
    texts,
    the_filter,
    trigger,
)
from ui.app import ApplicationWindow
from ui.elided_label import ElidedLabel
from ui.pages.ledger import LedgerPage
from ui.views.grid_header import next_sorting
from ui.workspace import Place

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)


@pytest.fixture
def page(opened: ApplicationWindow, settle: Settle) -> LedgerPage:
    opened.show_place(Place("ledger"))
    settle()
    page = opened.page
    assert isinstance(page, LedgerPage)
    return page


def test_clicks_sort_rising_falling_and_not_and_shift_adds(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    click_heading(qtbot, page, "lead")
    leads = texts(page, settle, "lead")
    assert leads != sorted(leads)
    assert page.model.query.sorting == (Sorting("lead"),)
    click_heading(qtbot, page, "due", modifier=Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert page.model.query.sorting == (Sorting("lead"), Sorting("due"))
    assert page.grid.head.mark_text(column(page, "due")) == "第 2 排序，升序"
    pairs = list(zip(texts(page, settle, "lead"), texts(page, settle, "due"), strict=True))
    for (lead, due), (next_lead, next_due) in itertools.pairwise(pairs):
        assert lead != next_lead or next_due == "—" or due <= next_due
    click_heading(qtbot, page, "due")
    settle()
    assert page.model.query.sorting == (Sorting("due"),)
    click_heading(qtbot, page, "due")
    click_heading(qtbot, page, "due")
    settle()
    assert page.model.query.sorting == ()


@pytest.mark.parametrize(
    ("before", "name", "adds", "after"),
    [
        ("", "a", False, "a"),
        ("a", "a", False, "a-"),
        ("a-", "a", False, ""),
        ("a b", "b", False, "b"),
        ("a", "b", True, "a b"),
        ("a b", "a", True, "a- b"),
        ("a- b", "a", True, "b"),
    ],
)
def test_the_order_after_a_click(before: str, name: str, adds: bool, after: str) -> None:
    def order(text: str) -> tuple[Sorting, ...]:
        return tuple(Sorting(word.rstrip("-"), word.endswith("-")) for word in text.split())

    assert next_sorting(order(before), name, adds=adds) == order(after)


# Filters


def test_a_heading_lists_its_values_with_counts_and_filters_by_ticks(
    qtbot: QtBot, page: LedgerPage, settle: Settle
) -> None:
    everything = page.model.rowCount()
    frame = open_filter(qtbot, page, settle, "lead")
    values = child(frame, QListView, "filter_values").model()  # type: ignore[attr-defined]
    shown = [values.index(row, 0).data() for row in range(values.rowCount())]
    assert shown[0] == "全选"
    assert sum(int(text.rpartition("（")[2].rstrip("）")) for text in shown[1:]) >= everything
    list_ = child(frame, QListView, "filter_values")
    list_.setFocus()
    qtbot.keyClick(list_, Qt.Key.Key_Space)
    assert not child(frame, QPushButton, "filter_apply").isEnabled(), "nothing ticked shows nothing"
    qtbot.keyClick(list_, Qt.Key.Key_Down)
    qtbot.keyClick(list_, Qt.Key.Key_Space)
    press(qtbot, frame, "filter_apply")
    wanted, _, count = shown[1].partition("（")
    assert all(wanted in text for text in texts(page, settle, "lead"))
    assert page.model.rowCount() == int(count.rstrip("）"))
    assert page.grid.head.mark_text(column(page, "lead")) == "已筛选"
    assert page.grid.hasFocus()


def test_values_are_searched_and_enter_takes_what_was_found(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    frame = open_filter(qtbot, page, settle, "lead")
    search = child(frame, QLineEdit, "filter_search")
    assert search.hasFocus()
    event = QInputMethodEvent("yi", [])
    QApplication.sendEvent(search, event)
    event = QInputMethodEvent()
    event.setCommitString("医")
    QApplication.sendEvent(search, event)
    qtbot.keyClick(search, Qt.Key.Key_Return)
    settle()
    settle()
    found = texts(page, settle, "lead")
    assert found
    assert all("医" in text for text in found)


def test_the_keyboard_opens_compares_and_leaves(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    page.grid.setCurrentIndex(page.model.index(0, column(page, "due")))
    qtbot.keyClick(page.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle()
    frame = the_filter(page)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not frame.isVisible()
    assert page.grid.hasFocus()
    qtbot.keyClick(page.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle()
    frame = the_filter(page)
    compare = child(frame, QComboBox, "filter_compare")
    for _ in range(8):
        if QApplication.focusWidget() is compare:
            break
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is compare
    compare.setCurrentIndex(compare.findData("between"))  # type: ignore[attr-defined]
    first, second = (child(frame, QLineEdit, f"filter_operand_{number}") for number in (0, 1))
    first.setText("7-1")  # type: ignore[attr-defined]
    second.setText("9月底")  # type: ignore[attr-defined]
    qtbot.keyClick(second, Qt.Key.Key_Return)
    dues = texts(page, settle, "due")
    assert dues
    assert all("2024-07-01" <= due <= "2024-09-30" for due in dues)


def test_numbers_take_a_span_with_one_end_and_a_missing_value_is_asked_for(
    qtbot: QtBot, page: LedgerPage, settle: Settle
) -> None:
    frame = open_filter(qtbot, page, settle, "percent")
    compare = child(frame, QComboBox, "filter_compare")
    compare.setCurrentIndex(compare.findData("between"))  # type: ignore[attr-defined]
    press(qtbot, frame, "filter_apply")
    first = child(frame, QLineEdit, "filter_operand_0")
    assert first.property("state") == "wrong"
    first.setText("60%")  # type: ignore[attr-defined]
    press(qtbot, frame, "filter_apply")
    assert page.filters.conditions == (Condition("percent", "at_least", (60.0,)),)
    assert all(float(text.rstrip("%")) >= 60 for text in texts(page, settle, "percent"))


def test_chips_tell_the_filters_join_them_and_take_them_away(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    everything = page.model.rowCount()
    assert not page.filters.bar.isVisible()
    page.filters.put("light", Condition("light", "any_of", ("overdue",)))
    settle()
    late = page.model.rowCount()
    page.filters.put("title", Condition("title", "contains", ("建设",)))
    settle()
    both = page.model.rowCount()
    assert both <= late
    bar = page.filters.bar
    assert child(bar, QPushButton, "filter_chip_light").text() == "状态：逾期"  # type: ignore[attr-defined]
    assert child(bar, QPushButton, "filter_chip_title").text() == "任务 包含 “建设”"  # type: ignore[attr-defined]
    press(qtbot, bar, "filter_joint_1")
    settle()
    assert child(bar, QPushButton, "filter_joint_1").text() == "或"  # type: ignore[attr-defined]
    assert late <= page.model.rowCount() <= everything
    either = page.model.rowCount()
    assert either > both
    page.bar.list_chosen.emit("closed")
    settle()
    assert page.model.rowCount() <= either, "the list holds whatever joins the filters"
    page.bar.list_chosen.emit("all")
    settle()
    chip = child(bar, QPushButton, "filter_chip_title")
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    settle()
    assert page.model.rowCount() == late
    press(qtbot, bar, "filters_clear")
    settle()
    assert page.model.rowCount() == everything
    assert not bar.isVisible()


def test_a_chip_opens_its_filter_and_a_press_elsewhere_closes_it(
    qtbot: QtBot, page: LedgerPage, settle: Settle
) -> None:
    page.filters.put("title", Condition("title", "contains", ("建设",)))
    settle()
    press(qtbot, page.filters.bar, "filter_chip_title")
    settle()
    frame = the_filter(page)
    assert child(frame, QLineEdit, "filter_operand_0").text() == "建设"  # type: ignore[attr-defined]
    press(qtbot, frame, "filter_clear")
    settle()
    assert page.filters.conditions == ()
    frame = open_filter(qtbot, page, settle, "light")
    qtbot.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 200))
    assert not frame.isVisible()


# Groups, totals


def test_groups_count_their_tasks_and_the_line_below_adds_up(page: LedgerPage, settle: Settle) -> None:
    everything = page.model.rowCount()
    for name in ("plan", "section", "lead", "leader", "light", "month_due"):
        trigger(menu_of(page, "ledger_group"), f"group_{name}")
        settle()
        groups = page.model.listing.groups
        assert sum(group.count for group in groups) == everything
        assert page.model.rowCount() == everything + len(groups)
    heading = page.model.group_at(0)
    assert heading is not None
    assert sum(count for _, count in heading.lights) == heading.count
    total = child(page, QWidget, "ledger_count").text()  # type: ignore[attr-defined]
    assert f"合计 {everything} 项" in total
    assert "▲逾期" in total
    assert "完成" in total


def test_a_group_folds_and_unfolds_from_the_keyboard(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    page.bar.group_chosen.emit("lead")
    settle()
    rows = page.model.rowCount()
    first = page.model.group_at(0)
    assert first is not None
    page.grid.setCurrentIndex(page.model.index(0, 0))
    qtbot.keyClick(page.grid, Qt.Key.Key_Left)
    assert page.model.rowCount() == rows - first.count
    qtbot.keyClick(page.grid, Qt.Key.Key_Right)
    settle()
    assert page.model.rowCount() == rows
    assert page.grid.currentIndex().row() == 0, "the cursor stays on the heading"


def test_a_narrow_window_cuts_no_chip_and_marks_a_line_that_is_cut(
    opened: ApplicationWindow, page: LedgerPage, settle: Settle
) -> None:
    line = child(page, ElidedLabel, "ledger_count")
    for width in (1366, 910):
        opened.resize(width, 700)
        page.group_by("month_due")
        settle()
        assert opened.width() == width
        for chip in page.bar.chips.values():
            assert chip.width() >= chip.sizeHint().width(), chip.text()
        assert page.bar.new_button.geometry().right() < page.bar.width()
    assert line.shown_text.endswith("…")  # type: ignore[attr-defined]
    assert line.toolTip() == line.text() != line.shown_text  # type: ignore[attr-defined]
    assert page.bar.new_button.accessibleName() == "新任务"


# Columns and rows


def test_frozen_columns_stay_while_the_others_move(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    for key in ("section", "content", "others", "plan"):
        page.grid.layout_.set_shown(column(page, key), is_shown=True)
    page.grid.layout_.freeze(3)
    settle()
    frozen = page.grid.frozen_columns
    assert frozen.isVisible()
    assert [number for number in range(page.model.columnCount()) if not frozen.isColumnHidden(number)] == [0, 1, 2]
    page.grid.horizontalScrollBar().setValue(300)
    page.grid.verticalScrollBar().setValue(140)
    assert frozen.verticalScrollBar().value() == page.grid.verticalScrollBar().value()
    assert frozen.columnViewportPosition(2) == page.grid.columnWidth(0) + page.grid.columnWidth(1)
    last = page.grid.layout_.shown()[-1]
    page.grid.setCurrentIndex(page.model.index(6, last))
    for _ in range(len(page.grid.layout_.shown()) - 4):
        qtbot.keyClick(page.grid, Qt.Key.Key_Left)
    at = page.grid.columnViewportPosition(page.grid.currentIndex().column())
    assert at >= frozen.width() - 1, "the cursor never goes under the frozen columns"
    qtbot.mouseClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 60))
    assert page.grid.current_task is not None
    assert page.grid.hasFocus()
    page.grid.layout_.freeze(0)
    assert not frozen.isVisible()


def test_columns_are_moved_hidden_and_sized_without_a_mouse(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    trigger(menu_of(page, "ledger_columns"), "columns_dialog")
    dialog = next(one for one in QApplication.topLevelWidgets() if one.objectName() == "columns_dialog")
    items = child(dialog, QListWidget, "columns_list")
    names = [items.item(row).text() for row in range(items.count())]  # type: ignore[attr-defined]
    items.setCurrentRow(names.index("牵头单位"))  # type: ignore[attr-defined]
    qtbot.keyClick(items, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    items.setCurrentRow(names.index("佐证"))  # type: ignore[attr-defined]
    qtbot.keyClick(items, Qt.Key.Key_Space)
    width = dialog.width_field  # type: ignore[attr-defined]
    items.setCurrentRow(0)  # type: ignore[attr-defined]
    width.setValue(150)
    width.commit()
    dialog.frozen.setValue(2)  # type: ignore[attr-defined]
    press(qtbot, dialog, "columns_dialog_accept")
    settle()
    layout = page.grid.layout_
    assert [page.model.columns[number].key for number in layout.shown()][:4] == ["light", "code", "lead", "title"]
    assert page.grid.isColumnHidden(column(page, "evidence"))
    assert page.grid.columnWidth(0) == 150
    assert layout.frozen == 2
    trigger(menu_of(page, "ledger_columns"), "columns_reset")
    assert not page.grid.isColumnHidden(column(page, "evidence"))
    assert layout.frozen == 0


def test_the_menu_of_a_column_does_what_the_mouse_does(page: LedgerPage, settle: Settle) -> None:
    number = column(page, "lead")
    for name in ("column_down", "column_group", "column_right", "column_freeze"):
        page.menus.show_column(number, QPoint(300, 200))
        menu = page.findChild(QMenu, "column_menu")
        assert menu is not None
        trigger(menu, name)
        menu.close()
        QApplication.sendPostedEvents(menu, QEvent.Type.DeferredDelete)
        settle()
    assert page.model.query.sorting == (Sorting("lead", descending=True),)
    assert page.model.query.group_by == "lead"
    shown = [page.model.columns[one].key for one in page.grid.layout_.shown()]
    assert shown.index("lead") == shown.index("due") + 1
    assert page.grid.layout_.frozen == shown.index("lead") + 1


def test_owners_stand_in_a_column_with_their_roles_and_a_column_without_order_says_so(
    page: LedgerPage, settle: Settle
) -> None:
    for key in ("owners", "others", "reason"):
        page.grid.layout_.set_shown(column(page, key), is_shown=True)
    leads, others = texts(page, settle, "lead"), texts(page, settle, "others")
    for lead, other, everybody in zip(leads, others, texts(page, settle, "owners"), strict=True):
        named = [name.partition("（")[0] for name in everybody.split("、") if name]
        assert named == [name for name in [*lead.split("、"), *other.split("、")] if name not in ("", "未定")]
        assert everybody.count("（") == everybody.count("）") >= len(named)
    assert any("（牵头）" in text and "（配合）" in text for text in texts(page, settle, "owners"))
    page.menus.show_column(column(page, "reason"), QPoint(300, 200))
    menu = page.findChild(QMenu, "column_menu")
    assert menu is not None
    first = menu.actions()[0]
    assert (first.text(), first.isEnabled()) == ("此列由程序写出，不能排序、筛选和分组", False)
    menu.close()


def test_rows_grow_to_their_text(page: LedgerPage, settle: Settle) -> None:
    heights = []
    for name in ("rows_one", "rows_two", "rows_all"):
        trigger(menu_of(page, "ledger_columns"), name)
        settle()
        heights.append([page.grid.rowHeight(row) for row in range(12)])
    assert set(heights[0]) == {28}
    assert set(heights[1]) == {40}
    page.grid.layout_.set_shown(column(page, "content"), is_shown=True)
    settle()
    tall = [page.grid.rowHeight(row) for row in range(8)]
    assert max(tall) > 60
    assert len(set(tall)) > 1


def test_the_ledgers_own_columns_are_shown_sorted_filtered_and_grouped(
    qtbot: QtBot, page: LedgerPage, settle: Settle
) -> None:
    def define(work: UnitOfWork) -> None:
        work.of(CustomField).add(CustomField(0, "投资额", "number"))
        work.of(CustomField).add(CustomField(0, "重点", "bool", ordinal=1))
        ids = [task.id for task in work.of(Task).find()][:3]
        work.of(CustomValue).add_all([CustomValue(0, id_, 1, str(9 + place)) for place, id_ in enumerate(ids)])
        work.of(CustomValue).add(CustomValue(0, ids[0], 2, "1"))

    before = [page.model.columns[number].key for number in page.grid.layout_.shown()]
    change(page, settle, define)
    keys = [page.model.columns[number].key for number in page.grid.layout_.shown()]
    assert keys == [*before, "custom:1", "custom:2"]
    page.model.sort_by((Sorting("custom:1", descending=True),))
    assert texts(page, settle, "custom:1")[:4] == ["11", "10", "9", ""]
    assert texts(page, settle, "custom:2")[2] == "是"
    page.filters.put("custom:1", Condition("custom:1", "at_least", (10,)))
    settle()
    assert page.model.rowCount() == 2
    page.filters.clear()
    trigger(menu_of(page, "ledger_group"), "group_custom:2")
    settle()
    assert next((group.label, group.count) for group in page.model.listing.groups) == ("是", 1)
    page.filters.put("custom:2", Condition("custom:2", "any_of", ("1",)))
    change(page, settle, lambda work: work.of(CustomField).remove(2))
    assert "已删除的列" in child(page.filters.bar, QPushButton, "filter_chip_custom:2").text()  # type: ignore[attr-defined]


# Views
