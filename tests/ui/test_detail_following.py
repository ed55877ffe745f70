"""The detail pane: milestones, checks, striking off, slips, parts, history, several tasks."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from ledger_app.domain.progress import ProgressEntry
from ledger_app.domain.supervision import Closing, Slip, SlipTask, Verification
from ledger_app.domain.task import (
    CustomField,
    CustomValue,
    Deadline,
    Extension,
    Milestone,
    Task,
)
from ledger_app.services import closing, custom_fields, parts, progress, tasks, turns
from ledger_app.services.closing import StepTaken
from ledger_app.services.progress import Report
from ledger_app.services.turns import Rhythm
from tests.builders import CLOCK, a_task
from tests.ui.detail_desk import Desk, choose
from ui.detail.pane import TAB_NAMES
from ui.detail.tab import DetailTab
from ui.workspace import Place

# The offscreen platform cannot do for menus and completers what every real one does.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagate)", extend=True)


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
    desk.undo()
    for month in ("2024-03", "2024-04", "2024-05"):
        desk.write(lambda work, month=month: progress.no_change(work, both[:1], month))
    desk.press("many_no_change")
    assert [one.task_id for one in desk.rows(ProgressEntry, period="2024-06")] == both[1:], "one too often: the others"
    assert "任务 0-01 已连续 3 期" in desk.messages.texts[-1][2]
    desk.undo()
    assert desk.rows(ProgressEntry, period="2024-06") == []
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
