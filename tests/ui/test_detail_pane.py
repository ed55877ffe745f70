"""The detail pane on a small ledger of its own: type, click, and look at what is in the ledger afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ledger_app.bootstrap import create_session
from ledger_app.domain.plan import Plan, PlanItem
from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.settings import LedgerSettings
from ledger_app.domain.supervision import Closing, Slip, SlipTask, Verification
from ledger_app.domain.task import (
    CustomField,
    CustomValue,
    Deadline,
    Extension,
    Milestone,
    Occurrence,
    Task,
    TaskLeader,
    TaskOwner,
    TaskSource,
)
from ledger_app.domain.unit import Person, Post, PostHolder
from ledger_app.ports import UnitOfWork
from ledger_app.services import closing, custom_fields, parts, progress, tasks, turns
from ledger_app.services.closing import StepTaken
from ledger_app.services.progress import Report
from ledger_app.services.turns import Rhythm
from tests.builders import CLOCK, a_task, a_unit
from tests.ui.recorded import RecordedMessages
from ui.actions import Actions
from ui.detail.pane import TAB_NAMES, DetailPane
from ui.detail.tab import DetailTab
from ui.jobs import JobRunner
from ui.look import Look
from ui.state import WindowState
from ui.workspace import Place, Workspace

# The offscreen platform cannot do for menus and completers what every real one does.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)

W = TypeVar("W", bound=QWidget)
E = TypeVar("E")
CUTOFF = dt.date(2024, 6, 30)


@dataclass
class Desk:
    """A pane on the screen with the ledger behind it."""

    qtbot: QtBot
    workspace: Workspace
    pane: DetailPane
    messages: RecordedMessages
    task: Task

    def settle(self) -> None:
        for _ in range(3):
            self.qtbot.waitUntil(lambda: not self.workspace.runner.running, timeout=10_000)
            QApplication.processEvents()

    def write(self, act: Callable[[UnitOfWork], object]) -> None:
        with self.workspace.ledger.write() as work:
            act(work)
        self.pane.reload()
        self.settle()

    def rows(self, entity: type[E], **equal: object) -> list[E]:
        with self.workspace.ledger.read() as session:
            return session.of(entity).find(**equal)

    def tab(self, name: str) -> None:
        self.pane.show_tab(name)
        self.settle()

    def find(self, kind: type[W], name: str, parent: QWidget | None = None) -> W:
        found = [one for one in (parent or self.pane).findChildren(kind, name) if not _is_gone(one)]
        assert len(found) == 1, f"{len(found)} of {name}"
        return found[0]

    def press(self, name: str, parent: QWidget | None = None) -> None:
        button = self.find(QPushButton, name, parent)
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[no-untyped-call]
        self.settle()

    def act(self, button: str, action: str) -> None:
        """Take an act out of the menu behind a row's ⋯."""
        menu = self.find(QMenu, f"{button}_menu")
        found = menu.findChild(QAction, action)
        assert found is not None, action
        found.trigger()
        self.settle()

    def dialog(self, name: str) -> QWidget:
        found = [one for one in QApplication.topLevelWidgets() if one.objectName() == name and one.isVisible()]
        assert len(found) == 1, name
        return found[0]

    def is_open(self, name: str) -> bool:
        return any(one.objectName() == name and one.isVisible() for one in QApplication.topLevelWidgets())

    def accept(self, name: str) -> None:
        self.press(f"{name}_accept", self.dialog(name))

    def fill(self, dialog: str, **values: str) -> None:
        for name, value in values.items():
            field = self.dialog(dialog).findChild(QWidget, name)
            if isinstance(field, QLineEdit):
                field.setText(value)
            elif isinstance(field, QPlainTextEdit):
                field.setPlainText(value)
            else:
                choose(field, value)

    def key(self, field: QWidget, key: Qt.Key) -> None:
        self.qtbot.keyClick(field, key)  # type: ignore[no-untyped-call]
        self.settle()

    def keys(self, field: QWidget, text: str) -> None:
        self.qtbot.keyClicks(field, text)  # type: ignore[no-untyped-call]

    def undo(self) -> None:
        self.workspace.undo()
        self.settle()

    def texts(self) -> str:
        labels = self.pane.tabs.currentWidget().findChildren(QLabel)
        return "\n".join(label.text() for label in labels if not _is_gone(label))


