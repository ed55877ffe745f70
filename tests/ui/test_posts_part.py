"""职务人员: a post is added, changes hands in one act, its leader looks after units; group members by day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ledger_app.domain.unit import Post, UnitGroup, UnitLeader
from ledger_app.ports import UnitOfWork
from ledger_app.services import posts
from ledger_app.services.lookup import unit_by_name
from ledger_app.services.posts import PersonChoice
from ledger_app.services.roster_file import read_roster
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.app import ApplicationWindow
from ui.detail.saving_dialog import SavingDialog
from ui.dialogs.unit_dialogs import CloseDialog, MergeDialog
from ui.pages.units import UnitsPage
from ui.roster.group_history import GroupHistoryDialog
from ui.roster.post_dialogs import DutiesDialog
from ui.unit_picker import UnitPicker
from ui.workspace import Place

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)


@pytest.fixture
def page(opened: ApplicationWindow, settle: Settle) -> UnitsPage:
    with opened.workspace.ledger.write() as work:  # type: ignore[union-attr]
        fill(work)
    opened.show_place(Place("units", tab="posts"))
    settle()
    assert isinstance(opened.page, UnitsPage)
    return opened.page


def fill(work: UnitOfWork) -> None:
    hospital = unit_by_name(work, "县人民医院")
    posts.add_post(work, "分管副局长", "leader", None, PersonChoice("周涛", "0312-1"))
    posts.add_post(work, "院长", "head", hospital.id, PersonChoice("李强", "0312-2"))


def press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    button = parent.findChild(QPushButton, name)
    assert button is not None, name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def dialog_of(window: QWidget, name: str) -> SavingDialog:
    found = [one for one in window.findChildren(SavingDialog, name) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def type_into(dialog: QWidget, name: str, text: str) -> None:
    field = dialog.findChild(QLineEdit, name)
    assert field is not None, name
    field.setText(text)


def choose(page: UnitsPage, title: str) -> None:
    part = page.posts
    rows = range(part.model.rowCount())
    row = next(row for row in rows if (line := part.model.line_at(row)) and line.post.title == title)
    part.table.selectRow(row)


def test_posts_are_found_by_person_unit_or_initials(page: UnitsPage, qtmodeltester: ModelTester) -> None:
    part = page.posts
    qtmodeltester.check(part.model)
    for words, title in (("lq", "院长"), ("周涛", "分管副局长"), ("yz", "院长")):
        part.find_field.setText(words)
        titles = [line.post.title for row in range(part.model.rowCount()) if (line := part.model.line_at(row))]
        assert titles == [title], words


def test_a_post_changes_hands_in_one_act(qtbot: QtBot, page: UnitsPage, settle: Settle) -> None:
    choose(page, "院长")
    press(qtbot, page, "post_appoint")
    dialog = dialog_of(page, "appoint_dialog")
    press(qtbot, dialog, "appoint_dialog_accept")
    assert "接任的人" in dialog.findChild(QLabel, "appoint_dialog_trouble").text()  # type: ignore[union-attr]
    type_into(dialog, "person_name_text", "王明")
    type_into(dialog, "person_phone", "0312-3")
    press(qtbot, dialog, "appoint_dialog_accept")
    settle()
    line = page.posts.current
    assert line is not None
    assert line.post.title == "院长"
    assert [one.person.name for one in line.history] == ["王明", "李强"]
    today = page.workspace.today
    assert line.history[1].holding.to_date == today - dt.timedelta(days=1)
    page.workspace.undo()
    settle()
    assert page.posts.current is not None
    assert [one.person.name for one in page.posts.current.history] == ["李强"]


def test_a_new_post_with_its_holder(qtbot: QtBot, page: UnitsPage, settle: Settle) -> None:
    press(qtbot, page, "posts_new")
    dialog = dialog_of(page, "post_dialog")
    kind = dialog.findChild(QComboBox, "post_kind")
    assert kind is not None
    kind.setCurrentIndex(kind.findData("contact"))
    kind.activated.emit(kind.currentIndex())
    type_into(dialog, "post_title", "联络员")
    press(qtbot, dialog, "post_dialog_accept")
    assert "单位" in dialog.findChild(QLabel, "post_dialog_trouble").text()  # type: ignore[union-attr]
    picker = dialog.findChild(UnitPicker, "post_unit")
    assert picker is not None
    with page.workspace.ledger.read() as session:
        picker.pick(unit_by_name(session, "县中医医院").id)
    type_into(dialog, "person_name_text", "赵敏")
    press(qtbot, dialog, "post_dialog_accept")
    settle()
    with page.workspace.ledger.read() as session:
        (post,) = session.of(Post).find(title="联络员")
        assert post.unit_id == unit_by_name(session, "县中医医院").id
    page.posts.find_field.setText("zm")
    assert page.posts.model.rowCount() == 1


def test_a_leader_gets_units_and_their_tasks_get_the_leader(qtbot: QtBot, page: UnitsPage, settle: Settle) -> None:
    choose(page, "分管副局长")
    press(qtbot, page, "post_duties_edit")
    dialog = page.findChild(DutiesDialog)
    assert dialog is not None
    dialog.find_field.setText("xrmyy")
    shown = [row for row in range(dialog.table.rowCount()) if not dialog.table.isRowHidden(row)]
    assert len(shown) == 1
    tick = dialog.table.item(shown[0], 1)
    assert tick is not None
    tick.setCheckState(Qt.CheckState.Checked)
    press(qtbot, dialog, "duties_dialog_accept")
    settle()
    line = page.posts.current
    assert line is not None
    assert [unit.name for unit in line.charge] == ["县人民医院"]
    before = line.task_count
    if page.posts.fill_button.isEnabled():
        press(qtbot, page, "posts_fill")
        settle()
        assert page.posts.current is not None
        assert page.posts.current.task_count > before
    with page.workspace.ledger.read() as session:
        assert session.of(UnitLeader).count(duty="charge") == 1


def test_who_was_in_a_group_when(qtbot: QtBot, page: UnitsPage, settle: Settle) -> None:
    with page.workspace.ledger.read() as session:
        group = session.of(UnitGroup).find()[0]
    page.tabs.setCurrentIndex(1)
    settle()
    press(qtbot, page, "group_history_open")
    settle()
    dialog = page.findChild(GroupHistoryDialog)
    assert dialog is not None
    assert group.name in dialog.windowTitle()
    dialog.table.item(0, 0).setText("青禾县某某镇中心卫生院及其下属村卫生室名称很长的一家单位")  # type: ignore[union-attr]
    assert dialog.table.horizontalHeader().length() <= dialog.table.viewport().width(), "nothing to scroll to sideways"
    press(qtbot, dialog, "group_history_dialog_accept")
    change = dialog_of(page, "membership_dialog")
    type_into(change, "membership_to", "2024-01-31")
    press(qtbot, change, "membership_dialog_accept")
    settle()
    item = dialog.table.item(0, 2)
    assert item is not None
    assert item.text() == "2024-01-31"
    line = page.groups.group_at(0)
    assert line is not None
    assert line.group.id == group.id
    assert len(line.members) == dialog.table.rowCount() - 1


def test_joining_tells_what_moves_and_closing_asks_about_tasks(
    qtbot: QtBot, page: UnitsPage, opened: ApplicationWindow, settle: Settle
) -> None:
    with page.workspace.ledger.read() as session:
        unit = unit_by_name(session, "县人民医院")
    page.show_place(Place("units", unit_id=unit.id))
    settle()
    press(qtbot, page.form, "unit_merge")
    dialog = opened.findChild(MergeDialog)
    assert dialog is not None
    qtbot.keyClicks(dialog.picker, "xzyyy")
    qtbot.keyClick(dialog.picker, Qt.Key.Key_Return)
    settle()
    assert "项任务" in dialog.preview.text()
    assert "1 个职务" in dialog.preview.text()
    dialog.reject()
    press(qtbot, page.form, "unit_close")
    closing = opened.findChild(CloseDialog)
    assert closing is not None
    box = closing.findChild(QCheckBox, "close_unit_hands_over")
    assert box is not None
    assert not box.isEnabled()
    closing.successor.pick(unit.id)
    closing.successor.picked.emit(unit.id)
    assert box.isEnabled()


def test_the_roster_is_exported_for_another_import(
    qtbot: QtBot, page: UnitsPage, settle: Settle, recorded: RecordedMessages, tmp_path: Path
) -> None:
    page.tabs.setCurrentIndex(0)
    recorded.target = tmp_path / "名册.xlsx"
    press(qtbot, page, "units_export")
    settle()
    rows = {row.fields["name"]: row.fields for row in read_roster(recorded.target)}
    assert rows["县人民医院"]["head"] == "李强"
