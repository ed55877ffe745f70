"""Views of the grid: kept, handed over as files, and the place a clerk left, found again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ledger_app.domain.grid import Condition, ConditionGroup, Sorting
from ledger_app.domain.supervision import SavedView
from ledger_app.domain.task import CustomField
from ledger_app.ports import UnitOfWork
from tests.ui.conftest import Settle
from tests.ui.grid_hands import change, child, column, menu_of, press, read, trigger
from tests.ui.recorded import RecordedMessages
from ui.app import ApplicationWindow
from ui.pages.ledger import LedgerPage
from ui.workspace import Place

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)


@pytest.fixture
def page(opened: ApplicationWindow, settle: Settle) -> LedgerPage:
    opened.show_place(Place("ledger"))
    settle()
    page = opened.page
    assert isinstance(page, LedgerPage)
    return page


def name_view(qtbot: QtBot, dialog_name: str, name: str) -> None:
    dialog = next(one for one in QApplication.topLevelWidgets() if one.objectName() == dialog_name)
    child(dialog, QLineEdit, "view_name").setText(name)  # type: ignore[attr-defined]
    press(qtbot, dialog, f"{dialog_name}_accept")


def arrange(page: LedgerPage, settle: Settle) -> None:
    page.bar.list_chosen.emit("open")
    page.filters.put("lead", Condition("lead", "contains", ("医",)))
    page.model.sort_by((Sorting("due", descending=True),))
    page.grid.layout_.set_shown(column(page, "gap"), is_shown=True)
    page.grid.layout_.freeze(2)
    page.grid.set_row_height("two")
    settle()


def test_a_view_is_saved_shown_again_renamed_and_deleted(
    qtbot: QtBot, page: LedgerPage, settle: Settle, recorded: RecordedMessages
) -> None:
    arrange(page, settle)
    kept = page.view()
    trigger(menu_of(page, "ledger_list"), "view_save_as")
    name_view(qtbot, "view_save_dialog", "医院未完成")
    settle()
    assert "医院未完成" in page.bar.list_button.text()
    trigger(menu_of(page, "ledger_list"), "list_all")
    page.filters.clear()
    page.grid.layout_.reset()
    settle()
    trigger(menu_of(page, "ledger_list"), f"view_{page.views.views[0].id}")
    settle()
    assert page.view() == kept
    page.model.sort_by((Sorting("code"),))
    trigger(menu_of(page, "ledger_list"), "view_save")
    settle()
    assert page.views.views[0].view.sorting == (Sorting("code"),)
    trigger(menu_of(page, "ledger_list"), "view_rename")
    name_view(qtbot, "view_rename_dialog", "医院")
    settle()
    assert "视图：医院" in page.bar.list_button.text()
    trigger(menu_of(page, "ledger_list"), "view_save_as")
    name_view(qtbot, "view_save_dialog", "医院")
    settle()
    assert len(recorded.errors) == 1, "a name is given once"
    trigger(menu_of(page, "ledger_list"), "view_remove")
    settle()
    assert read(page, lambda session: session.of(SavedView).count()) == 0
    page.workspace.undo()
    settle()
    assert [one.name for one in page.views.views] == ["医院"]


def test_a_view_goes_to_a_colleague_as_a_file(
    qtbot: QtBot, page: LedgerPage, settle: Settle, recorded: RecordedMessages, tmp_path: Path
) -> None:
    arrange(page, settle)
    kept = page.view()
    recorded.target = tmp_path / "给同事.ledgerview"
    trigger(menu_of(page, "ledger_list"), "view_export")
    settle()
    assert json.loads(recorded.target.read_text(encoding="utf-8"))["format"] == "ledger-view"
    trigger(menu_of(page, "ledger_list"), "list_all")
    page.filters.clear()
    settle()
    recorded.files = [recorded.target]
    trigger(menu_of(page, "ledger_list"), "view_import")
    settle()
    settle()
    assert page.view() == kept
    recorded.files = [tmp_path / "坏的.ledgerview"]
    recorded.files[0].write_text("不是视图", encoding="utf-8")
    trigger(menu_of(page, "ledger_list"), "view_import")
    settle()
    assert len(recorded.errors) == 1
    assert page.view() == kept


def test_the_ledger_opens_as_it_was_left_and_first_with_its_default(
    qtbot: QtBot, opened: ApplicationWindow, page: LedgerPage, settle: Settle
) -> None:
    arrange(page, settle)
    kept = page.view()
    trigger(menu_of(page, "ledger_list"), "view_save_as")
    name_view(qtbot, "view_save_dialog", "默认的")
    settle()
    trigger(menu_of(page, "ledger_list"), "view_default")
    settle()
    page.grid.set_row_height("one")
    page.remember()
    folder = page.workspace.ledger.folder

    def reopened() -> LedgerPage:
        return open_again(opened, settle, folder)

    again = reopened()
    assert again.grid.row_height == "one"
    assert again.view().conditions == kept.conditions
    forgotten = again.views.state_key
    assert again.grid.layout_.frozen == 2
    opened.ledger_acts.close_ledger()
    again.workspace.state.set_text(forgotten, "")
    fresh = reopened()
    assert "默认的" in fresh.bar.list_button.text()
    assert fresh.view() == kept


def open_again(opened: ApplicationWindow, settle: Settle, folder: Path) -> LedgerPage:
    """Close the ledger, open it once more and go to its grid."""
    opened.ledger_acts.close_ledger()
    opened.ledger_acts.open_folder(folder)
    settle()
    opened.show_place(Place("ledger"))
    settle()
    now = opened.page
    assert isinstance(now, LedgerPage)
    return now


def test_the_grid_comes_back_to_the_same_task_groups_columns_and_scroll(
    opened: ApplicationWindow, page: LedgerPage, settle: Settle
) -> None:
    def define(work: UnitOfWork) -> None:
        work.of(CustomField).add(CustomField(0, "投资额", "number"))
        work.of(CustomField).add(CustomField(0, "备查", "text", ordinal=1))

    change(page, settle, define)
    layout = page.grid.layout_
    layout.set_shown(column(page, "custom:2"), is_shown=False)
    layout.move(column(page, "custom:1"), -3)
    layout.set_width(column(page, "custom:1"), 133)
    for key in ("content", "owners", "plan"):
        layout.set_shown(column(page, key), is_shown=True)
    page.group_by("section")
    page.filters.force((ConditionGroup((Condition("due", "not_empty"), Condition("lead", "not_empty"))),), "and")
    settle()
    folded = page.model.group_at(0)
    assert folded is not None
    page.model.set_folded(folded.key, is_folded=True)
    page.splitter.setSizes([500, 400])
    last = page.model.rowCount() - 4
    page.grid.cursor_.go(last, column(page, "due"))
    page.grid.horizontalScrollBar().setValue(90)
    settle()
    assert page.grid.verticalScrollBar().value() > 0
    kept = (page.view(), page.grid.current_task, page.grid.currentIndex(), page.splitter.sizes())
    scroll = (page.grid.verticalScrollBar().value(), page.grid.horizontalScrollBar().value())
    kept_cell = (kept[2].row(), page.model.columns[kept[2].column()].key)

    again = open_again(opened, settle, page.workspace.ledger.folder)
    assert again is not page
    assert again.view() == kept[0]
    assert again.grid.current_task == kept[1] is not None
    cell = again.grid.currentIndex()
    assert (cell.row(), again.model.columns[cell.column()].key) == kept_cell
    assert again.model.is_folded(folded.key)
    assert sum(again.model.is_folded(group.key) for group in again.model.listing.groups) == 1
    assert again.splitter.sizes() == kept[3]
    assert abs(again.grid.verticalScrollBar().value() - scroll[0]) <= again.grid.rowHeight(1)
    assert again.grid.horizontalScrollBar().value() == scroll[1]
    assert again.detail.task_id == kept[1]


def test_a_remembered_place_that_makes_no_sense_is_as_good_as_none(
    opened: ApplicationWindow, page: LedgerPage, settle: Settle
) -> None:
    folder, state = page.workspace.ledger.folder, page.workspace.state
    key = page.views.state_key.replace("views/", "place/")
    opened.ledger_acts.close_ledger()
    for text in ("{", "[1]", '{"task": true, "top": "x", "unfolded": 3, "splitter": "zz"}', '{"task": 999999}'):
        state.set_text(key, text)
        again = open_again(opened, settle, folder)
        assert again.grid.current_task is not None
        assert again.grid.currentIndex().row() == 0
        opened.ledger_acts.close_ledger()