def choose(field: QWidget | None, key: str) -> None:
    assert isinstance(field, QComboBox)
    field.setCurrentIndex(field.findData(key))
    field.activated.emit(field.currentIndex())


def _is_gone(widget: QWidget) -> bool:
    above: QWidget | None = widget
    while above is not None and not isinstance(above, DetailPane):
        if above.isHidden() and not above.isWindow() and not isinstance(above.parentWidget(), QStackedWidget):
            return True
        above = above.parentWidget()
    return False


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, look: Look, recorded: RecordedMessages, state: WindowState) -> Iterator[Desk]:
    session = create_session(tmp_path / "台账", "青禾县卫生健康局", clock=CLOCK)
    with session.ledger.write() as work:
        unit = a_unit(work)
        plan = work.of(Plan).add(Plan(0, "p", "2024年卫生健康工作要点", 2024))
        task = a_task(work, "建设胸痛中心", dt.date(2024, 9, 30), plan_id=plan.id, lead_unit_ids=(unit.id,))
        work.of(PlanItem).add(
            PlanItem(0, "i", plan.id, 1, "（二）", (), "推进五大中心建设", "task", "推进五大中心建设。")
        )
        post = work.of(Post).add(Post(0, unit.id, "院长", "head"))
        for name, first, last in (("李强", None, dt.date(2024, 5, 31)), ("王芳", dt.date(2024, 6, 1), None)):
            person = work.of(Person).add(Person(0, name))
            work.of(PostHolder).add(PostHolder(0, post.id, person.id, first, last))
        work.of(Post).add(Post(0, None, "分管副局长", "leader"))
        progress.file_entry(work, task.id, "2024-05", Report("正在推进方案制定", 20))
    window = QMainWindow()
    qtbot.addWidget(window)
    workspace = Workspace(session, JobRunner(), look, recorded, state, window)
    workspace.settings = LedgerSettings(year=2024)
    workspace.set_cutoff(CUTOFF)
    pane = DetailPane(workspace, Actions(window, look))
    window.setCentralWidget(pane)
    window.resize(340, 700)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    pane.show_task(task.id)
    desk = Desk(qtbot, workspace, pane, recorded, task)
    desk.settle()
    yield desk
    desk.settle()
    window.close()
    session.close()


def test_the_post_is_chosen_and_its_holder_of_the_day_is_shown(desk: Desk) -> None:
    desk.press("owner_person_0")
    post = desk.rows(Post, title="院长")[0]
    desk.fill("person_dialog", person_post=str(post.id))
    desk.accept("person_dialog")
    assert desk.rows(TaskOwner)[0].post_id == post.id
    assert desk.find(QPushButton, "owner_person_0").text() == "院长 王芳"
    desk.workspace.set_cutoff(dt.date(2024, 5, 1))
    desk.pane.reload()
    desk.settle()
    assert desk.find(QPushButton, "owner_person_0").text() == "院长 李强", "the holder of that day"
    desk.undo()
    assert desk.rows(TaskOwner)[0].post_id is None


def test_the_leader_is_a_post_or_a_name(desk: Desk) -> None:
    field = desk.find(QLineEdit, "task_leader_text")
    field.setText("张局长")
    field.editingFinished.emit()
    desk.settle()
    assert [(one.raw, one.post_id) for one in desk.rows(TaskLeader)] == [("张局长", None)]
    box = desk.find(QComboBox, "task_leader")
    box.setCurrentIndex(0)
    box.activated.emit(0)
    desk.settle()
    assert [one.raw for one in desk.rows(TaskLeader)] == ["分管副局长"]
    assert desk.find(QLineEdit, "task_leader_text").text() == "分管副局长（空缺）"


def test_sources_are_added_from_plans_and_papers_and_taken_off(desk: Desk) -> None:
    desk.press("source_add_plan")
    dialog = desk.dialog("source_item_dialog")
    desk.find(QLineEdit, "source_item_search", dialog).setText("五大中心")
    found = desk.find(QListWidget, "source_item_list", dialog)
    desk.qtbot.waitUntil(lambda: found.count() == 1)
    desk.settle()
    desk.accept("source_item_dialog")
    desk.press("source_add_other")
    desk.accept("source_dialog")
    assert desk.is_open("source_dialog"), "nothing was said: the form stays"
    desk.fill("source_dialog", source_kind="meeting", source_ref="第3次局务会")
    desk.accept("source_dialog")
    assert not desk.is_open("source_dialog")
    first, second = desk.rows(TaskSource)
    assert (first.quote, second.source_ref) == ("推进五大中心建设。", "第3次局务会")
    places: list[Place] = []
    desk.workspace.place_requested.connect(places.append)
    desk.press(f"source_{first.id}")
    assert places[0].plan_item_id == first.plan_item_id
    desk.press(f"source_remove_{second.id}")
    assert [one.id for one in desk.rows(TaskSource)] == [first.id]


