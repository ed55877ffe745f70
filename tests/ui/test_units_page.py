"""单位: the roster, its import with preview, aliases, groups, joining and ending units; each step can be undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLabel, QLineEdit, QPushButton, QTableWidget, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ledger_app.bootstrap import create_session
from ledger_app.domain.grid import TaskQuery
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.task import TaskOwner
from ledger_app.domain.unit import Unit, UnitAlias, UnitGroup, UnitGroupMember
from ledger_app.errors import LedgerError
from ledger_app.ports import ReadSession
from ledger_app.services import units
from resources import locate
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.app import ApplicationWindow
from ui.dialogs.unit_dialogs import CloseDialog, GroupDialog, MergeDialog, NewUnitDialog
from ui.pages.units import UnitsPage
from ui.workspace import Place

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)

W = TypeVar("W", bound=QWidget)
R = TypeVar("R")


@pytest.fixture
def page(opened: ApplicationWindow, settle: Settle) -> UnitsPage:
    opened.show_place(Place("units"))
    settle()
    assert isinstance(opened.page, UnitsPage)
    return opened.page


def _child(parent: QWidget, kind: type[W], name: str) -> W:
    found = parent.findChild(kind, name)
    assert found is not None, f"no {name}"
    return found


def _press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    qtbot.mouseClick(_child(parent, QPushButton, name), Qt.MouseButton.LeftButton)


def _read(page: UnitsPage, look_up: Callable[[ReadSession], R]) -> R:
    with page.workspace.ledger.read() as session:
        return look_up(session)


def _unit(page: UnitsPage, name: str) -> Unit:
    return _read(page, lambda session: session.of(Unit).find(name=name))[0]


def _show(page: UnitsPage, name: str, settle: Settle) -> Unit:
    unit = _unit(page, name)
    page.show_place(Place("units", unit_id=unit.id))
    settle()
    assert page.current is not None
    assert page.current.unit == unit
    return unit


def test_a_unit_is_found_by_name_alias_or_initials(page: UnitsPage, qtmodeltester: ModelTester) -> None:
    assert page.model.rowCount() == _read(page, lambda session: session.of(Unit).count())
    qtmodeltester.check(page.model)
    qtmodeltester.check(page.groups)
    for words, name in (("县人民", "县人民医院"), ("rmyy", "县人民医院"), ("局办公室", "办公室")):
        page.find_field.setText(words)
        names = [page.model.line_at(row).unit.name for row in range(page.model.rowCount())]  # type: ignore[union-attr]
        assert name in names, words
    page.find_field.clear()
    kind = _child(page, QComboBox, "unit_kind_filter")
    kind.setCurrentIndex(kind.findData("township"))
    kind.activated.emit(kind.currentIndex())
    assert {page.model.line_at(row).unit.kind for row in range(page.model.rowCount())} == {"township"}  # type: ignore[union-attr]


def test_an_empty_roster_offers_the_import_with_a_preview_and_one_undo(
    qtbot: QtBot, window: ApplicationWindow, settle: Settle, recorded: RecordedMessages, tmp_path: Path
) -> None:
    window.ledger_acts.adopt(create_session(tmp_path / "空", "空"), LedgerSettings())
    window.show_place(Place("units"))
    settle()
    page = window.page
    assert isinstance(page, UnitsPage)
    recorded.files = [locate.samples() / "units.csv"]
    _press(qtbot, page, "units_start")
    settle()
    table = window.findChild(QTableWidget, "roster_rows")
    assert table is not None
    assert _read(page, lambda session: session.of(Unit).count()) == 0, "a preview writes nothing"
    assert {table.item(row, 0).text() for row in range(table.rowCount())} <= {"新增", "不变"}
    kinds = {table.item(row, 3).text().partition("：")[0] for row in range(table.rowCount())}
    assert {"单位", "别名", "单位组"} <= kinds
    qtbot.mouseClick(_child(window, QPushButton, "roster_dialog_accept"), Qt.MouseButton.LeftButton)
    settle()
    assert page.model.rowCount() > 40
    page.workspace.undo()
    settle()
    assert _read(page, lambda session: session.of(Unit).count()) == 0
    assert _child(page, QPushButton, "units_start").isVisible()


def test_a_roster_read_again_shows_what_is_the_same_and_what_stays(
    qtbot: QtBot, page: UnitsPage, window: ApplicationWindow, settle: Settle, recorded: RecordedMessages, tmp_path: Path
) -> None:
    known = _unit(page, "县人民医院")
    path = tmp_path / "名册.csv"
    path.write_text(f"单位名称,简称,备注\n{known.name},另一简称,院区两处\n青禾县新院,,\n", encoding="utf-8")
    recorded.files = [path]
    _press(qtbot, page, "units_import")
    settle()
    dialog = window.findChild(QDialog, "roster_dialog")
    assert dialog is not None
    table = _child(dialog, QTableWidget, "roster_rows")
    fates = {table.item(row, 3).text(): table.item(row, 0).text() for row in range(table.rowCount())}
    assert fates["基本情况：简称"] == "不动"
    assert fates["基本情况：备注"] == "补充"
    choice = _child(dialog, QComboBox, "roster_filter")
    choice.setCurrentIndex(choice.findData("kept"))
    choice.activated.emit(choice.currentIndex())
    assert [table.item(row, 5).text() for row in range(table.rowCount())] == [known.short_name]
    assert "不覆盖" in table.item(0, 6).text()
    qtbot.mouseClick(_child(dialog, QPushButton, "roster_dialog_accept"), Qt.MouseButton.LeftButton)
    settle()
    after = _unit(page, known.name)
    assert (after.short_name, after.note) == (known.short_name, "院区两处")


def test_a_file_without_a_column_of_names_is_refused(
    qtbot: QtBot, page: UnitsPage, settle: Settle, recorded: RecordedMessages, tmp_path: Path
) -> None:
    path = tmp_path / "不是名册.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    recorded.files = [path]
    _press(qtbot, page, "units_import")
    settle()
    assert [error.code for error in recorded.errors if isinstance(error, LedgerError)] == ["SVC-057"]


def test_a_new_unit_gets_its_kind_from_its_name(
    qtbot: QtBot, page: UnitsPage, opened: ApplicationWindow, settle: Settle
) -> None:
    _press(qtbot, page, "units_new")
    dialog = opened.findChild(NewUnitDialog)
    assert dialog is not None
    assert not dialog.verb_button.isEnabled()
    dialog.name.setText("西河镇卫生院")
    assert dialog.kind.value() == "township"
    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    settle()
    assert _unit(page, "西河镇卫生院").pinyin == "xhzwsy"
    assert page.current is not None
    assert page.current.unit.name == "西河镇卫生院"
    page.workspace.undo()
    settle()
    assert _read(page, lambda session: session.of(Unit).count(name="西河镇卫生院")) == 0


def test_a_renamed_unit_stays_known_by_its_old_name(
    qtbot: QtBot, page: UnitsPage, settle: Settle, recorded: RecordedMessages
) -> None:
    unit = _show(page, "县人民医院", settle)
    page.form.name.setText("县总医院")
    qtbot.keyClick(page.form.name, Qt.Key.Key_Return)
    settle()
    assert _unit(page, "县总医院").id == unit.id
    aliases = _read(page, lambda session: session.of(UnitAlias).find(unit_id=unit.id))
    assert "县人民医院" in {alias.alias for alias in aliases}
    page.form.name.setText("县中医医院")
    qtbot.keyClick(page.form.name, Qt.Key.Key_Return)
    settle()
    assert [error.code for error in recorded.errors if isinstance(error, LedgerError)] == ["SVC-043"]
    assert page.form.name.text() == "县总医院", "the stored name is back"


def test_contact_reporting_and_aliases_are_saved_by_themselves(
    qtbot: QtBot, page: UnitsPage, settle: Settle, recorded: RecordedMessages
) -> None:
    unit = _show(page, "县人民医院", settle)
    page.form.contact.setText("李四")
    qtbot.keyClick(page.form.contact, Qt.Key.Key_Return)
    settle()
    _child(page, QCheckBox, "unit_reporting").click()
    settle()
    qtbot.keyClicks(page.form.alias, "renmin")
    qtbot.keyClick(page.form.alias, Qt.Key.Key_Return)
    settle()
    stored = _unit(page, "县人民医院")
    assert (stored.contact, stored.is_reporting) == ("李四", False)
    alias = _read(page, lambda session: session.of(UnitAlias).find(unit_id=unit.id, alias="renmin"))[0]
    page.form.alias.setText("县中医医院")
    qtbot.keyClick(page.form.alias, Qt.Key.Key_Return)
    settle()
    assert [error.code for error in recorded.errors if isinstance(error, LedgerError)] == ["SVC-044"]
    _press(qtbot, page.form, f"alias_remove_{alias.id}")
    settle()
    assert _read(page, lambda session: session.of(UnitAlias).get(alias.id)) is None


def test_what_is_typed_belongs_to_the_unit_it_was_typed_for(page: UnitsPage, settle: Settle) -> None:
    first = _show(page, "县人民医院", settle)
    page.form.phone.setText("0312-123456")
    second = _show(page, "县中医医院", settle)
    assert _unit(page, first.name).phone == "0312-123456"
    assert _unit(page, second.name).phone == ""


def test_joining_a_unit_into_another_moves_its_tasks_and_names(
    qtbot: QtBot, page: UnitsPage, opened: ApplicationWindow, settle: Settle
) -> None:
    gone, kept = _show(page, "县人民医院", settle), _unit(page, "县中医医院")
    count = _read(page, lambda session: session.of(TaskOwner).count(unit_id=gone.id))
    assert count > 0
    _press(qtbot, page.form, "unit_merge")
    dialog = opened.findChild(MergeDialog)
    assert dialog is not None
    assert not dialog.verb_button.isEnabled()
    qtbot.keyClicks(dialog.picker, "xzyyy")
    qtbot.keyClick(dialog.picker, Qt.Key.Key_Return)
    assert dialog.picker.unit_id == kept.id
    settle()
    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    settle()
    assert _read(page, lambda session: session.of(Unit).get(gone.id)) is None
    aliases = _read(page, lambda session: session.of(UnitAlias).find(unit_id=kept.id))
    assert "县人民医院" in {alias.alias for alias in aliases}
    assert _read(page, lambda session: session.of(TaskOwner).count(unit_id=kept.id)) > 0
    assert page.current is not None
    assert page.current.unit.id == kept.id
    page.workspace.undo()
    settle()
    assert _read(page, lambda session: session.of(TaskOwner).count(unit_id=gone.id)) == count


def test_a_unit_is_ended_and_taken_up_again(
    qtbot: QtBot, page: UnitsPage, opened: ApplicationWindow, settle: Settle
) -> None:
    unit = _show(page, "县人民医院", settle)
    _press(qtbot, page.form, "unit_close")
    dialog = opened.findChild(CloseDialog)
    assert dialog is not None
    dialog.day.edit.setText("2024-05-31")
    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    settle()
    assert str(_unit(page, unit.name).active_to) == "2024-05-31"
    assert page.current is not None
    assert page.current.unit.id == unit.id
    assert page.model.row_of(unit.id) == page.model.rowCount() - 1, "closed units come last"
    _press(qtbot, page.form, "unit_close")
    settle()
    assert _unit(page, unit.name).active_to is None


def test_a_unit_with_tasks_cannot_be_deleted_one_without_can(
    qtbot: QtBot, page: UnitsPage, settle: Settle, recorded: RecordedMessages
) -> None:
    _show(page, "县人民医院", settle)
    _press(qtbot, page.form, "unit_remove")
    settle()
    assert [error.code for error in recorded.errors if isinstance(error, LedgerError)] == ["SVC-046"]
    with page.workspace.ledger.write() as work:
        free = units.add(work, Unit(0, "", "新成立的单位")).unit
    page.refresh()
    settle()
    _show(page, free.name, settle)
    _press(qtbot, page.form, "unit_remove")
    settle()
    assert _read(page, lambda session: session.of(Unit).get(free.id)) is None


def test_the_tasks_of_a_unit_are_one_press_away(qtbot: QtBot, page: UnitsPage, settle: Settle) -> None:
    unit = _show(page, "县人民医院", settle)
    with qtbot.waitSignal(page.workspace.place_requested) as asked:
        _press(qtbot, page.form, "unit_tasks")
    place = asked.args[0] if asked.args else None
    assert isinstance(place, Place)
    assert place.query == TaskQuery(page.workspace.cutoff, unit_id=unit.id)


def test_a_group_is_made_changed_and_removed(
    qtbot: QtBot, page: UnitsPage, opened: ApplicationWindow, settle: Settle
) -> None:
    _press(qtbot, page, "units_new_group")
    dialog = opened.findChild(GroupDialog)
    assert dialog is not None
    dialog.name.setText("试点单位")
    for row in (0, 1):
        dialog.list.item(row).setCheckState(Qt.CheckState.Checked)
    assert "2 个成员" in dialog.verb_button.text()
    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    settle()
    group = _read(page, lambda session: session.of(UnitGroup).find(name="试点单位"))[0]
    assert _read(page, lambda session: session.of(UnitGroupMember).count(group_id=group.id, to_date=None)) == 2
    rows = [page.groups.group_at(row) for row in range(page.groups.rowCount())]
    number = next(row for row, line in enumerate(rows) if line is not None and line.group.id == group.id)
    assert page.tabs.currentIndex() == 1
    page.group_table.selectRow(number)
    _press(qtbot, page, "group_edit")
    again = next(one for one in opened.findChildren(GroupDialog) if one.isVisible())
    again.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    qtbot.mouseClick(again.verb_button, Qt.MouseButton.LeftButton)
    settle()
    assert _read(page, lambda session: session.of(UnitGroupMember).count(group_id=group.id, to_date=None)) == 1
    page.group_table.selectRow(number)
    _press(qtbot, page, "group_remove")
    settle()
    assert _read(page, lambda session: session.of(UnitGroup).get(group.id)) is None
    page.workspace.undo()
    settle()
    assert _read(page, lambda session: session.of(UnitGroup).get(group.id)) == group


def test_every_control_has_a_name(page: UnitsPage) -> None:
    unnamed = [
        widget.objectName() or type(widget).__name__
        for kind in (QPushButton, QLineEdit, QCheckBox, QComboBox)
        for widget in page.findChildren(kind)
        if not widget.objectName().startswith("qt_") and not (widget.objectName() and widget.accessibleName())
    ]
    assert unnamed == []
    assert _child(page, QLabel, "units_counts").text()
