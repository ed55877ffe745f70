"""A clerk's own ledger on the screen: what its columns become, its states, its record on the cards, the next month."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ledger_app.bootstrap import create_session
from ledger_app.domain.plan import Plan
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import Closing
from ledger_app.domain.task import CustomField, Task
from ledger_app.services import progress
from ledger_app.services.progress import Report
from tests.builders_monthly import CENTRE, FEBRUARY, MARCH, monthly_ledger
from tests.builders_own_ledgers import SHEETS_BY_UNIT, SUPERVISION, write_ledger
from tests.ui.conftest import Settle
from tests.ui.recorded import RecordedMessages
from ui.app import ApplicationWindow
from ui.fields import ChoiceField, LineField
from ui.models.record_words import record_lines
from ui.pages.plans import PlansPage
from ui.workspace import Place

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)

CTRL = Qt.KeyboardModifier.ControlModifier
W = TypeVar("W", bound=QObject)


@pytest.fixture
def page(window: ApplicationWindow, settle: Settle, tmp_path: Path) -> PlansPage:
    """Return the page over a new ledger."""
    window.ledger_acts.adopt(create_session(tmp_path / "新台账", "清源县卫生健康局"), LedgerSettings())
    settle()
    window.show_place(Place("plans"))
    settle()
    assert isinstance(window.page, PlansPage)
    return window.page


def bring(page: PlansPage, settle: Settle, path: Path) -> None:
    page.show_place(Place("plans", files=(path,)))
    settle()
    settle()


def child(parent: QWidget, kind: type[W], name: str) -> W:
    """Return the newest widget of a name: what was cleared away goes a little later."""
    found = parent.findChildren(kind, name)
    assert found, f"no {name}"
    return found[-1]


def pick(field: ChoiceField, key: str) -> None:
    """Choose by keyboard, as a person would: down or up until it is there."""
    field.setFocus()
    field.setCurrentIndex(field.findData(key))
    field.activated.emit(field.currentIndex())


def confirm(qtbot: QtBot, page: PlansPage, settle: Settle) -> None:
    settle()
    qtbot.mouseClick(page.confirm_button, Qt.MouseButton.LeftButton)
    settle()
    settle()


def rows_of(page: PlansPage, entity: type) -> list:
    with page.workspace.ledger.read() as session:
        return list(session.of(entity).find())


def column(page: PlansPage, head: str) -> int:
    review = page.review.review
    assert review is not None
    (table, *_) = review.tables
    return next(one.index for one in table.plan.columns if one.head == head)


def open_mapping(qtbot: QtBot, page: PlansPage) -> QWidget:
    qtbot.keyClick(page.review.cards, Qt.Key.Key_M, CTRL)
    assert page.ledger.is_other_part
    return page.ledger.mapping


def test_the_bar_says_what_waits_and_the_cards_show_their_records(
    page: PlansPage, settle: Settle, tmp_path: Path
) -> None:
    bring(page, settle, write_ledger(tmp_path / "督查.xlsx", SUPERVISION))
    said = child(page, QLabel, "ledger_text").text()
    assert "进展 7 条" in said
    assert "1 列没有对应的栏目、1 种状态写法不认识" in said
    assert child(page, QPushButton, "ledger_mapping").text() == "列对应 ■ 2"
    cards = [page.review.model.card(key) for key in page.review.model.item_keys()]
    assert [card.record for card in cards if card is not None][:2] == ["2 条进展 · 已完成", "2 条进展 · 滞后"]
    assert rows_of(page, Task) == [], "nothing is written before it is confirmed"


def test_a_column_gets_another_meaning_and_the_file_is_read_again(
    qtbot: QtBot, page: PlansPage, settle: Settle, tmp_path: Path
) -> None:
    bring(page, settle, write_ledger(tmp_path / "督查.xlsx", SUPERVISION))
    review = page.review.review
    assert review is not None
    review.accept([review.keys[0]], False)
    mapping = open_mapping(qtbot, page)
    number = column(page, "督办次数")
    # The keyboard is where a person should look.
    qtbot.waitUntil(child(mapping, QWidget, f"meaning_{number}").hasFocus)
    assert child(mapping, LineField, f"field_name_{number}").text() == "督办次数"
    pick(child(mapping, ChoiceField, f"meaning_{number}"), "note")
    settle()
    assert review.item(review.keys[1]).record.note == "1"  # type: ignore[union-attr]
    assert not review.is_accepted(review.keys[0]), "what was decided before stays"
    assert child(mapping, ChoiceField, f"meaning_{number}").value() == "note"
    assert child(mapping, QLabel, f"column_says_{number}").text() == "由您指定"
    qtbot.keyClick(mapping, Qt.Key.Key_Z, CTRL)
    settle()
    assert review.item(review.keys[1]).record.note == ""  # type: ignore[union-attr]
    qtbot.keyClick(mapping, Qt.Key.Key_Escape)
    assert not page.ledger.is_other_part
    assert page.current is not None


def test_what_is_left_out_is_said(qtbot: QtBot, page: PlansPage, settle: Settle, tmp_path: Path) -> None:
    bring(page, settle, write_ledger(tmp_path / "督查.xlsx", SUPERVISION))
    mapping = open_mapping(qtbot, page)
    number = column(page, "督办次数")
    pick(child(mapping, ChoiceField, f"meaning_{number}"), "ignore")
    settle()
    assert child(mapping, QLabel, f"column_says_{number}").text() == "4 格内容不写入台账"
    confirm(qtbot, page, settle)
    assert "督办次数" not in [field.name for field in rows_of(page, CustomField)]


def test_states_fields_and_lights_reach_the_ledger(
    qtbot: QtBot, page: PlansPage, settle: Settle, tmp_path: Path
) -> None:
    bring(page, settle, write_ledger(tmp_path / "督查.xlsx", SUPERVISION))
    review = page.review.review
    assert review is not None
    mapping = open_mapping(qtbot, page)
    states = [state.value for state in review.tables[0].plan.states]
    at = states.index("挂账观察")
    assert child(mapping, QLabel, f"state_words_{at}").text() == "办理状态：“挂账观察” 1 项 →"
    pick(child(mapping, ChoiceField, f"state_{at}"), "suspended")
    name = child(mapping, LineField, f"field_name_{column(page, '督办次数')}")
    name.setFocus()
    name.setText("已督办次数")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    child(mapping, QCheckBox, "mapping_lights").click()
    assert child(page, QPushButton, "ledger_mapping").text() == "返回核对"
    assert "请核对" not in child(page, QLabel, "ledger_text").text()
    confirm(qtbot, page, settle)
    tasks = rows_of(page, Task)
    assert [task.standing for task in tasks] == ["active", "suspended", "active", "active"]
    assert tasks[2].light_override == "overdue"
    assert "已督办次数" in [field.name for field in rows_of(page, CustomField)]
    said = page.workspace.messages
    assert said is not None
    bring(page, settle, write_ledger(tmp_path / "督查二.xlsx", _retitled()))
    again = page.review.review
    assert again is not None
    (table,) = again.tables
    found = next(one for one in table.plan.columns if one.head == "督办次数")
    assert (again.field_name(table.plan, found), again.open_tables()) == ("已督办次数", {"column": 0, "state": 0})


def test_undated_reports_sheets_and_the_preview(qtbot: QtBot, page: PlansPage, settle: Settle, tmp_path: Path) -> None:
    bring(page, settle, write_ledger(tmp_path / "分股室.xlsx", SHEETS_BY_UNIT))
    review = page.review.review
    assert review is not None
    mapping = open_mapping(qtbot, page)
    assert child(mapping, QLabel, "mapping_unit").text() == "责任单位取工作表名“医政股”。"
    assert child(mapping, QLabel, "preview_0").text() == "已提交评审材料；完成 50%"
    tables = child(mapping, ChoiceField, "mapping_table")
    pick(tables, "1")
    assert child(mapping, QLabel, "mapping_unit").text() == "责任单位取工作表名“妇幼股”。"
    month = child(mapping, LineField, "undated_period")
    month.setFocus()
    month.setText("2024-04")
    qtbot.keyClick(month, Qt.Key.Key_Return)
    item = review.rows_of(review.tables[1])[0]
    assert item.record is not None
    lines = list(record_lines(item.record, review.mark_meaning, "2024-04", str))
    assert lines[0][1] == "筛查1200人；完成 60%"
    confirm(qtbot, page, settle)
    assert len(rows_of(page, ProgressEntry)) == 4


@pytest.fixture
def february(qtbot: QtBot, page: PlansPage, settle: Settle, tmp_path: Path) -> PlansPage:
    """Return the page over a ledger that has the February issue, with a report of March typed in the program."""
    bring(page, settle, monthly_ledger(tmp_path / "台账2月.xlsx", FEBRUARY, 2))
    confirm(qtbot, page, settle)
    task = next(task for task in rows_of(page, Task) if task.title == CENTRE)
    with page.workspace.ledger.write() as work:
        progress.file_entry(work, task.id, "2024-03", Report("设备全部到货", 55))
    return page


def test_the_next_month_is_compared_and_decided_by_keys(
    qtbot: QtBot, february: PlansPage, settle: Settle, tmp_path: Path, recorded: RecordedMessages
) -> None:
    page = february
    bring(page, settle, monthly_ledger(tmp_path / "台账3月.xlsx", MARCH, 3))
    assert page.confirm_button.text() == "确认修订：改 0 · 增 1 · 撤 0 · 更新 5 处"
    assert child(page, QPushButton, "ledger_news").text() == "更新进展 6 ■ 1"
    before = len(rows_of(page, ProgressEntry))
    qtbot.keyClick(page.review.cards, Qt.Key.Key_G, CTRL)
    news = page.ledger.news
    ModelTester(None).check(news.model)
    assert news.table.hasFocus()
    assert news.model.index(news.table.currentIndex().row(), 4).data() == "■ 待定：不动台账"
    qtbot.keyClick(news.table, Qt.Key.Key_1)
    assert news.model.open_rows() == []
    assert "更新 6 处" in page.confirm_button.text()
    qtbot.keyClick(news.table, Qt.Key.Key_Z, CTRL)
    assert len(news.model.open_rows()) == 1
    qtbot.keyClick(news.table, Qt.Key.Key_1)
    assert len(rows_of(page, ProgressEntry)) == before, "nothing is written before it is confirmed"
    confirm(qtbot, page, settle)
    assert len(rows_of(page, ProgressEntry)) == before + 3
    assert [step.step for step in rows_of(page, Closing)] == ["asked", "approved"]
    assert [plan.status for plan in rows_of(page, Plan)] == ["superseded", "active"]
    assert recorded.questions == []
    page.workspace.ledger.undo()
    assert len(rows_of(page, ProgressEntry)) == before
    assert rows_of(page, Closing) == []


def test_what_is_open_is_asked_about_and_kept(
    qtbot: QtBot, february: PlansPage, settle: Settle, tmp_path: Path, recorded: RecordedMessages
) -> None:
    page = february
    bring(page, settle, monthly_ledger(tmp_path / "台账3月.xlsx", MARCH, 3))
    recorded.agrees = True
    confirm(qtbot, page, settle)
    assert any("1 处更新没有决定" in text for text in map(str, recorded.questions))
    texts = [entry.text for entry in rows_of(page, ProgressEntry)]
    assert "设备全部到货" in texts
    assert "设备安装过半" not in texts


def test_ctrl_enter_confirms(qtbot: QtBot, page: PlansPage, settle: Settle, tmp_path: Path) -> None:
    bring(page, settle, monthly_ledger(tmp_path / "台账2月.xlsx", FEBRUARY, 2))
    qtbot.keyClick(page.review.cards, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.current is None)
    settle()
    assert len(rows_of(page, Task)) == 3


def _retitled() -> list:
    """Return the supervision ledger of another year: the same heads, other tasks."""
    ((name, rows, merged),) = SUPERVISION
    changed = [
        ["2025年督查督办台账"],
        rows[1],
        *([number, f"另一件事{number}", *row[2:]] for number, row in enumerate(rows[2:], 1)),
    ]
    return [(name, changed, merged)]


def test_a_table_that_was_not_taken_for_tasks_becomes_a_plan(
    qtbot: QtBot, page: PlansPage, settle: Settle, tmp_path: Path
) -> None:
    rows = [
        ["2024年台账"],
        ["序号", "要干的活", "责任单位", "完成时限", "干到哪了"],
        [1, "建设胸痛中心", "县医院", "6月底", "完成选址"],
    ]
    bring(page, settle, write_ledger(tmp_path / "活计.xlsx", [("Sheet1", rows, [])]))
    assert "没有当作任务表" in child(page, QLabel, "ledger_text").text()
    mapping = open_mapping(qtbot, page)
    pick(child(mapping, ChoiceField, "meaning_1"), "task")
    settle()
    pick(child(mapping, ChoiceField, "meaning_4"), "progress")
    settle()
    confirm(qtbot, page, settle)
    assert [task.title for task in rows_of(page, Task)] == ["建设胸痛中心"]
    assert [entry.text for entry in rows_of(page, ProgressEntry)] == ["完成选址"]
