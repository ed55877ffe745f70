"""督办单: issued from chosen tasks or for all late units, answered, escalated, closed; each one undo."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ledger_app.domain.slips import SlipState
from ledger_app.domain.supervision import Slip, SlipTask
from ledger_app.domain.task import Task
from ledger_app.services import slips
from ledger_app.services.slips import SlipDraft
from tests.ui.conftest import CUTOFF, Settle
from tests.ui.recorded import RecordedMessages
from ui.actions import Act
from ui.app import ApplicationWindow
from ui.dialogs.slips import LateUnitsDialog, NumberDialog, ReplyDialog, SlipDialog
from ui.monthly.slips_part import SlipsPart
from ui.pages.ledger import LedgerPage
from ui.pages.units import UnitsPage
from ui.workspace import Place

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)

W = TypeVar("W", bound=QWidget)


@pytest.fixture
def part(opened: ApplicationWindow, settle: Settle) -> SlipsPart:
    opened.actions_[Act.GO_SLIPS].trigger()
    settle()
    assert isinstance(opened.page, UnitsPage)
    return opened.page.slips


@pytest.fixture
def issued(part: SlipsPart, settle: Settle) -> SlipsPart:
    """Return the register with one slip whose own day passed."""
    with part.workspace.ledger.write() as work:
        task = work.of(Task).find()[0]
        draft = SlipDraft("blue", None, (task.id,), "久拖不办", dt.date(2024, 6, 3), dt.date(2024, 6, 10))
        slips.issue(work, [draft])
    part.refresh()
    settle()
    assert part.model.rowCount() == 1
    return part


def stored(part: SlipsPart) -> list[Slip]:
    with part.workspace.ledger.read() as session:
        return session.of(Slip).find()


def press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    button = parent.findChild(QPushButton, name)
    assert button is not None, name
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def dialog_of(window: QWidget, kind: type[W]) -> W:
    found = [one for one in window.findChildren(kind) if one.isVisible()]
    assert found, kind
    return found[-1]


def test_days_past_are_counted_to_the_cutoff_date(issued: SlipsPart, settle: Settle) -> None:
    for cutoff, days in ((dt.date(2024, 6, 15), 5), (dt.date(2024, 6, 10), 0)):
        issued.workspace.set_cutoff(cutoff)
        settle()
        line = issued.model.line_at(0)
        assert line is not None, "what was issued later stays listed"
        assert line.days == days
        assert issued.buttons["escalate"].isEnabled() is bool(days)


def test_late_units_get_a_slip_each_from_the_empty_register(qtbot: QtBot, part: SlipsPart, settle: Settle) -> None:
    press(qtbot, part, "slips_first_late")
    settle()
    dialog = dialog_of(part, LateUnitsDialog)
    count = dialog.list.count()
    assert count > 1
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.verb_button.text() == f"签发 {count - 1} 张督办单"
    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    settle()
    assert [slip.number[-3:] for slip in stored(part)] == [f"〕{number}号" for number in range(1, count)]
    assert part.model.rowCount() == count - 1
    part.workspace.undo()
    settle()
    assert stored(part) == []
    assert part.stack.currentIndex() == 1


def test_a_slip_is_made_of_the_chosen_tasks(qtbot: QtBot, opened: ApplicationWindow, settle: Settle) -> None:
    opened.show_place(Place("ledger"))
    settle()
    page = opened.page
    assert isinstance(page, LedgerPage)
    page.grid.selectRow(0)
    settle()
    (task_id,) = page.chosen_task_ids()
    opened.actions_[Act.ISSUE_SLIP].trigger()
    settle()
    dialog = dialog_of(opened, SlipDialog)
    assert dialog.draft().task_ids == (task_id,)
    assert dialog.matter.text()
    assert dialog.basis.text()
    dialog.signer.setText("李强")
    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    settle()
    with page.workspace.ledger.read() as session:
        (slip,) = session.of(Slip).find()
        assert [link.task_id for link in session.of(SlipTask).find()] == [task_id]
    assert slip.signer == "李强"
    assert slip.requirement


def test_a_slip_past_its_day_is_flagged_and_climbs(
    qtbot: QtBot, issued: SlipsPart, settle: Settle, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(issued.model)
    (first,) = issued.model.lines
    assert first.state is SlipState.OVERDUE
    assert issued.chips["overdue"].count == 1
    assert "建议升级" in issued.words.text()
    qtbot.keyClick(issued.table, Qt.Key.Key_F9)
    settle()
    dialog = dialog_of(issued, SlipDialog)
    assert dialog.colour.value() == "orange"
    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    settle()
    second = stored(issued)[1]
    assert (second.colour, second.escalated_from_id) == ("orange", first.slip.id)
    issued.show_slip(second.id)
    settle()
    assert issued.chain.text() == f"{first.slip.number}（蓝色） → {second.number}（橙色）"
    assert {line.state for line in issued.model.lines} == {SlipState.ESCALATED, SlipState.WAITING}


def test_reply_close_reopen_and_delete(
    qtbot: QtBot, issued: SlipsPart, settle: Settle, recorded: RecordedMessages
) -> None:
    qtbot.keyClick(issued.table, Qt.Key.Key_Space)
    dialog = dialog_of(issued, ReplyDialog)
    dialog.text.setPlainText("已整改到位。")
    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    settle()
    assert [line.state for line in issued.model.lines] == [SlipState.REPLIED]
    qtbot.keyClick(issued.table, Qt.Key.Key_F4)
    settle()
    assert stored(issued)[0].closed_on is not None
    assert not issued.buttons["amend"].isEnabled()
    qtbot.keyClick(issued.table, Qt.Key.Key_F4)
    settle()
    assert stored(issued)[0].closed_on is None
    qtbot.keyClick(issued.table, Qt.Key.Key_Delete)
    settle()
    assert stored(issued) == []
    assert recorded.errors == []


def test_a_slip_is_amended_and_gaps_are_told(qtbot: QtBot, issued: SlipsPart, settle: Settle) -> None:
    qtbot.keyClick(issued.table, Qt.Key.Key_Return)
    settle()
    dialog = dialog_of(issued, SlipDialog)
    year = issued.workspace.cutoff.year
    dialog.number.setText(f"卫督〔{year}〕3号")
    dialog.colour.show_value("red")
    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    settle()
    (slip,) = stored(issued)
    assert (slip.number, slip.colour) == (f"卫督〔{year}〕3号", "red")
    assert issued.gaps.text() == "本年编号缺 1、2 号（跳号或已删除）"
    assert not issued.buttons["escalate"].isEnabled(), "nothing comes after red"


def test_the_pattern_of_numbers_is_the_ledgers(
    qtbot: QtBot, issued: SlipsPart, settle: Settle, recorded: RecordedMessages
) -> None:
    press(qtbot, issued, "slips_pattern_act")
    settle()
    dialog = dialog_of(issued, NumberDialog)
    dialog.pattern.setText("督{号}")
    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    settle()
    trouble = dialog.findChild(QLabel, "slip_number_dialog_trouble")
    assert trouble is not None
    assert "{年}" in trouble.text(), "what was typed stays in the dialog"
    dialog.pattern.setText("县卫督〔{年}〕{号}号")
    qtbot.mouseClick(dialog.verb_button, Qt.MouseButton.LeftButton)
    settle()
    assert recorded.errors == []
    press(qtbot, issued, "slips_new")
    settle()
    new = dialog_of(issued, SlipDialog)
    assert new.number.text().startswith("县卫督〔")
    new.unit.setText("没有的单位")
    new.matter.setPlainText("事项")
    qtbot.mouseClick(new.verb_button, Qt.MouseButton.LeftButton)
    assert new.isVisible(), "an unknown unit is not passed over"
    new.reject()
    assert not [one for one in issued.findChildren(QDialog) if one.isVisible()]


def test_a_slip_opens_its_task(qtbot: QtBot, issued: SlipsPart, settle: Settle, opened: ApplicationWindow) -> None:
    press(qtbot, issued, "slip_open_tasks")
    settle()
    assert isinstance(opened.page, LedgerPage)


def test_an_earlier_cutoff_does_not_hide_a_slip_of_today(part: SlipsPart, settle: Settle) -> None:
    with part.workspace.ledger.write() as work:
        task = work.of(Task).find()[0]
        draft = SlipDraft("blue", None, (task.id,), "久拖不办", part.workspace.today)
        slips.issue(work, [replace(draft, due=part.workspace.today)])
    part.refresh()
    settle()
    assert part.workspace.cutoff == CUTOFF
    assert [line.state for line in part.model.lines] == [SlipState.WAITING]