def test_custom_values_are_edited_by_their_type(desk: Desk) -> None:
    desk.write(lambda work: custom_fields.define(work, "资金", "number"))
    desk.write(lambda work: custom_fields.define(work, "类别", "choice", ["基建", "设备"]))
    number, choice = (one.id for one in desk.rows(CustomField))
    field = desk.find(QLineEdit, f"value_{number}")
    field.setText("很多")
    field.editingFinished.emit()
    desk.settle()
    assert len(desk.messages.errors) == 1
    assert desk.find(QLineEdit, f"value_{number}").text() == ""
    field = desk.find(QLineEdit, f"value_{number}")
    field.setText("1,200")
    field.editingFinished.emit()
    desk.settle()
    choose(desk.find(QComboBox, f"value_{choice}"), "设备")
    desk.settle()
    assert [one.value for one in desk.rows(CustomValue)] == ["1200", "设备"]


def test_resuming_asks_why(desk: Desk) -> None:
    desk.write(lambda work: tasks.suspend(work, [desk.task.id], "等批复"))
    choose(desk.find(QComboBox, "task_standing"), "active")
    desk.fill("reason_dialog", reason_text="批复已到")
    desk.accept("reason_dialog")
    assert desk.rows(Task)[0].standing == "active"
    assert "批复已到" in desk.workspace.ledger.operations()[0].name


def test_a_report_holds_who_and_when_and_says_what_strikes_one(desk: Desk) -> None:
    desk.tab("progress")
    form = desk.pane.progress.form
    form.text.setPlainText("正在推进方案制定。")
    assert desk.find(QLabel, "progress_hints").text() == "◇ 与上期文字相同　◇ 文中没有数字"
    form.text.setPlainText("完成方案，开工 3 处")
    assert form.hints.isHidden()
    form.reporter.setText("赵某")
    form.received.edit.setText("6月24日之后")
    desk.press("progress_save")
    assert "看不懂" in desk.find(QLabel, "progress_state").text()
    form.received.edit.setText("2024-06-24")
    desk.press("progress_save")
    entry = desk.rows(ProgressEntry, period="2024-06")[0]
    assert (entry.reporter, entry.received) == ("赵某", dt.date(2024, 6, 24))
    assert not desk.pane.progress.has_drafts


def test_an_earlier_report_is_opened_corrected_and_taken_back(desk: Desk) -> None:
    desk.tab("progress")
    (may,) = desk.rows(ProgressEntry)
    desk.press(f"progress_open_{may.id}")
    assert desk.pane.progress.text.text() == "正在推进方案制定"
    desk.pane.progress.text.setPlainText("方案已定稿")
    desk.press("progress_save")
    assert desk.rows(ProgressEntry)[0].text == "方案已定稿"
    desk.press("progress_remove")
    assert desk.rows(ProgressEntry) == []
    assert desk.pane.progress.text.text() == ""
    assert not desk.pane.progress.has_drafts
    desk.undo()
    assert desk.rows(ProgressEntry)[0].text == "方案已定稿"


def test_one_key_says_no_change_until_that_was_said_too_often(desk: Desk) -> None:
    desk.tab("progress")
    desk.pane.start_filing()
    desk.key(desk.pane.progress.text, Qt.Key.Key_F8)
    desk.settle()
    assert [one.kind for one in desk.rows(ProgressEntry, period="2024-06")] == ["no_change"]
    desk.workspace.settings = LedgerSettings(year=2024, no_change_limit=1)
    desk.press("progress_forth")
    button = desk.find(QPushButton, "progress_no_change")
    assert not button.isEnabled()
    assert "已连续 1 期无变化" in button.toolTip()
    assert "已连续 1 期无变化" in desk.find(QLabel, "progress_state").text()
    desk.key(desk.pane.progress.text, Qt.Key.Key_F7)
    desk.settle()
    assert [one.kind for one in desk.rows(ProgressEntry, period="2024-07")] == ["carried"]


