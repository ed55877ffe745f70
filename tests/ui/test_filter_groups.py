"""Filters with brackets: the chips that show them, and the dialog in which they are made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ledger_app.domain.grid import Condition, ConditionGroup, FilterPart
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from tests.ui.test_grid import child, menu_of, open_filter, page, press, texts, the_filter, trigger
from ui.actions import Act
from ui.dialogs.filter_groups import FilterDialog
from ui.models.filter_draft import FilterDraft
from ui.models.grid_filters import with_condition, with_condition_at
from ui.pages.ledger import LedgerPage
from ui.views.header_filter import HeaderFilter

__all__ = ["page"]

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)
LATE = Condition("light", "any_of", ("overdue",))
SLOW = Condition("light", "any_of", ("lagging",))
DUE = Condition("due", "at_most", ("2024-09-30",))
TITLE = Condition("title", "contains", ("建设",))


def the_dialog(page: LedgerPage) -> FilterDialog:
    found = [one for one in page.window().findChildren(FilterDialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def add(dialog: FilterDialog, settle: Settle, group: int, field: str) -> HeaderFilter:
    """Choose a column for one more condition."""
    button = child(dialog, QPushButton, f"filter_group_add_{group}")
    trigger(button.menu(), f"add_{field}")  # type: ignore[attr-defined]
    settle()
    return next(one for one in dialog.findChildren(HeaderFilter) if one.isVisible())


def compare(qtbot: QtBot, settle: Settle, frame: HeaderFilter, op: str, value: str) -> None:
    choice = child(frame, QComboBox, "filter_compare")
    choice.setCurrentIndex(choice.findData(op))  # type: ignore[attr-defined]
    operand = child(frame, QLineEdit, "filter_operand_0")
    operand.setText(value)  # type: ignore[attr-defined]
    qtbot.keyClick(operand, Qt.Key.Key_Return)
    settle()


def test_a_or_b_and_c_is_made_in_the_dialog_and_shown_in_brackets(
    qtbot: QtBot, page: LedgerPage, settle: Settle
) -> None:
    page.filters.put("due", DUE)
    settle()
    until = page.model.rowCount()
    page.actions_[Act.FILTERS].trigger()
    dialog = the_dialog(page)
    press(qtbot, dialog, "filter_add_group")
    for text in ("建设", "管理"):
        compare(qtbot, settle, add(dialog, settle, 1, "title"), "contains", text)
    words = child(dialog, QLabel, "filter_words")
    assert "（任务 包含 “建设” 或 任务 包含 “管理”）" in words.text()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: "符合的任务" in words.text())  # type: ignore[attr-defined]
    assert page.model.rowCount() == until, "nothing is filtered before the button is pressed"
    press(qtbot, dialog, "filter_dialog_accept")
    settle()
    group = ConditionGroup((TITLE, Condition("title", "contains", ("管理",))), "or")
    wanted: tuple[FilterPart, ...] = (DUE, group)
    assert page.filters.conditions == wanted
    found = list(zip(texts(page, settle, "title"), texts(page, settle, "due"), strict=True))
    assert 0 < len(found) < until
    assert all(("建设" in title or "管理" in title) and due <= "2024-09-30" for title, due in found)
    brackets = [one.text() for one in page.filters.bar.findChildren(QLabel) if one.isVisible()]
    assert brackets == ["（", "）"]
    assert child(page.filters.bar, QPushButton, "filter_joint_1").text() == "且"  # type: ignore[attr-defined]
    assert child(page.filters.bar, QPushButton, "filter_joint_1_1").text() == "或"  # type: ignore[attr-defined]


def test_chips_in_brackets_are_joined_changed_and_taken_away_by_themselves(
    qtbot: QtBot, page: LedgerPage, settle: Settle
) -> None:
    page.filters.force((DUE, ConditionGroup((LATE, TITLE), "or")), "and")
    settle()
    either = page.model.rowCount()
    bar = page.filters.bar
    press(qtbot, bar, "filter_joint_1_1")
    settle()
    assert page.filters.conditions[1] == ConditionGroup((LATE, TITLE), "and")
    assert page.model.rowCount() < either
    press(qtbot, bar, "filter_chip_title")
    settle()
    operand = child(the_filter(page), QLineEdit, "filter_operand_0")
    assert operand.text() == "建设"  # type: ignore[attr-defined]
    operand.setText("机制")  # type: ignore[attr-defined]
    qtbot.keyClick(operand, Qt.Key.Key_Return)
    settle()
    assert page.filters.conditions == (DUE, ConditionGroup((LATE, Condition("title", "contains", ("机制",))), "and"))
    press(qtbot, bar, "filter_remove_title")
    settle()
    assert page.filters.conditions == (DUE, LATE), "no brackets around a single condition"


def test_a_heading_shows_and_clears_what_stands_in_brackets(qtbot: QtBot, page: LedgerPage, settle: Settle) -> None:
    page.filters.force((DUE, ConditionGroup((LATE, TITLE), "or"), ConditionGroup((SLOW, TITLE), "or")), "and")
    settle()
    assert page.grid.head.mark_text(page.grid.layout_.number_of("title")) == "已筛选"
    names = [one.objectName() for one in page.filters.bar.findChildren(QPushButton) if "chip_title" in one.objectName()]
    assert names == ["filter_chip_title", "filter_chip_title_2"]
    frame = open_filter(qtbot, page, settle, "title")
    assert child(frame, QLineEdit, "filter_operand_0").text() == "建设"  # type: ignore[attr-defined]
    press(qtbot, frame, "filter_clear")
    settle()
    assert page.filters.conditions == (DUE, LATE, SLOW)


def test_conditions_move_between_groups_and_the_keyboard_reaches_everything(
    qtbot: QtBot, page: LedgerPage, settle: Settle
) -> None:
    page.filters.force((DUE, LATE, TITLE), "and")
    settle()
    press(qtbot, page.filters.bar, "filters_edit")
    dialog = the_dialog(page)
    for name in ("move_new", "move_1"):
        move = child(dialog, QPushButton, "filter_move_0_1")
        trigger(move.menu(), name)  # type: ignore[attr-defined]
        QApplication.processEvents()
    assert [len(group.conditions) for group in dialog.draft.groups] == [1, 2]
    seen = set()
    for _ in range(30):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.add(focus.objectName())
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    wanted = {"filter_between", "filter_add_group", "filter_within_1", "filter_row_1_0", "filter_away_1_1"}
    assert wanted <= seen
    between = child(dialog, QComboBox, "filter_between")
    between.setCurrentIndex(1)  # type: ignore[attr-defined]
    press(qtbot, dialog, "filter_group_remove_1")
    QApplication.processEvents()
    press(qtbot, dialog, "filter_dialog_cancel")
    assert page.filters.conditions == (DUE, LATE, TITLE)


def test_a_view_file_carries_the_brackets(
    page: LedgerPage, settle: Settle, recorded: RecordedMessages, tmp_path: Path
) -> None:
    page.filters.force((DUE, ConditionGroup((LATE, TITLE), "or")), "and")
    settle()
    recorded.target = tmp_path / "括号.ledgerview"
    trigger(menu_of(page, "ledger_list"), "view_export")
    settle()
    assert json.loads(recorded.target.read_text(encoding="utf-8"))["conditions"][1]["joined"] == "or"
    page.filters.clear()
    settle()
    recorded.files = [recorded.target]
    trigger(menu_of(page, "ledger_list"), "view_import")
    settle()
    settle()
    assert page.filters.conditions == (DUE, ConditionGroup((LATE, TITLE), "or"))


# The draft and the places, without a screen


def test_a_draft_gives_back_what_it_was_given() -> None:
    group = ConditionGroup((LATE, TITLE), "or")
    assert FilterDraft((DUE, group), "and").parts() == (DUE, group)
    assert FilterDraft((DUE, SLOW), "or").parts() == (DUE, SLOW)
    assert FilterDraft((), "and").parts() == ()
    assert FilterDraft((ConditionGroup((LATE, TITLE), "and"),), "or").parts() == (ConditionGroup((LATE, TITLE), "and"),)


def test_turning_what_joins_the_groups_keeps_what_stands_in_them() -> None:
    draft = FilterDraft((DUE, SLOW, ConditionGroup((LATE, TITLE), "or")), "and")
    draft.joined = "or"
    assert draft.parts() == (ConditionGroup((DUE, SLOW), "and"), LATE, TITLE)


def test_a_group_that_is_emptied_goes_and_the_last_stays() -> None:
    draft = FilterDraft((DUE,), "and")
    draft.move(0, 0, None)
    assert [group.conditions for group in draft.groups] == [[DUE]]
    draft.remove_group(0)
    assert [group.conditions for group in draft.groups] == [[]]
    draft.put(0, None, LATE)
    draft.put(0, 0, SLOW)
    assert draft.parts() == (SLOW,)


def test_a_heading_changes_the_condition_without_brackets_first() -> None:
    parts = (ConditionGroup((LATE, TITLE), "or"), SLOW)
    assert with_condition(parts, "light", LATE) == (ConditionGroup((LATE, TITLE), "or"), LATE)
    assert with_condition(parts, "title", DUE) == (ConditionGroup((LATE, DUE), "or"), SLOW)
    assert with_condition(parts, "light", None) == (TITLE,)
    assert with_condition(parts, "plan", DUE) == (*parts, DUE)
    assert with_condition_at(parts, (0, 0), None) == (TITLE, SLOW)