def test_dates_are_added_chosen_and_removed(desk: Desk) -> None:
    desk.tab("deadlines")
    desk.press("deadline_add")
    desk.accept("deadline_dialog")
    assert desk.find(QLabel, "deadline_dialog_trouble", desk.dialog("deadline_dialog")).text() == "请填写完成时限。"
    desk.fill("deadline_dialog", deadline_new_due="年底", deadline_new_raw="年底前投用")
    desk.accept("deadline_dialog")
    first, second = desk.rows(Deadline)
    assert (second.original_due, second.raw, second.is_primary) == (dt.date(2024, 12, 31), "年底前投用", False)
    desk.press(f"all_deadline_primary_{second.id}")
    assert [one.id for one in desk.rows(Deadline, is_primary=True)] == [second.id]
    desk.act(f"all_deadline_more_{second.id}", "deadline_remove")
    assert [(one.id, one.is_primary) for one in desk.rows(Deadline)] == [(first.id, True)]


def test_a_rule_makes_turns_and_each_is_done_moved_skipped_reported(desk: Desk) -> None:
    desk.tab("deadlines")
    assert "不是周期任务" in desk.texts()
    desk.press("turns_rule")
    desk.fill("rhythm_dialog", rhythm_every="month", rhythm_day="40")
    assert "到期日" in desk.find(QLabel, "rhythm_preview", desk.dialog("rhythm_dialog")).text()
    desk.fill("rhythm_dialog", rhythm_day="10")
    assert (
        "每月10日前。2024年：01-10、02-10" in desk.find(QLabel, "rhythm_preview", desk.dialog("rhythm_dialog")).text()
    )
    desk.accept("rhythm_dialog")
    made = sorted(desk.rows(Occurrence), key=lambda one: one.due)
    assert len(made) == 12
    desk.press(f"turn_done_{made[0].id}")
    desk.act(f"turn_more_{made[1].id}", "turn_move")
    desk.fill("turn_move_dialog", turn_due="2024-02-20", turn_reason="春节顺延")
    desk.accept("turn_move_dialog")
    desk.act(f"turn_more_{made[2].id}", "turn_skip")
    desk.accept("turn_skip_dialog")
    assert desk.is_open("turn_skip_dialog"), "a reason is needed"
    desk.fill("turn_skip_dialog", turn_skip_reason="停诊")
    desk.accept("turn_skip_dialog")
    desk.press(f"turn_report_{made[3].id}")
    desk.fill("turn_report_dialog", turn_text="巡诊 4 次", turn_received="2024-04-09")
    desk.find(QCheckBox, "turn_is_done", desk.dialog("turn_report_dialog")).setChecked(True)
    desk.accept("turn_report_dialog")
    now = {one.id: one for one in desk.rows(Occurrence)}
    assert (now[made[0].id].state, now[made[0].id].done_on) == ("done", CLOCK.day)
    assert now[made[1].id].due == dt.date(2024, 2, 20)
    assert (now[made[2].id].state, now[made[2].id].note) == ("skipped", "停诊")
    assert (now[made[3].id].state, now[made[3].id].done_on) == ("done", dt.date(2024, 4, 9))
    assert "共 12 期，完成 2，逾期 3，免做 1" in desk.texts()
    desk.undo()
    assert desk.rows(Occurrence, state="done", id=made[3].id) == []
    assert desk.rows(ProgressEntry, period="2024-04") == [], "report and turn are one step"


def test_turns_are_made_for_another_year(desk: Desk) -> None:
    desk.write(lambda work: turns.set_rhythm(work, desk.task.id, Rhythm("quarter")))
    desk.tab("deadlines")
    desk.press("turns_forth")
    assert "2025年还没有各期" in desk.texts()
    desk.press("turns_generate")
    assert len([one for one in desk.rows(Occurrence) if one.due.year == 2025]) == 4


def test_a_continuing_duty_shows_which_months_were_reported(desk: Desk) -> None:
    desk.write(lambda work: tasks.edit_many(work, [desk.task.id], {"kind": "continuing"}))
    desk.tab("deadlines")
    assert "不计逾期" in desk.texts()
    states = {n: desk.find(QWidget, f"report_state_2024-{n:02d}").accessibleName() for n in (4, 5, 6, 7)}
    assert states == {4: "未报", 5: "迟报", 6: "未报", 7: "未到"}


def test_milestones_are_added_ticked_off_and_changed(desk: Desk) -> None:
    desk.tab("deadlines")
    desk.press("milestone_add")
    desk.fill("milestone_dialog", milestone_title="完成选址", milestone_due="3月底", milestone_percent="20")
    desk.accept("milestone_dialog")
    (row,) = desk.rows(Milestone)
    assert (row.title, row.due, row.percent) == ("完成选址", dt.date(2024, 3, 31), 20)
    assert desk.find(QWidget, f"milestone_state_{row.id}").accessibleName() == "逾期"
    desk.press(f"milestone_done_{row.id}")
    assert desk.rows(Milestone)[0].done_on == CLOCK.day
    desk.act(f"milestone_more_{row.id}", "milestone_done_on")
    desk.fill("milestone_done_dialog", milestone_done_day="2024-03-20")
    desk.accept("milestone_done_dialog")
    assert desk.find(QWidget, f"milestone_state_{row.id}").accessibleName() == "完成"
    desk.act(f"milestone_more_{row.id}", "milestone_remove")
    assert desk.rows(Milestone) == []


def test_what_a_check_found_stands_beside_the_report(desk: Desk) -> None:
    desk.tab("supervision")
    desk.press("verification_add")
    desk.fill("verification_dialog", verification_result="refuted", verification_by="赵某", verification_percent="5")
    desk.accept("verification_dialog")
    assert desk.is_open("verification_dialog"), "fault needs words"
    desk.fill("verification_dialog", verification_note="现场没有设备")
    desk.accept("verification_dialog")
    (row,) = desk.rows(Verification)
    assert (row.result, row.percent) == ("refuted", 5)
    assert "自报 20%，核查 5%，相差 15 个百分点" in desk.texts()
    desk.press(f"verification_remove_{row.id}")
    assert desk.rows(Verification) == []


def test_striking_off_keeps_its_conditions_and_a_closed_task_is_left_alone(desk: Desk) -> None:
    desk.tab("supervision")
    assert "✗ 佐证材料齐全（还没有佐证材料）" in desk.texts()
    desk.press("closing_asked")
    dialog = desk.dialog("closing_dialog")
    assert not desk.find(QCheckBox, "closing_condition_1", dialog).isChecked()
    desk.find(QCheckBox, "closing_condition_2", dialog).setChecked(True)
    desk.fill("closing_dialog", closing_by="王某", closing_completed="2024-06-20")
    desk.accept("closing_dialog")
    assert desk.rows(Task)[0].completed_on == dt.date(2024, 6, 20)
    assert "条件 2/5，未满足：目标已达到、佐证材料齐全、业务股室已审核" in desk.texts()
    desk.press("closing_sent_back")
    desk.accept("closing_dialog")
    assert desk.is_open("closing_dialog"), "a reason is needed"
    desk.fill("closing_dialog", closing_opinion="补照片")
    desk.accept("closing_dialog")
    desk.press("closing_asked")
    desk.accept("closing_dialog")
    desk.press("closing_approved")
    desk.accept("closing_dialog")
    assert [one.step for one in desk.rows(Closing)] == ["asked", "sent_back", "asked", "approved"]
    assert desk.pane.findChild(QPushButton, "verification_add").isHidden()  # type: ignore[union-attr]
    desk.press("closing_reopened")
    desk.fill("closing_dialog", closing_opinion="回头看发现问题")
    desk.accept("closing_dialog")
    assert desk.rows(Closing)[-1].step == "reopened"


def test_a_refused_extension_leaves_the_date_and_says_so(desk: Desk) -> None:
    desk.tab("supervision")
    desk.press("extension_request")
    desk.accept("extension_dialog")
    assert "请填写延期到哪一天" in desk.find(QLabel, "extension_dialog_trouble", desk.dialog("extension_dialog")).text()
    desk.fill("extension_dialog", extension_new_due="2024-08-01", extension_reason="招标延后")
    desk.accept("extension_dialog")
    assert desk.is_open("extension_dialog"), "not later than the date it has"
    desk.fill("extension_dialog", extension_new_due="2024-12-01", extension_asked="2024-06-20")
    desk.accept("extension_dialog")
    assert "申请尚未批准，仍按 2024-09-30 判断" in desk.texts()
    desk.press("extension_refuse")
    desk.fill("decision_dialog", decision_by="张局长", decision_date="2024-06-25")
    desk.accept("decision_dialog")
    (row,) = desk.rows(Extension)
    assert (row.is_approved, row.decided_on) == (False, dt.date(2024, 6, 25))
    assert "未批准，按原时限考核" in desk.texts()


def test_a_slip_is_issued_about_the_task(desk: Desk) -> None:
    desk.tab("supervision")
    desk.press("slip_issue")
    desk.fill("slip_dialog", slip_colour="yellow", slip_requirement="说明原因", slip_due="2024-07-20")
    desk.accept("slip_dialog")
    assert not desk.is_open("slip_dialog")
    (slip,) = desk.rows(Slip)
    assert (slip.colour, slip.due) == ("yellow", dt.date(2024, 7, 20))
    assert "建设胸痛中心" in slip.matter, "filled in from the task"
    assert [link.task_id for link in desk.rows(SlipTask)] == [desk.task.id]
    assert slip.number in desk.texts()
    assert "✗ 没有未办结的督办单" in desk.texts()


def test_the_parts_of_a_split_task_are_a_step_away(desk: Desk) -> None:
    family = desk.pane.findChild(QWidget, "part_family")
    assert family is not None
    assert not family.isVisible(), "a task by itself has none"
    desk.write(lambda work: parts.split(work, desk.task.id, ["选址", "装修"]))
    first, second = sorted(desk.rows(Task, parent_id=desk.task.id), key=lambda one: one.code)
    desk.write(lambda work: progress.file_entry(work, first.id, "2024-06", Report("已选定", 40.0)))
    assert family.isVisible()
    assert "完成 0/2，按子任务平均进度 20%" in desk.texts()
    opened: list[Place] = []
    desk.workspace.place_requested.connect(opened.append)
    desk.press(f"family_{second.id}")
    assert [place.task_id for place in opened] == [second.id]
    desk.pane.show_task(second.id)
    desk.settle()
    assert desk.find(QLabel, "part_family_title").text() == "上级任务"
    assert desk.task.code in desk.find(QPushButton, f"family_{desk.task.id}").text()


def test_history_is_read_by_field_and_one_step_is_undone_by_itself(desk: Desk) -> None:
    desk.write(lambda work: tasks.edit_many(work, [desk.task.id], {"title": "建设卒中中心"}))
    desk.write(lambda work: tasks.edit_many(work, [desk.task.id], {"section": "医疗"}))
    desk.write(lambda work: progress.remove_entry(work, desk.rows(ProgressEntry)[0].id))
    desk.tab("history")
    assert "删除进展：2024-05 正在推进方案制定" in desk.texts()
    assert "任务名称：建设胸痛中心 → 建设卒中中心" in desk.texts()
    renamed = next(one for one in desk.workspace.ledger.operations() if "任务名称" in one.name)
    desk.press(f"history_undo_{renamed.id}")
    (task,) = desk.rows(Task)
    assert (task.title, task.section) == ("建设胸痛中心", "医疗")
    assert "（已撤销）" in desk.texts()
    choose(desk.find(QComboBox, "history_order"), "field")
    desk.settle()
    assert "板块" in desk.texts().split("\n")


def test_nothing_is_wider_than_the_pane_at_its_narrowest(desk: Desk) -> None:
    desk.write(lambda work: turns.set_rhythm(work, desk.task.id, Rhythm("month", day="10")))
    for name in TAB_NAMES:
        desk.tab(name)
        tab = desk.pane.tabs.currentWidget()
        assert isinstance(tab, DetailTab)
        inner = tab.widget()
        assert inner is not None
        assert inner.minimumSizeHint().width() <= 286, name


def test_several_chosen_tasks_are_changed_in_one_step(desk: Desk) -> None:
    desk.write(lambda work: a_task(work, "建设卒中中心", section="医疗", plan_id=desk.task.plan_id))
    desk.write(lambda work: custom_fields.define(work, "类别", "choice", ["基建", "设备"]))
    both = [one.id for one in desk.rows(Task)]
    desk.pane.show_chosen(both)
    desk.qtbot.waitUntil(lambda: desk.pane.many.findChild(QLabel, "many_title") is not None)
    desk.settle()
    assert desk.find(QLabel, "many_title").text() == "已选 2 项任务"
    section = desk.find(QLineEdit, "many_section")
    assert (section.text(), section.placeholderText()) == ("", "多个值")
    section.setText("重点工作")
    section.editingFinished.emit()
    desk.settle()
    assert [one.section for one in desk.rows(Task)] == ["重点工作"] * 2
    (field,) = desk.rows(CustomField)
    choose(desk.find(QComboBox, f"many_value_{field.id}"), "设备")
    desk.settle()
    assert [one.value for one in desk.rows(CustomValue)] == ["设备"] * 2
    choose(desk.find(QComboBox, "many_standing"), "suspended")
    desk.fill("many_reason_dialog", many_reason="等批复")
    desk.accept("many_reason_dialog")
    assert [one.standing for one in desk.rows(Task)] == ["suspended"] * 2
    desk.undo()
    assert [one.standing for one in desk.rows(Task)] == ["active"] * 2, "one step"
    desk.press("many_no_change")
    assert len(desk.rows(ProgressEntry, period="2024-06")) == 2
    desk.pane.show_chosen(both[:1])
    assert desk.find(QLineEdit, "task_title").isVisible()


def test_the_keyboard_goes_on_to_the_next_act_when_one_is_done(desk: Desk) -> None:
    desk.tab("supervision")
    asked = desk.find(QPushButton, "closing_asked")
    asked.setFocus()
    desk.key(asked, Qt.Key.Key_Space)
    desk.fill("closing_dialog", closing_by="赵明")
    desk.accept("closing_dialog")
    desk.pane.window().activateWindow()
    desk.qtbot.waitUntil(lambda: desk.find(QPushButton, "closing_checked").hasFocus())


def test_several_chosen_tasks_are_struck_off_in_one_form(desk: Desk) -> None:
    desk.write(lambda work: a_task(work, "建设卒中中心", section="医疗", plan_id=desk.task.plan_id))
    both = [one.id for one in desk.rows(Task)]
    desk.write(lambda work: closing.ask(work, desk.task.id, StepTaken("赵明")))
    desk.pane.show_chosen(both)
    desk.qtbot.waitUntil(lambda: desk.pane.many.findChild(QLabel, "many_title") is not None)
    desk.settle()
    assert desk.find(QPushButton, "many_closing_approved").text() == "批准销号 1 项…"
    desk.press("many_closing_asked")
    desk.fill("many_closing_dialog", many_closing_by="李华")
    desk.accept("many_closing_dialog")
    desk.press("many_closing_approved")
    desk.fill("many_closing_dialog", many_closing_by="张局长", many_closing_opinion="同意")
    opinion = desk.find(QPlainTextEdit, "many_closing_opinion", desk.dialog("many_closing_dialog"))
    desk.qtbot.keyClick(opinion, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # type: ignore[no-untyped-call]
    desk.settle()
    assert not desk.is_open("many_closing_dialog"), "Ctrl+Enter saves from a field of several lines too"
    approved = desk.rows(Closing, step="approved")
    assert [(one.task_id, one.by_name, one.opinion) for one in approved] == [(id_, "张局长", "同意") for id_ in both]
    left = [one for one in desk.pane.many.findChildren(QPushButton) if one.isVisible() and "销号" in one.text()]
    assert left == [], "nothing is left to strike off"
    desk.undo()
    assert desk.rows(Closing, step="approved") == [], "one step"


def test_the_keyboard_stays_where_it_is_when_rows_are_made_anew(desk: Desk) -> None:
    desk.tab("deadlines")
    (deadline,) = desk.rows(Deadline)
    field = desk.find(QLineEdit, f"all_deadline_due_{deadline.id}")
    field.setFocus()
    field.clear()
    desk.keys(field, "2024-11-")
    desk.write(lambda work: tasks.edit_many(work, [desk.task.id], {"section": "医疗"}))
    again = desk.find(QLineEdit, f"all_deadline_due_{deadline.id}")
    assert again is not field
    assert again.hasFocus()
    assert again.text() == "2024-11-"
    desk.keys(again, "05")
    desk.key(again, Qt.Key.Key_Return)
    desk.settle()
    assert desk.rows(Deadline)[0].original_due == dt.date(2024, 11, 5)
